import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Settings } from '../../config/table/table.ts';
import { plainMessageOf } from '../../errors/system-trouble.ts';
import type { Library } from '../../library/library.ts';
import { backupsIn } from '../../records/backups/scheduled-backups.ts';
import { tryToRestore } from '../../records/backups/trial-restore.ts';
import { isPostgres } from '../../records/storage/open-records.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { type DoctorFinding, problem, sizeText, warning, well } from './finding.ts';

const say = words('doctor-machine', {
  en: {
    disk: '{{free}} free on the disk of {{folder}}',
    noRoom: 'Make room now: records can soon not be written.',
    littleRoom: 'Make room.',
    engine: 'Docker {{version}} answers',
    noEngine: 'No Docker engine answers here',
    noEngineTodo:
      'On a machine with boxes, start it and see that this user may use it; elsewhere none is needed.',
    private: 'Only its owner reads {{file}}',
    readable: 'Others than its owner may read {{file}}, and it holds secrets',
    backupTodo: 'The bot makes one every BACKUP_HOURS hours; `dockhand backup FILE` makes one at once.',
    noBackup: 'No backup of the records was made here',
    nothingYet: 'There is nothing to back up yet',
    recent: 'The last backup is of the last day ({{file}})',
    old_one: 'The last backup is 1 day old ({{file}})',
    old_other: 'The last backup is {{count}} days old ({{file}})',
    old: 'see old_one and old_other',
    backupGone: '{{file}}, the last backup, is not there any more',
    notTried: 'The newest copy was not tried: {{why}}',
    notTriedTodo: 'Fix that and ask again, or put a copy back elsewhere from time to time.',
    restorable_one: 'The newest copy can be put back; it has 1 submission',
    restorable_other: 'The newest copy can be put back; it has {{count}} submissions',
    restorable: 'see restorable_one and restorable_other',
    broken: 'The newest copy of the records cannot be put back ({{file}}): {{why}}',
    brokenTodo: 'Make another one: `dockhand backup FILE`. Look after the disk that this one lay on.',
    unscheduled: 'The records are in PostgreSQL, and no copy of them was made by schedule of late',
    unscheduledTodo:
      'The bot makes the first one half an hour after its start. It needs a pg_dump as new as the server, and the image of the services has that of version 17; records.backup-failed in its log says what is missing. Else let a timer run pg_dump --format=custom --file=FILE DATABASE where the database is, and set BACKUP_HOURS=0, which says that you see to it.',
    noFolder: '{{folder}} is not there',
    noFolderTodo: 'Correct LESSONS_DIR.',
    lesson: '{{slug}} loads ({{digest}})',
    brokenLesson: '{{path}} cannot be used',
    noLesson: 'There is no lesson {{slug}}',
    noLessonTodo: 'Correct DOCKHAND_LESSON or LESSONS_DIR.',
  },
});

const run = promisify(execFile);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const backupDays = 7;
const littleBytes = 2e9;
const noRoomBytes = 3e8;

/** Disk space for records, boxes and logs. */
export async function examineDisk(folder: string): Promise<DoctorFinding> {
  const existing = nearestExisting(folder);
  const { bavail, bsize } = await statfs(existing);
  const free = bavail * bsize;
  const text = say(operatorLocale, 'disk', { free: sizeText(free), folder: existing });
  if (free < noRoomBytes) return problem('disk', text, say(operatorLocale, 'noRoom'));
  return free < littleBytes ? warning('disk', text, say(operatorLocale, 'littleRoom')) : well('disk', text);
}

const nearestExisting = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));

/** The machine's own Docker engine, which only the set-up uses. */
export async function examineEngine(): Promise<DoctorFinding> {
  try {
    const { stdout } = await run('docker', ['version', '--format', '{{.Server.Version}}'], {
      timeout: 5_000,
    });
    return well('engine', say(operatorLocale, 'engine', { version: stdout.trim() }));
  } catch {
    return warning('engine', say(operatorLocale, 'noEngine'), say(operatorLocale, 'noEngineTodo'));
  }
}

