import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Sample } from './corpus.ts';

const run = promisify(execFile);

/** The answer of Docker's own linter to a Dockerfile. */
export interface DockerAnswer {
  /** Why it does not build; null if it does. */
  readonly error: { readonly message: string; readonly line: number | null } | null;
  /** `Rule:line`, sorted. */
  readonly warnings: readonly string[];
}

const range = z.object({ start: z.object({ line: z.number().optional() }).optional() });
const location = z.object({ ranges: z.array(range).nullish() }).nullish();
const answerSchema = z.object({
  warnings: z.array(z.object({ ruleName: z.string(), location })).nullish(),
  buildError: z.object({ message: z.string(), location }).nullish(),
});

const lineOf = (where: z.output<typeof location>): number | null => where?.ranges?.[0]?.start?.line ?? null;

/** Docker's buildx, which asks an engine to lint: the set-up puts it into the state folder. */
export function findBuildx(): string {
  const state = process.env.DOCKHAND_STATE ?? join(import.meta.dirname, '../../../.state');
  const path = process.env.DOCKHAND_BUILDX ?? join(state, 'bin/docker-buildx');
  if (!existsSync(path)) throw new Error(`${path} is missing: npm test puts it there`);
  return path;
}

/** Lints a Dockerfile with the engine at a Unix socket, without building or pulling anything. */
export async function lintInDocker(sample: Sample, socket: string, buildx: string): Promise<DockerAnswer> {
  const folder = await mkdtemp(join(tmpdir(), 'lint-'));
  try {
    await writeFile(join(folder, 'Dockerfile'), sample.text);
    if (sample.dockerignore !== undefined)
      await writeFile(join(folder, '.dockerignore'), sample.dockerignore);
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      DOCKER_HOST: `unix://${socket}`,
      DOCKER_CONFIG: folder,
    };
    const output = await run(buildx, ['build', '--call=check,format=json', folder], { env, timeout: 60_000 })
      .then(({ stdout }) => stdout)
      // It exits with 1 if it reports anything.
      .catch((error: { stdout?: string; stderr?: string }) => {
        if (!error.stdout?.trim().startsWith('{')) {
          throw new Error(`Docker's linter did not answer for ${sample.name}: ${error.stderr ?? ''}`);
        }
        return error.stdout;
      });
    const { warnings, buildError } = answerSchema.parse(JSON.parse(output));
    return {
      error: buildError == null ? null : { message: buildError.message, line: lineOf(buildError.location) },
      warnings: (warnings ?? []).map(({ ruleName, location: at }) => `${ruleName}:${lineOf(at) ?? 0}`).sort(),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
