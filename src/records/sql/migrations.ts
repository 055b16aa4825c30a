import type { Migration, MigrationProvider } from 'kysely/migration';
import { firstTables } from './migrations/001-first-tables.ts';
import { people } from './migrations/010-people.ts';
import { teaching } from './migrations/020-teaching.ts';
import { judgedLately } from './migrations/040-judged-lately.ts';
import { classAtAGlance } from './migrations/050-class-at-a-glance.ts';
import { fileChanges } from './migrations/060-file-changes.ts';
import { standingRuns } from './migrations/070-standing-runs.ts';
import { deadLetters } from './migrations/080-dead-letters.ts';
import { endedSignIns } from './migrations/090-ended-sign-ins.ts';
import { dmAttempts } from './migrations/100-dm-attempts.ts';
import { hintRungs } from './migrations/110-hint-rungs.ts';
import { checklist } from './migrations/120-checklist.ts';
import { memberNames } from './migrations/130-member-names.ts';
import { keptLinks } from './migrations/140-kept-links.ts';
import { pullRequests } from './migrations/150-pull-requests.ts';
import { chosenLessons } from './migrations/160-chosen-lessons.ts';
import { leases } from './migrations/170-leases.ts';
import { practice } from './migrations/180-practice.ts';
import { removedFiles } from './migrations/190-removed-files.ts';
import { practiceTurns } from './migrations/200-practice-turns.ts';

/** In the order of their names. Released migrations never change; every change of the tables is a new migration at the end. */
const migrations: Readonly<Record<string, Migration>> = {
  '001-first-tables': firstTables,
  '010-people': people,
  '020-teaching': teaching,
  '040-judged-lately': judgedLately,
  '050-class-at-a-glance': classAtAGlance,
  '060-file-changes': fileChanges,
  '070-standing-runs': standingRuns,
  '080-dead-letters': deadLetters,
  '090-ended-sign-ins': endedSignIns,
  '100-dm-attempts': dmAttempts,
  '110-hint-rungs': hintRungs,
  '120-checklist': checklist,
  '130-member-names': memberNames,
  '140-kept-links': keptLinks,
  '150-pull-requests': pullRequests,
  '160-chosen-lessons': chosenLessons,
  '170-leases': leases,
  '180-practice': practice,
  '190-removed-files': removedFiles,
  '200-practice-turns': practiceTurns,
};

export const migrationProvider: MigrationProvider = {
  getMigrations: async () => ({ ...migrations }),
};
