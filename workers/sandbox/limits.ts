import { z } from 'zod';
import { words } from '../../src/wording/wording.ts';

/**
 * Everything that bounds a verification, in one table: `dockhand limits` prints it and docs/security.md explains it.
 * `worker` limits are kept by the code in this folder, `box` limits by the container that a box is
 * (docker-compose.yml hands them over), so they take effect when the boxes are made anew.
 */
export type Unit = 'seconds' | 'MB' | 'KB' | 'count' | 'cores';

interface Row {
  readonly environment: `SANDBOX_${string}`;
  readonly unit: Unit;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly keptBy: 'worker' | 'box';
  /** The test that turns red without it, relative to `test/`. */
  readonly proof: string;
}

const row = (
  environment: `SANDBOX_${string}`,
  unit: Unit,
  [fallback, min, max]: readonly [number, number, number],
  keptBy: Row['keptBy'],
  proof: string,
): Row => ({ environment, unit, default: fallback, min, max, keptBy, proof });

const table = {
  pullSeconds: row('SANDBOX_PULL_SECONDS', 'seconds', [600, 10, 3600], 'worker', 'workers/wire.test.ts'),
  buildSeconds: row('SANDBOX_BUILD_SECONDS', 'seconds', [300, 5, 1800], 'worker', 'attacks/attacks.test.ts'),
  readySeconds: row('SANDBOX_READY_SECONDS', 'seconds', [90, 2, 600], 'worker', 'workers/reasons.test.ts'),
  probeSeconds: row('SANDBOX_PROBE_SECONDS', 'seconds', [10, 1, 60], 'worker', 'workers/probe.test.ts'),
  stopSeconds: row('SANDBOX_STOP_SECONDS', 'seconds', [10, 1, 60], 'worker', 'workers/reasons.test.ts'),
  jobSeconds: row('SANDBOX_JOB_SECONDS', 'seconds', [900, 20, 3600], 'worker', 'workers/worker.test.ts'),
  callSeconds: row('SANDBOX_CALL_SECONDS', 'seconds', [10, 1, 60], 'worker', 'workers/worker.test.ts'),
  boxWaitSeconds: row(
    'SANDBOX_BOX_WAIT_SECONDS',
    'seconds',
    [120, 0, 900],
    'worker',
    'workers/boxes.test.ts',
  ),
  leaseSeconds: row('SANDBOX_LEASE_SECONDS', 'seconds', [30, 5, 300], 'worker', 'workers/boxes.test.ts'),
  contextMegabytes: row('SANDBOX_CONTEXT_MB', 'MB', [100, 1, 1000], 'worker', 'workers/context.test.ts'),
  contextFiles: row(
    'SANDBOX_CONTEXT_FILES',
    'count',
    [20_000, 10, 200_000],
    'worker',
    'workers/context.test.ts',
  ),
  imageMegabytes: row('SANDBOX_IMAGE_MB', 'MB', [2000, 100, 20_000], 'worker', 'workers/reasons.test.ts'),
  openFiles: row('SANDBOX_OPEN_FILES', 'count', [4096, 64, 65_536], 'worker', 'attacks/attacks.test.ts'),
  processes: row('SANDBOX_PROCESSES', 'count', [200, 20, 2000], 'worker', 'attacks/attacks.test.ts'),
  logReadMegabytes: row('SANDBOX_LOG_READ_MB', 'MB', [16, 1, 256], 'worker', 'attacks/attacks.test.ts'),
  logKeptKilobytes: row('SANDBOX_LOG_KEPT_KB', 'KB', [64, 4, 1024], 'worker', 'workers/excerpt.test.ts'),
  responseKilobytes: row('SANDBOX_RESPONSE_KB', 'KB', [1024, 1, 16_384], 'worker', 'workers/probe.test.ts'),
  redirects: row('SANDBOX_REDIRECTS', 'count', [3, 0, 10], 'worker', 'workers/probe.test.ts'),
} as const satisfies Record<string, Row>;

export type LimitName = keyof typeof table;
export type Limits = Readonly<Record<LimitName, number>>;

const say = words('limits', {
  en: {
    pullSeconds: 'fetching one base image that the warmed disk does not have; never the student’s time',
    buildSeconds: 'one `docker build`, all steps together',
    readySeconds: 'from the start of a container until it listens on its port',
    probeSeconds: 'one answer of the API, from the first byte asked to the last byte read',
    stopSeconds: 'what a container gets between SIGTERM and SIGKILL',
    jobSeconds: 'a whole job; after it the engine counts as dead and the box is thrown away',
    callSeconds: 'any single call to an engine: it is how a wedged one is noticed',
    boxWaitSeconds: 'waiting for a free box before the job is handed back',
    leaseSeconds: 'how long a box waits for a sign of life of its worker before it ends',
    contextMegabytes: 'what is sent to the engine as build context',
    contextFiles: 'files in the build context',
    imageMegabytes: 'the image that a build makes',
    openFiles: 'open files of one process in a build step or container',
    processes: 'processes of one user in a build step or container: a fork bomb ends here',
    logReadMegabytes: 'output read from a build or a container before it is stopped',
    logKeptKilobytes: 'output kept of one build step or container: the worker’s memory',
    responseKilobytes: 'bytes read of an answer of the API',
    redirects: 'redirects followed, and only inside the same container',
  },
});

export interface LimitLine extends Row {
  readonly name: LimitName;
  readonly protects: string;
  readonly value: number;
}

const names = Object.keys(table) as LimitName[];

/** A limit that was set to something it cannot be; the message names every one, with its range. */
export class LimitsError extends Error {
  override readonly name = 'LimitsError';
}

/** Reads the limits from the environment; what is not set has its default. */
export function readLimits(environment: Readonly<Record<string, string | undefined>>): Limits {
  const wrong: string[] = [];
  const value = (name: LimitName): number => {
    const { environment: variable, default: fallback, min, max, unit } = table[name];
    const text = environment[variable]?.trim();
    if (text === undefined || text === '') return fallback;
    const parsed = z.coerce.number().int().min(min).max(max).safeParse(text);
    if (parsed.success) return parsed.data;
    wrong.push(`  ${variable} has to be a whole number from ${min} to ${max} (${unit})`);
    return fallback;
  };
  const limits = Object.fromEntries(names.map((name) => [name, value(name)])) as Record<LimitName, number>;
  if (wrong.length > 0) throw new LimitsError(['These limits cannot be used:', ...wrong].join('\n'));
  return limits;
}

/** The table with the values that hold, for `dockhand limits` and the docs. */
export function limitLines(limits: Limits): readonly LimitLine[] {
  return names.map((name) => ({ name, ...table[name], protects: say('en', name), value: limits[name] }));
}
