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
 * Returns the location of the records. Records in the default location of earlier versions are moved to the current one first.
 * @throws OperatorError if those are in use
 */
export function recordsPlace({ sources }: SettingsInForce, settings: Settings): string {
  const to = settings.DATABASE_URL;
  if (sources.values.DATABASE_URL !== undefined) return to;
  const from = join(settings.DOCKHAND_STATE, 'dockhand.sqlite3');
  if (moveEarlierRecords(from, to)) printNote(say(operatorLocale, 'moved', { from, to }));
  return to;
}
