import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { backUp, restore } from '../records/backup.ts';
import { words } from '../wording/wording.ts';
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
    .description(say('en', 'backup'))
    .argument('<file>', say('en', 'file'))
    .option('--force', say('en', 'forceBackup'))
    .action(async (file: string, { force = false }: { readonly force?: boolean }) => {
      const { settings } = inForce.read();
      await backUp(recordsPlace(inForce, settings), file, force);
      noteBackup(settings.DOCKHAND_STATE, resolve(file));
      printNote(say('en', 'backedUp', { file }));
    });
  program
    .command('restore')
    .description(say('en', 'restore'))
    .argument('<file>', say('en', 'file'))
    .option('--force', say('en', 'forceRestore'))
    .action(async (file: string, { force = false }: { readonly force?: boolean }) => {
      const aside = await restore(recordsPlace(inForce, inForce.read().settings), file, force);
      printNote(say('en', 'restored', { file }));
      if (aside !== null) printNote(say('en', 'aside', { aside }));
    });
}

/** For the doctor, who asks how old the last copy is. A folder that cannot be written is no reason to call the copy a failure. */
function noteBackup(state: string, file: string): void {
  try {
    writeFileSync(lastBackupNote(state), `${JSON.stringify({ file, at: Date.now() })}\n`, { mode: 0o600 });
  } catch {
    // It will ask for a backup.
  }
}
