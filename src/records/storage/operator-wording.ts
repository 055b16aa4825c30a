import { operatorLocale, type WordingValues, words } from '../../wording/wording.ts';

const say = words('records-trouble', {
  en: {
    unopened: 'The records cannot be opened: {{why}}',
    migration: 'The step {{name}} that brings the records up to date failed: {{why}}',
    ahead:
      'A newer Dockhand has changed these records ({{migrations}}), and this one cannot use them. Start that version again, or put back a backup that this one made: dockhand restore --force FILE.',
    readOnly:
      'The records in {{folder}} cannot be written: the disk there is mounted read-only. Mount it for writing, or keep the records elsewhere (DATABASE_URL).',
    forbidden:
      'The records in {{folder}} cannot be written: this user may not write there. Make that folder and what is in it this user’s own, or keep the records elsewhere (DATABASE_URL).',
    nothingNew:
      'The records in {{folder}} cannot be written: nothing new can be made there. Keep the records elsewhere (DATABASE_URL).',
    folder: 'DATABASE_URL names the folder {{path}}: name the file in it that the records are in.',
    botUses: 'A bot uses these records. Stop it first: what it records from now on would be lost.',
    restoring: 'A backup is being put in the place of these records: start the bot when that is over.',
    secondBot:
      'Another bot uses the records in {{path}}, and an SQLite file serves one bot: two would answer everybody twice. Stop the other one, or keep the records in PostgreSQL (DATABASE_URL), which serves several.',
    inUse: 'The records in {{path}} are in use: stop whatever uses them, then start again.',
    copyState: 'The copy could be put back, but its records are not those of this version',
    copyShort: 'The copy could be put back, but it has fewer rows than the records ({{tables}})',
    rows: '{{table}}: {{copied}} of {{rows}}',
  },
});

/** Problems with the records, worded for the operator. */
export const sayOfRecords = (key: Parameters<typeof say>[1], values?: WordingValues): string =>
  say(operatorLocale, key, values);
