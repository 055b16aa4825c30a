import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
/** The files that a test's bot or worker consists of. */
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

interface NextVersion {
  readonly home: string;
  readonly close: () => Promise<void>;
}

/** A checkout that writes and reads the next version of both messages in the queue, jobs and verdicts; nothing else differs. */
export async function nextVersion(): Promise<NextVersion> {
  const { home, close } = await copiedVersion();
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
  return { home, close };
}

/** A migration that may run while old bots do: it only adds. A new column in a table that they write has to have a default. */
const migration = `
export const next = {
  up: async (db) => {
    await db.schema.createTable('next_note').addColumn('id', 'text', (it) => it.primaryKey()).execute();
    await db.schema.alterTable('submission').addColumn('next_mark', 'integer', (it) => it.notNull().defaultTo(7)).execute();
    await db.schema.alterTable('verdict').addColumn('next_word', 'text').execute();
    await db.schema.createIndex('submission_by_next_mark').on('submission').column('next_mark').execute();
  },
};
`;

/** A checkout whose records have one more migration; nothing else differs. */
export async function versionWithMigration(): Promise<NextVersion> {
  const { home, close } = await copiedVersion();
  const folder = join(home, 'src/records/sql');
  await writeFile(join(folder, 'migrations/900-next.ts'), migration);
  const file = join(folder, 'migrations.ts');
  const text = await readFile(file, 'utf8');
  const changed = text
    .replace(/^import type/m, "import { next } from './migrations/900-next.ts';\nimport type")
    .replace(/^\};$/m, "  '900-next': next,\n};");
  if (changed.split('next').length < 4) throw new Error(`${file} takes no further migration`);
  await writeFile(file, changed);
  return { home, close };
}

async function copiedVersion(): Promise<NextVersion> {
  const home = await mkdtemp(join(tmpdir(), 'dockhand-next-'));
  for (const part of parts) await cp(join(root, part), join(home, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(home, 'node_modules'));
  return { home, close: () => rm(home, { recursive: true, force: true }) };
}
