import type { CheckReport } from '../../check/model/report.ts';
import type { TextOwner } from '../../checker/text-reader.ts';
import type { FileProblem, IntakeResult } from '../../intake/intake-result.ts';
import { handsInProject } from '../../lesson/manifest/requested-files.ts';
import type { RememberedFile } from '../../records/records.ts';
import type { SubmittedFiles } from '../../submission/files.ts';
import type { StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import type { CheckResult, GatheredFiles } from '../render/check/check-result.ts';
import {
  gatherFiles,
  nothingSent,
  recordedOrSkipped,
  rememberAndGather,
  type SentFiles,
} from './gather-files.ts';

/** The instant check of a student's own files; the result is recorded. */
export async function checkOwnFiles(
  request: StudentRequest,
  sent: SentFiles & Pick<IntakeResult, 'problems'>,
  services: Services,
  fixed = false,
): Promise<CheckResult> {
  const { isRemembered, change, ...gathered } = await rememberAndGather(request, sent, services);
  const own = { problems: sent.problems, fixed };
  if (!isRemembered) {
    const problems = [{ kind: 'not-kept' } as const, ...sent.problems];
    return runCheck(request, gathered, { ...own, problems }, services);
  }
  const result = { ...(await runCheck(request, gathered, own, services)), change };
  await recordedOrSkipped(recordCheck(request, result.report, services), services);
  return result;
}

/** The instant check of the remembered file to which submitted lines belong; it changes nothing. */
export async function checkFragment(
  request: StudentRequest,
  lines: NonNullable<CheckResult['lines']>,
  remembered: readonly RememberedFile[],
  services: Services,
): Promise<CheckResult> {
  return { ...(await checkAsRemembered(request, remembered, services)), lines };
}

/** The instant check of the remembered files, which changes nothing; null when there are none. */
export async function checkRemembered(
  request: StudentRequest,
  services: Services,
): Promise<CheckResult | null> {
  const remembered = await services.records.workspaces.files(request.student, request.lesson.slug);
  return remembered.length === 0 ? null : checkAsRemembered(request, remembered, services);
}

function checkAsRemembered(
  request: StudentRequest,
  remembered: readonly RememberedFile[],
  services: Services,
): Promise<CheckResult> {
  const gathered = gatherFiles(nothingSent, remembered, request, services.now());
  return runCheck(request, gathered, { problems: [] }, services);
}

/** The instant check of somebody else's message; nobody's remembered files change. */
export function checkForeignFiles(
  request: StudentRequest,
  intake: SentFiles & Pick<IntakeResult, 'problems'>,
  { owner, message }: { readonly owner: TextOwner; readonly message: string },
  services: Services,
): Promise<CheckResult> {
  const gathered = gatherFiles(intake, [], request, services.now());
  return runCheck(request, gathered, { problems: intake.problems, ofMessage: message }, services, owner);
}

/** The instant check of a complete set of files, such as those of a commit; the result is recorded. */
export async function checkWhole(
  request: StudentRequest,
  files: SubmittedFiles,
  services: Services,
): Promise<CheckReport> {
  const { lesson, tree, student } = request;
  const report = await services.reading.check({ student: { files, complete: true }, lesson, tree }, student);
  await recordCheck(request, report, services);
  return report;
}

/** Records the progress in TODOs for files that were submitted without an earlier check. */
export async function recordTodosOfSubmission(
  request: StudentRequest,
  gathered: GatheredFiles,
  services: Services,
): Promise<void> {
  await recordTodos(request, await reportOf(request, gathered, services, request.student), services);
}

async function runCheck(
  request: StudentRequest,
  gathered: GatheredFiles,
  about: Pick<CheckResult, 'problems'> & Partial<CheckResult>,
  services: Services,
  owner: TextOwner = request.student,
): Promise<CheckResult> {
  return {
    guild: request.guild.id,
    lesson: request.lesson,
    names: request.names,
    report: await reportOf(request, gathered, services, owner),
    used: gathered.used,
    absent: gathered.absent,
    change: null,
    lines: null,
    ofMessage: null,
    fixed: false,
    ...about,
    problems: [...wantsProject(request, gathered), ...about.problems],
  };
}

/** Asks for the whole project if the lesson builds the student's own project but only single files of it are known. */
export const wantsProject = (
  { lesson }: Pick<StudentRequest, 'lesson'>,
  { complete }: Pick<GatheredFiles, 'complete'>,
): readonly FileProblem[] =>
  handsInProject(lesson.manifest) && !complete ? [{ kind: 'project-wanted' }] : [];

function reportOf(
  { lesson, tree }: StudentRequest,
  gathered: GatheredFiles,
  services: Services,
  owner: TextOwner,
): Promise<CheckReport> {
  // Once all relevant files are known, the set is complete: a verification would use exactly these.
  const student = { files: gathered.files, complete: gathered.complete };
  return services.reading.check({ student, lesson, tree }, owner);
}

/** Records that a student's files were checked, and the findings. */
async function recordCheck(request: StudentRequest, report: CheckReport, services: Services): Promise<void> {
  const result = {
    ready: report.ready,
    done: report.todos.filter((todo) => todo.status === 'done').length,
    of: report.todos.length,
  };
  await services.records.progress.recordCheck(request.student, request.lesson.slug, result, services.now());
  await recordTodos(request, report, services);
}

/** Records a student's progress for the view of the class. */
async function recordTodos(request: StudentRequest, report: CheckReport, services: Services): Promise<void> {
  const todos = Object.fromEntries(report.todos.map(({ n, status }) => [n, status]));
  await services.records.progress.recordTodos(request.student, request.lesson.slug, todos, services.now());
}
