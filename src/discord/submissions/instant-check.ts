import type { CheckReport } from '../../check/report.ts';
import { TooMuchAtOnce, UnreadableText } from '../../checker/failures.ts';
import type { TextOwner } from '../../checker/text-reader.ts';
import type { Snag, Sorted } from '../../intake/sorted.ts';
import { RecordsAway } from '../../records/away.ts';
import type { RememberedFile } from '../../records/records.ts';
import type { SubmittedFiles } from '../../submission/files.ts';
import type { StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import type { CheckResult, GatheredFiles } from '../render/check-result.ts';
import { describeError } from '../rest/discord-errors.ts';

/** Whether the records took something that an answer can do without: it is given all the same when they are away, or when it cannot be read. */
export async function recordedOrSkipped(
  recording: Promise<unknown>,
  { log }: Pick<Services, 'log'>,
): Promise<boolean> {
  try {
    await recording;
    return true;
  } catch (error) {
    if (error instanceof UnreadableText || error instanceof TooMuchAtOnce) return false;
    if (!(error instanceof RecordsAway)) throw error;
    log.error({ reason: error.reason, err: describeError(error) }, 'the records did not take something down');
    return false;
  }
}

/** Lays what was just sent over what is remembered. */
export function gatherFiles(
  sent: SubmittedFiles,
  remembered: readonly RememberedFile[],
  names: readonly string[],
  now: number,
): GatheredFiles {
  const kept = remembered.filter((file) => !Object.hasOwn(sent, file.path));
  const files = { ...Object.fromEntries(kept.map((file) => [file.path, file.text])), ...sent };
  return {
    files,
    used: [
      ...Object.keys(sent).map((path) => ({ path, ageMs: null })),
      ...kept.map((file) => ({ path: file.path, ageMs: Math.max(0, now - file.receivedAt) })),
    ],
    absent: names.filter((name) => !Object.hasOwn(files, name)),
  };
}

/** Remembers what a student sent and gathers all her files for the lesson; `kept` is false when the records are away. */
export async function rememberAndGather(
  asked: StudentRequest,
  sent: SubmittedFiles,
  services: Services,
): Promise<GatheredFiles & { readonly kept: boolean; readonly change: string | null }> {
  const { student, lesson, names } = asked;
  const now = services.now();
  const remembered = await services.records.workspaces.files(student, lesson.slug);
  let change: string | null = null;
  const remember = async (): Promise<void> => {
    change = await services.records.workspaces.remember(student, lesson.slug, sent, now);
  };
  const kept = Object.keys(sent).length === 0 || (await recordedOrSkipped(remember(), services));
  return { ...gatherFiles(sent, remembered, Object.values(names), now), kept, change };
}

/** The instant check of a student's own files; the result goes into the records. */
export async function checkOwnFiles(
  asked: StudentRequest,
  sent: Pick<Sorted, 'files' | 'snags'>,
  services: Services,
): Promise<CheckResult> {
  const gathered = await rememberAndGather(asked, sent.files, services);
  if (!gathered.kept)
    return await runCheck(asked, gathered, [{ kind: 'not-kept' }, ...sent.snags], true, services);
  const looked = {
    ...(await runCheck(asked, gathered, sent.snags, true, services)),
    change: gathered.change,
  };
  await recordedOrSkipped(recordCheck(asked, looked.report, services), services);
  return looked;
}

/** Writes down that a student had her files looked at, and what was found. */
async function recordCheck(asked: StudentRequest, report: CheckReport, services: Services): Promise<void> {
  const result = {
    ready: report.ready,
    done: report.todos.filter((todo) => todo.status === 'done').length,
    of: report.todos.length,
  };
  await services.records.progress.recordCheck(asked.student, asked.lesson.slug, result, services.now());
  await recordTodos(asked, report, services);
}

/** Writes down how far a student is, for those who look at the class. */
async function recordTodos(asked: StudentRequest, report: CheckReport, services: Services): Promise<void> {
  const todos = Object.fromEntries(report.todos.map(({ n, status }) => [n, status]));
  await services.records.progress.recordTodos(asked.student, asked.lesson.slug, todos, services.now());
}

/** The same for files that were handed in without having been checked before. */
export async function recordTodosOfSubmission(
  asked: StudentRequest,
  gathered: GatheredFiles,
  services: Services,
): Promise<void> {
  const { lesson, tree } = asked;
  const student = { files: gathered.files, complete: gathered.absent.length === 0 };
  await recordTodos(asked, await services.reading.check({ student, lesson, tree }, asked.student), services);
}

/** The instant check of what is remembered, because of some lines of it that were sent: nothing changes by it. */
export async function checkFragment(
  asked: StudentRequest,
  lines: NonNullable<CheckResult['lines']>,
  remembered: readonly RememberedFile[],
  services: Services,
): Promise<CheckResult> {
  const gathered = gatherFiles({}, remembered, Object.values(asked.names), services.now());
  return { ...(await runCheck(asked, gathered, [], true, services)), lines };
}

/** The instant check of a message of someone else: it touches nobody's files. */
export const checkForeignFiles = (
  asked: StudentRequest,
  sorted: Sorted,
  whose: TextOwner,
  services: Services,
): Promise<CheckResult> =>
  runCheck(
    asked,
    gatherFiles(sorted.files, [], Object.values(asked.names), services.now()),
    sorted.snags,
    false,
    services,
    whose,
  );

async function runCheck(
  asked: StudentRequest,
  gathered: GatheredFiles,
  snags: readonly Snag[],
  own: boolean,
  services: Services,
  whose: TextOwner = asked.student,
): Promise<CheckResult> {
  const { lesson, tree } = asked;
  // Once all files that count are known, nothing else comes: a verification would work with exactly these.
  const student = { files: gathered.files, complete: gathered.absent.length === 0 };
  return {
    guild: asked.guild.id,
    lesson,
    report: await services.reading.check({ student, lesson, tree }, whose),
    used: gathered.used,
    absent: gathered.absent,
    snags,
    own,
    change: null,
    lines: null,
  };
}
