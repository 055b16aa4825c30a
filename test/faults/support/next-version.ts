import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
/** What a bot or a worker of a test is made of. */
const parts = [
  'package.json',
  'commands',
  'deploy/box',
  'lessons',
  'src',
  'test/faults/support',
  'test/support',
  'workers',
];

/** A checkout that writes and reads the next version of what crosses the queue, jobs and verdicts alike; nothing else is other in it. */
export async function nextVersion(): Promise<{ readonly home: string; readonly close: () => Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'dockhand-next-'));
  for (const part of parts) await cp(join(root, part), join(home, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(home, 'node_modules'));
  const file = join(home, 'src/submission/job.ts');
  let raised = 0;
  const text = (await readFile(file, 'utf8')).replaceAll(
    /^(export const (?:job|verdict)Version = )(\d+);$/gm,
    (_, before: string, version: string) => {
      raised += 1;
      return `${before}${Number(version) + 1};`;
    },
  );
  if (raised !== 2) throw new Error(`${file} has ${raised} versions to raise`);
  await writeFile(file, text);
  return { home, close: () => rm(home, { recursive: true, force: true }) };
}
