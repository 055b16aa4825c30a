import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const module = JSON.stringify(new URL('../../src/processes/process-folder.ts', import.meta.url).href);

let tmp: string;
beforeEach(async () => {
  tmp = await mkdtemp(join(tmpdir(), 'dockhand-folders-'));
});
afterEach(() => rm(tmp, { recursive: true, force: true }));

/** Runs a process that uses a folder of its own; returns its output. */
const processThat = (does: string): string =>
  spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { existsSync } from 'node:fs'; const { processFolder } = await import(${module}); ${does}`,
    ],
    { encoding: 'utf8', env: { ...process.env, TMPDIR: tmp, NODE_OPTIONS: '' } },
  ).stdout.trim();

test('The folder of a process that was killed is cleared away by the next one, that of one that lives is not', () => {
  const killed = processThat(
    "console.log(processFolder('dockhand-x-')); process.kill(process.pid, 'SIGKILL');",
  );
  expect(existsSync(killed)).toBe(true);
  const seen = processThat(
    "const [a, b] = [processFolder('dockhand-x-'), processFolder('dockhand-x-')]; console.log(String([existsSync(a), existsSync(b)]));",
  );
  expect(seen).toBe('true,true');
  expect(existsSync(killed)).toBe(false);
});

test('A folder of another kind of process stays, whether that lives or not', () => {
  const other = processThat("console.log(processFolder('dockhand-y-'));");
  processThat("processFolder('dockhand-x-');");
  expect(existsSync(other)).toBe(true);
});
