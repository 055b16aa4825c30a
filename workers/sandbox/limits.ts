import { z } from 'zod';
import { boxContainer, studentContainer } from '../../deploy/box/container.ts';
import { type Locale, words } from '../../src/wording/wording.ts';
import { type LimitProblem, LimitsError, sayOfLimit } from './limits-error.ts';

/**
 * All limits of a verification, in one table: `dockhand limits` prints it and docs/security.md explains it. `worker` limits are enforced
 * by the code in this folder. `box` limits are enforced by the box's container (docker-compose.yml passes them on), so they take effect
 * when the boxes are recreated.
 */
type Unit = 'seconds' | 'GB' | 'MB' | 'KB' | 'count' | 'cores';

interface LimitRow {
  readonly environment: `SANDBOX_${string}`;
  readonly unit: Unit;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly keptBy: 'worker' | 'box';
  /** The test that fails without it: a file under `test/` and a part of the test's title. */
  readonly proof: string;
}

const row = (
  environment: `SANDBOX_${string}`,
  unit: Unit,
  [fallback, min, max]: readonly [number, number, number],
  keptBy: LimitRow['keptBy'],
  proof: string,
): LimitRow => ({ environment, unit, default: fallback, min, max, keptBy, proof });

const exhaust = (attack: string): string => `attacks/exhaust.test.ts › ${attack}`;

const table = {
  pullSeconds: row(
    'SANDBOX_PULL_SECONDS',
    'seconds',
    [600, 10, 3600],
    'worker',
    'workers/wire.test.ts › takes none of the job’s time, and has a clock of its own',
  ),
  buildSeconds: row('SANDBOX_BUILD_SECONDS', 'seconds', [300, 5, 1800], 'worker', exhaust('sleep for ever')),
  readySeconds: row('SANDBOX_READY_SECONDS', 'seconds', [90, 2, 600], 'worker', exhaust('sleep for ever')),
  probeSeconds: row(
    'SANDBOX_PROBE_SECONDS',
    'seconds',
    [10, 1, 60],
    'worker',
    'attacks/probe.test.ts › answer a byte a second',
  ),
  stopSeconds: row('SANDBOX_STOP_SECONDS', 'seconds', [10, 1, 60], 'worker', exhaust('ignore SIGTERM')),
  jobSeconds: row(
    'SANDBOX_JOB_SECONDS',
    'seconds',
    [900, 20, 3600],
    'worker',
    'attacks/wedge.test.ts › a job that outlives every clock but the last',
  ),
  busyTimes: row(
    'SANDBOX_BUSY_TIMES',
    'count',
    [6, 1, 20],
    'worker',
    'workers/busy.test.ts › ends by itself, and is ours',
  ),
  callSeconds: row(
    'SANDBOX_CALL_SECONDS',
    'seconds',
    [10, 1, 60],
    'worker',
    'attacks/wedge.test.ts › in the middle of a job is ours',
  ),
  boxWaitSeconds: row(
    'SANDBOX_BOX_WAIT_SECONDS',
    'seconds',
    [120, 0, 900],
    'worker',
    'workers/worker.test.ts › says so when its only box is taken',
  ),
  leaseSeconds: row(
    'SANDBOX_LEASE_SECONDS',
    'seconds',
    [30, 5, 300],
    'worker',
    'deploy/box.test.ts › that nobody renews lapses',
  ),
  contextMegabytes: row(
    'SANDBOX_CONTEXT_MB',
    'MB',
    [100, 1, 1000],
    'worker',
    'attacks/archive.test.ts › refuses too many files and too many bytes',
  ),
  contextFiles: row(
    'SANDBOX_CONTEXT_FILES',
    'count',
    [20_000, 10, 200_000],
    'worker',
    'attacks/archive.test.ts › refuses too many files and too many bytes',
  ),
  imageMegabytes: row(
    'SANDBOX_IMAGE_MB',
    'MB',
    [2000, 100, 20_000],
    'worker',
    exhaust('make a layer larger than an image may be'),
  ),
  openFiles: row(
    'SANDBOX_OPEN_FILES',
    'count',
    [studentContainer.openFiles, 64, 65_536],
    'worker',
    exhaust('open three thousand files'),
  ),
  processes: row(
    'SANDBOX_PROCESSES',
    'count',
    [studentContainer.processes, 20, 2000],
    'worker',
    exhaust('fork without end, deaf to SIGTERM'),
  ),
  logReadMegabytes: row(
    'SANDBOX_LOG_READ_MB',
    'MB',
    [16, 1, 256],
    'worker',
    exhaust('print a gigabyte in one line'),
  ),
  answerKilobytes: row(
    'SANDBOX_ANSWER_KB',
    'KB',
    [1024, 64, 16_384],
    'worker',
    'workers/bounded-answers.test.ts › gives up an answer that is too large before all of it has come',
  ),
  logKeptKilobytes: row(
    'SANDBOX_LOG_KEPT_KB',
    'KB',
    [64, 4, 1024],
    'worker',
    'attacks/output.test.ts › print what harms the reader',
  ),
  responseKilobytes: row(
    'SANDBOX_RESPONSE_KB',
    'KB',
    [1024, 1, 16_384],
    'worker',
    'attacks/probe.test.ts › answer without end',
  ),
  redirects: row(
    'SANDBOX_REDIRECTS',
    'count',
    [3, 0, 10],
    'worker',
    'attacks/probe.test.ts › answer with a redirect',
  ),
  boxMegabytes: row(
    'SANDBOX_MEMORY',
    'MB',
    [boxContainer.megabytes, 512, 262_144],
    'box',
    exhaust('ask for all memory'),
  ),
  boxCores: row('SANDBOX_CPUS', 'cores', [boxContainer.cores, 0.1, 64], 'box', exhaust('spin')),
  boxProcesses: row(
    'SANDBOX_PIDS',
    'count',
    [boxContainer.processes, 128, 32_768],
    'box',
    exhaust('fork without end under eight user ids'),
  ),
  boxGigabytes: row('SANDBOX_DISK_GB', 'GB', [6, 2, 500], 'box', exhaust('fill the disk')),
} as const satisfies Record<string, LimitRow>;

