import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { moveEarlierRecords } from '../records/storage/earlier-file.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { printNote } from './output.ts';
import type { SettingsInForce } from './settings-in-force.ts';

const say = words('records-place', {
  en: { moved: 'The records of an earlier version were moved from {{from}} to {{to}}.' },
});

/**
 * Where the records are. Those that an earlier version kept in its own default place are moved to today's first.
 * @throws OperatorError when somebody uses those
 */
export function recordsPlace({ sources }: SettingsInForce, settings: Settings): string {
  const to = settings.DATABASE_URL;
  if (sources.values.DATABASE_URL !== undefined) return to;
  const from = join(settings.DOCKHAND_STATE, 'dockhand.sqlite3');
  if (moveEarlierRecords(from, to)) printNote(say(operatorLocale, 'moved', { from, to }));
  return to;
}
