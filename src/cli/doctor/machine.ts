import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Settings } from '../../config/table/table.ts';
import { openLibrary } from '../../library/library.ts';
import { backupsIn } from '../../records/scheduled-backups.ts';
import { tryToRestore } from '../../records/trial-restore.ts';
import { type DoctorFinding, problem, sizeText, warning, well } from './finding.ts';

const run = promisify(execFile);
const dayMs = 86_400_000;
const backupDays = 7;
const littleBytes = 2e9;
const noRoomBytes = 3e8;

/** Room for records, boxes and logs. */
export async function examineDisk(folder: string): Promise<DoctorFinding> {
  const existing = nearestExisting(folder);
  const { bavail, bsize } = await statfs(existing);
  const free = bavail * bsize;
  const text = `${sizeText(free)} free on the disk of ${existing}`;
  if (free < noRoomBytes) return problem('disk', text, 'Make room now: records can soon not be written.');
  return free < littleBytes ? warning('disk', text, 'Make room.') : well('disk', text);
}

const nearestExisting = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));

/** The machine's own Docker engine, which only the set-up uses. */
export async function examineEngine(): Promise<DoctorFinding> {
  try {
    const { stdout } = await run('docker', ['version', '--format', '{{.Server.Version}}'], {
      timeout: 5_000,
    });
    return well('engine', `Docker ${stdout.trim()} answers`);
  } catch {
    return warning(
      'engine',
      'No Docker engine answers here',
      'On a machine with boxes, start it and see that this user may use it; elsewhere none is needed.',
    );
  }
}

/** Who may read the secrets in `.env`. */
export async function examineEnvFile(file: string | null): Promise<readonly DoctorFinding[]> {
  if (file === null) return [];
  const { mode } = await stat(file).catch(() => ({ mode: 0 }));
  return (mode & 0o077) === 0
    ? [well('settings.file', `Only its owner reads ${file}`)]
    : [
        warning(
          'settings.file',
          `Others than its owner may read ${file}, and it holds secrets`,
          `chmod 600 ${file}`,
        ),
      ];
}

const lastBackupSchema = z.object({ file: z.string(), at: z.number() });
/** Where `dockhand backup` notes the last copy that it made. */
export const lastBackupNote = (state: string): string => join(state, 'last-backup.json');

export async function examineBackup(
  { DOCKHAND_STATE: state, BACKUP_DIR: folder }: Pick<Settings, 'DOCKHAND_STATE' | 'BACKUP_DIR'>,
  hasRecords: boolean,
): Promise<DoctorFinding> {
  const text = await readFile(lastBackupNote(state), 'utf8').catch(() => null);
  const noted = text === null ? undefined : lastBackupSchema.safeParse(JSON.parse(text)).data;
  const all = [...(noted === undefined ? [] : [noted]), ...backupsIn(folder)];
  const [last] = all.toSorted((a, b) => b.at - a.at);
  const todo = 'The bot makes one every BACKUP_HOURS hours; `dockhand backup FILE` makes one at once.';
  if (last === undefined)
    return hasRecords
      ? warning('backup', 'No backup of the records was made here', todo)
      : well('backup', 'There is nothing to back up yet');
  const days = Math.floor((Date.now() - last.at) / dayMs);
  const said = `The last backup is ${days === 0 ? 'of the last day' : `${days} days old`} (${last.file})`;
  if (!existsSync(last.file))
    return warning('backup', `${last.file}, the last backup, is not there any more`, todo);
  return days > backupDays ? warning('backup', said, todo) : well('backup', said);
}

/** Whether the newest copy that was made by schedule can be put back; tried in a database of its own. */
export async function examineRestore({
  DATABASE_URL: url,
  BACKUP_DIR: folder,
}: Pick<Settings, 'DATABASE_URL' | 'BACKUP_DIR'>): Promise<readonly DoctorFinding[]> {
  const [newest] = backupsIn(folder);
  if (newest === undefined) return [];
  const check = 'backup.restore';
  try {
    const trial = await tryToRestore(url, newest.file, folder);
    if (trial.outcome === 'not-tried')
      return [
        warning(
          check,
          `The newest copy was not tried: ${trial.why}`,
          'Grant that, or put a copy back elsewhere from time to time.',
        ),
      ];
    const submissions = trial.rows.get('submission') ?? 0;
    return [well(check, `The newest copy can be put back; it has ${submissions} submissions`)];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [
      problem(
        check,
        `The newest copy of the records cannot be put back (${newest.file}): ${why}`,
        'Make another one: `dockhand backup FILE`. Look after the disk that this one lay on.',
      ),
    ];
  }
}

/** Every lesson with its digest; one that cannot be used says why. */
export async function examineLessons(folder: string, usual: string): Promise<readonly DoctorFinding[]> {
  if (!existsSync(folder)) return [problem('lessons', `${folder} is not there`, 'Correct LESSONS_DIR.')];
  const { all, broken } = await openLibrary(folder);
  const findings = [
    ...all.map(({ lesson }) => well('lessons', `${lesson.slug} loads (${lesson.digest.slice(0, 12)})`)),
    ...broken.map(({ path, reason }) => problem('lessons', `${path} cannot be used`, reason)),
  ];
  const found = all.some(({ lesson }) => lesson.slug === usual) || existsSync(usual);
  return found
    ? findings
    : [
        ...findings,
        problem('lessons', `There is no lesson ${usual}`, 'Correct DOCKHAND_LESSON or LESSONS_DIR.'),
      ];
}
