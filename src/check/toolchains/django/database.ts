import { isKnown } from '../../dockerfile/unknown-text.ts';
import { ownerOf, userName } from '../../dockerfile/user.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { parentOf, resolvePath } from '../../simulation/image/files.ts';
import { mayWriteTo } from '../../simulation/image/rights.ts';
import { lacksUser } from '../../simulation/image/stage.ts';
import { fail, type Machine, placeOfUser, placeOfVariable, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { djangoSource } from './source.ts';

const unopened = 'django.db.utils.OperationalError: unable to open database file';

/** Whether the database can be used: the server may be missing, or the file may be read-only for the user. */
export function database(machine: Machine, path: string, command: string, status: Status): Status {
  const host = machine.env.get('DATABASE_HOST');
  if (host !== undefined && host !== '') {
    if (!isKnown(host) || machine.project.services.has(host)) return unknown(machine, 'database');
    const at = placeOfVariable(machine, 'DATABASE_HOST');
    return fail(machine, { kind: 'waits-for-database', host }, at);
  }
  const beside = path.slice(0, path.lastIndexOf('/')) || '/';
  const name = machine.project.fact(djangoSource)?.databaseFile ?? null;
  const link = name === null ? null : (machine.stage.files.get(resolvePath(beside, name))?.leadsTo ?? null);
  const folder = link === null ? beside : parentOf(link);
  if (link !== null && (!isKnown(link) || machine.stage.files.presence(folder) === 'unknown'))
    return status === 'ok' ? unknown(machine, 'the database') : status;
  if (machine.stage.files.presence(folder) === 'absent')
    return fail(machine, { kind: 'application-refused', phrase: unopened });
  const entry = machine.stage.files.get(folder);
  if (entry === null || command !== 'migrate' || lacksUser(machine.stage, machine.user)) return status;
  const writes = mayWriteTo(machine.stage, machine.user, entry);
  if (writes === 'unknown') return status === 'ok' ? unknown(machine, 'the database') : status;
  // When an earlier step has applied the migrations, the file is only read.
  const isMigrated =
    name !== null && machine.stage.files.get(resolvePath(beside, name))?.madeFrom === migrated;
  if (writes || isMigrated) return status;
  const { owner } = entry;
  const user = userName(machine.user);
  return fail(machine, { kind: 'database-read-only', folder, user, owner }, placeOfUser(machine));
}

/** The `madeFrom` mark of a database file that has all tables. */
const migrated = 'migrations';

/** SQLite creates the file when there is none. */
export function makeDatabaseFile(
  { stage, project, env, user, place, certain }: Machine,
  folder: string,
): void {
  const name = project.fact(djangoSource)?.databaseFile ?? null;
  if (name === null || (env.get('DATABASE_HOST') ?? '') !== '') return;
  const path = resolvePath(folder, name);
  if (stage.files.presence(path) !== 'absent') return;
  stage.files.put(path, {
    ...plainFile,
    owner: ownerOf(user),
    madeFrom: migrated,
    line: place.line,
    certain,
  });
}