type LimitName = keyof typeof table;
export type Limits = Readonly<Record<LimitName, number>>;

const say = words('limits', {
  en: {
    pullSeconds: 'fetching one base image that the warmed disk does not have; never the student’s time',
    buildSeconds: 'one `docker build`, all steps together',
    readySeconds:
      'from the start of a container until it listens on its port; up to four times as long while its processes still work',
    busyTimes:
      'how many times over these seconds may pass on the wall when the machine gives a box no processor; after that the job is an error of ours',
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
    answerKilobytes: 'one answer of a box’s engine: what an image or a container says of itself',
    logKeptKilobytes: 'output kept of one build step or container: the worker’s memory',
    responseKilobytes: 'bytes read of an answer of the API',
    redirects: 'redirects followed, and only inside the same container',
    boxMegabytes:
      'the memory of a box, its tmpfs included, without swap; the set-up takes less on a small machine',
    boxCores: 'the processors of a box; the set-up leaves one core to the rest, half a one on two cores',
    boxProcesses: 'all processes of a box, the engine’s included',
    boxGigabytes: 'the disk of a box: images, layers, volumes and logs together',
  },
});

export interface LimitLine extends LimitRow {
  readonly name: LimitName;
  readonly protects: string;
  readonly value: number;
}

const names = Object.keys(table) as LimitName[];

/** Reads the limits from the environment; those that are not set have their defaults. */
export function readLimits(environment: Readonly<Record<string, string | undefined>>): Limits {
  const wrong: LimitProblem[] = [];
  const value = (name: LimitName): number => {
    const { environment: variable, default: fallback, min, max, unit } = table[name];
    const text = environment[variable]?.trim();
    if (text === undefined || text === '') return fallback;
    const kind = unit === 'cores' ? z.number() : z.int();
    const parsed = kind.min(min).max(max).safeParse(inUnit(text, unit));
    if (parsed.success) return parsed.data;
    const key = unit === 'cores' ? 'number' : 'wholeNumber';
    wrong.push({ environment: variable, problem: sayOfLimit(key, { min, max, unit }) });
    return fallback;
  };
  const limits = Object.fromEntries(names.map((name) => [name, value(name)])) as Record<LimitName, number>;
  if (wrong.length > 0) throw new LimitsError(wrong);
  return limits;
}

/** Docker writes sizes as `2g` or `2048m`: both are accepted for values in megabytes. */
function inUnit(text: string, unit: Unit): number {
  const size = unit === 'MB' ? /^(\d+)([mg])b?$/i.exec(text) : null;
  return size === null ? Number(text) : Number(size[1]) * (size[2]?.toLowerCase() === 'g' ? 1024 : 1);
}

/** The table with the values in force, for `dockhand limits` and the docs. */
export function limitLines(limits: Limits, locale: Locale = 'en'): readonly LimitLine[] {
  return names.map((name) => ({ name, ...table[name], protects: say(locale, name), value: limits[name] }));
}
