import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { backUp, restore } from '../records/backups/backup.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { lastBackupNote } from './doctor/machine.ts';
import { printNote } from './output.ts';
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
  },
});

/** Adds `dockhand backup` and `dockhand restore`. */
export function register(program: Command, inForce: SettingsInForce): void {
  program
    .command('backup')
    .description(say(operatorLocale, 'backup'))
    .argument('<file>', say(operatorLocale, 'file'))
    .option('--force', say(operatorLocale, 'forceBackup'))
    .action(async (file: string, { force = false }: { readonly force?: boolean }) => {
      const { settings } = inForce.read();
      await backUp(recordsPlace(inForce, settings), file, force);
      noteBackup(settings.DOCKHAND_STATE, resolve(file));
      printNote(say(operatorLocale, 'backedUp', { file }));
    });
  program
    .command('restore')
    .description(say(operatorLocale, 'restore'))
    .argument('<file>', say(operatorLocale, 'file'))
    .option('--force', say(operatorLocale, 'forceRestore'))
    .action(async (file: string, { force = false }: { readonly force?: boolean }) => {
      const aside = await restore(recordsPlace(inForce, inForce.read().settings), file, force);
      printNote(say(operatorLocale, 'restored', { file }));
      if (aside !== null) printNote(say(operatorLocale, 'aside', { aside }));
    });
}

/** Notes the time of the backup for the doctor. A folder that cannot be written does not make the backup a failure. */
function noteBackup(state: string, file: string): void {
  try {
    writeFileSync(lastBackupNote(state), `${JSON.stringify({ file, at: Date.now() })}\n`, { mode: 0o600 });
  } catch {
    // The doctor will then ask for a backup.
  }
}