/** Who may read the secrets in `.env`. */
export async function examineEnvFile(file: string | null): Promise<readonly DoctorFinding[]> {
  if (file === null) return [];
  const { mode } = await stat(file).catch(() => ({ mode: 0 }));
  return (mode & 0o077) === 0
    ? [well('settings.file', say(operatorLocale, 'private', { file }))]
    : [warning('settings.file', say(operatorLocale, 'readable', { file }), `chmod 600 ${file}`)];
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
  const todo = say(operatorLocale, 'backupTodo');
  if (last === undefined)
    return hasRecords
      ? warning('backup', say(operatorLocale, 'noBackup'), todo)
      : well('backup', say(operatorLocale, 'nothingYet'));
  const days = Math.floor((Date.now() - last.at) / dayMs);
  const { file } = last;
  const said = say(operatorLocale, days === 0 ? 'recent' : 'old', { count: days, file });
  if (!existsSync(file)) return warning('backup', say(operatorLocale, 'backupGone', { file }), todo);
  return days > backupDays ? warning('backup', said, todo) : well('backup', said);
}

/**
 * Whether the bot's own schedule copies records in PostgreSQL. Where the bot runs, and whether its tools are as new as the server, cannot
 * be seen from here, so only a copy shows it; an SQLite file needs no other program.
 */
export function examineSchedule({
  DATABASE_URL: url,
  BACKUP_DIR: folder,
  BACKUP_HOURS: hours,
}: Pick<Settings, 'DATABASE_URL' | 'BACKUP_DIR' | 'BACKUP_HOURS'>): readonly DoctorFinding[] {
  if (!isPostgres(url) || hours === 0) return [];
  const [newest] = backupsIn(folder);
  // One more interval than it should have taken.
  if (newest !== undefined && Date.now() - newest.at < 2 * hours * hourMs) return [];
  return [
    warning('backup.schedule', say(operatorLocale, 'unscheduled'), say(operatorLocale, 'unscheduledTodo')),
  ];
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
          say(operatorLocale, 'notTried', { why: trial.why }),
          say(operatorLocale, 'notTriedTodo'),
        ),
      ];
    const submissions = trial.rows.get('submission') ?? 0;
    return [well(check, say(operatorLocale, 'restorable', { count: submissions }))];
  } catch (error) {
    const why = plainMessageOf(error);
    return [
      problem(
        check,
        say(operatorLocale, 'broken', { file: newest.file, why }),
        say(operatorLocale, 'brokenTodo'),
      ),
    ];
  }
}

/** Every lesson with its digest; one that cannot be used says why. */
export function examineLessons(
  { LESSONS_DIR: folder, DOCKHAND_LESSON: usual }: Pick<Settings, 'LESSONS_DIR' | 'DOCKHAND_LESSON'>,
  library: Library | null,
): readonly DoctorFinding[] {
  if (library === null)
    return [
      problem('lessons', say(operatorLocale, 'noFolder', { folder }), say(operatorLocale, 'noFolderTodo')),
    ];
  const { all, broken } = library;
  const findings = [
    ...all.map(({ lesson }) =>
      well(
        'lessons',
        say(operatorLocale, 'lesson', { slug: lesson.slug, digest: lesson.digest.slice(0, 12) }),
      ),
    ),
    ...broken.map(({ path, reason }) =>
      problem('lessons', say(operatorLocale, 'brokenLesson', { path }), reason),
    ),
  ];
  const found = all.some(({ lesson }) => lesson.slug === usual) || existsSync(usual);
  return found
    ? findings
    : [
        ...findings,
        problem(
          'lessons',
          say(operatorLocale, 'noLesson', { slug: usual }),
          say(operatorLocale, 'noLessonTodo'),
        ),
      ];
}
