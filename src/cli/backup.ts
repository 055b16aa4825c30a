import type { Command } from 'commander';
import { BackupError, backUp, restore } from '../records/backup.ts';
import { words } from '../wording/wording.ts';
import { CommandError } from './command-error.ts';
import { recordsPlace } from './records-place.ts';
import type { SettingsInForce } from './settings-in-force.ts';

const say = words('cli-backup', {
  en: {
    backup: 'copy the records into one file, while the bot runs',
    restore: 'put such a copy back; stop the bot first',
    file: 'the copy',
    forceBackup: 'replace the file when it is there already',
    forceRestore: 'replace records that are there already (an SQLite file is kept beside the new one)',
    backedUp: 'The records are in {{file}}.',
    restored: 'The records are those of {{file}} now.',
    aside: 'Those that were there before are in {{aside}}.',
    exists: '{{what}} is there already. Name another, or say --force to replace it.',
    absent: '{{what}} is not there.',
    'not-ours': '{{what}} is no copy of Dockhand’s records, or it is damaged.',
    'no-tool':
      '{{what}} is not installed, and only PostgreSQL’s own tools copy its databases. Install postgresql-client (as new as the server), or run it where it is: pg_dump --format=custom --file=FILE DATABASE, and pg_restore --clean --if-exists --dbname=DATABASE FILE.',
    failed: 'It did not work, and nothing was replaced: {{what}}',
  },
});

/** Adds `dockhand backup` and `dockhand restore`. */
export function register(program: Command, inForce: SettingsInForce): void {
  program
    .command('backup')
    .description(say('en', 'backup'))
    .argument('<file>', say('en', 'file'))
    .option('--force', say('en', 'forceBackup'))
    .action(async (file: string, { force = false }: { readonly force?: boolean }) => {
      await explained(() => backUp(recordsPlace(inForce, inForce.read().settings), file, force));
      process.stderr.write(`${say('en', 'backedUp', { file })}\n`);
    });
  program
    .command('restore')
    .description(say('en', 'restore'))
    .argument('<file>', say('en', 'file'))
    .option('--force', say('en', 'forceRestore'))
    .action(async (file: string, { force = false }: { readonly force?: boolean }) => {
      const aside = await explained(() =>
        restore(recordsPlace(inForce, inForce.read().settings), file, force),
      );
      process.stderr.write(`${say('en', 'restored', { file })}\n`);
      if (aside !== null) process.stderr.write(`${say('en', 'aside', { aside })}\n`);
    });
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    throw new CommandError(say('en', error.why, { what: error.what }), 'DOCKHAND_BACKUP');
  }
}
