import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { moveEarlierRecords } from '../records/earlier-file.ts';
import { words } from '../wording/wording.ts';
import { CommandError } from './command-error.ts';
import type { SettingsInForce } from './settings-in-force.ts';

const say = words('records-place', {
  en: { moved: 'The records of an earlier version were moved from {{from}} to {{to}}.' },
});

/**
 * Where the records are. Those that an earlier version kept in its own default place are moved to today's first.
 * @throws CommandError when somebody uses those
 */
export function recordsPlace({ sources }: SettingsInForce, settings: Settings): string {
  const to = settings.DATABASE_URL;
  if (sources.values.DATABASE_URL !== undefined) return to;
  const from = join(settings.DOCKHAND_STATE, 'dockhand.sqlite3');
  try {
    if (moveEarlierRecords(from, to)) process.stderr.write(`${say('en', 'moved', { from, to })}\n`);
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), 'DOCKHAND_RECORDS');
  }
  return to;
}
