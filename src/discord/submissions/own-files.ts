import type { CheckInput } from '../../check/check.ts';
import type { BuildStop, InsightKind, Insights } from '../../check/insights/insights.ts';
import { lessonIn } from '../../lesson/lesson-in.ts';
import type { Submission } from '../../records/records.ts';
import type { PhaseResult } from '../../submission/verdict.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import { type CommandResponse, reply } from '../interactions/command-response.ts';
import { forStudent, type StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { noBuild, nothingToShow, notPassedYet } from '../render/insights/build-stop.ts';
import type { Message } from '../render/message.ts';
import { resultIsGone, resultIsNotYours } from '../render/verification/verdict.ts';
import { gatherFiles, nothingSent } from './gather-files.ts';

/** A student's remembered files with their lesson, as input for the reading process. */
export async function rememberedInput(request: StudentRequest, services: Services): Promise<CheckInput> {
  const { student, lesson, tree } = request;
  const remembered = await services.records.workspaces.files(student, lesson.slug);
  const { files, complete } = gatherFiles(nothingSent, remembered, request, services.now());
  return { student: { files, complete }, lesson, tree };
}

/** A question about a student's remembered files. */
interface OwnQuestion<Kind extends InsightKind> {
  readonly kind: Kind;
  readonly given: Insights[Kind]['given'];
  /** The class that the pressed button belongs to. */
  readonly guild?: string | undefined;
}

/** Computes an insight into a student's remembered files, and answers with it. */
export const aboutOwnFiles = <Kind extends InsightKind>(
  call: CommandCall,
  services: Services,
  { kind, given, guild }: OwnQuestion<Kind>,
  answer: (
    found: Insights[Kind]['found'],
    request: StudentRequest,
    input: CheckInput,
  ) => CommandResponse | Promise<CommandResponse>,
): Promise<CommandResponse> =>
  forStudent(
    call,
    services,
    async (request) => {
      const input = await rememberedInput(request, services);
      const found = await services.reading.insight(kind, given, input, request.student);
      return answer(found, request, input);
    },
    guild === undefined ? {} : { guild },
  );

/** Insights into a build, which may be one that cannot be predicted. */
type BuildQuestion = {
  readonly [Kind in InsightKind]: Insights[Kind]['found'] extends { readonly stop: BuildStop | null }
    ? Kind
    : never;
}[InsightKind];

/**
 * The same for insights into the build of a student's Dockerfile, as far as it can be predicted. If it cannot, the answer says
 * why. `answer` returns null when it has nothing to show.
 */
export const aboutOwnBuild = <Kind extends BuildQuestion>(
  call: CommandCall,
  services: Services,
  { show, ...question }: OwnQuestion<Kind> & { readonly show: 'reply' | 'update' },
  answer: (
    found: Insights[Kind]['found'],
    request: StudentRequest,
    image: () => Promise<MeasuredImage>,
  ) => Message | null | Promise<Message | null>,
): Promise<CommandResponse> =>
  aboutOwnFiles(call, services, question, async (found, request, input) => {
    const { stop } = found;
    const stopped = noBuild(call.locale, request.guild.id, stop);
    if (stopped !== null) return { show, message: stopped };
    const message = await answer(found, request, () => measuredImage(request, input, services));
    return { show, message: message ?? nothingToShow(call.locale, request.guild.id) };
  });

/**
 * The asking student's newest submission that passed, for a command without an ID. A later failure does not matter: the command
 * is about the working image.
 */
export const ofNewestPassed = (
  call: CommandCall,
  services: Services,
  answer: (id: string) => Promise<CommandResponse>,
): Promise<CommandResponse> =>
  forStudent(call, services, async ({ student, lesson, guild }) => {
    const attempts = await services.records.attempts.of(student, lesson.slug);
    const passed = attempts.findLast(({ outcome }) => outcome === 'passed');
    return passed === undefined ? reply(notPassedYet(call.locale, guild.id)) : answer(passed.submission);
  });

/** A submission that passed, as input for the reading process. */
interface Passed {
  readonly submission: Submission;
  readonly input: CheckInput;
}

/** Answers the owner of a submission that passed and whose files still exist; anybody else gets the reason for the refusal. */
export async function withPassed(
  call: CommandCall,
  services: Services,
  id: string,
  answer: (passed: Passed) => Promise<CommandResponse>,
): Promise<CommandResponse> {
  const submission = await services.records.submissions.get(id);
  if (submission === null) return reply(resultIsGone(call.locale));
  const { student, lesson, files, verdict } = submission;
  if (student.user !== call.user) return reply(resultIsNotYours(call.locale));
  if (verdict?.outcome !== 'passed') return reply(notPassedYet(call.locale, student.guild));
  const installed = services.lesson(lesson.slug);
  // Files are deleted before results are.
  if (installed === null || Object.keys(files).length === 0) return reply(resultIsGone(call.locale));
  const input = {
    student: { files, complete: true },
    lesson: lessonIn(installed.lesson, call.locale),
    tree: installed.tree,
  };
  const answered = await answer({ submission, input });
  return services.lessons.about(call.locale, answered, lesson.slug);
}

/** What the newest verification measured, if it was of this Dockerfile; layer sizes by line. */
async function measuredImage(
  { student, lesson, names }: StudentRequest,
  input: CheckInput,
  services: Services,
): Promise<MeasuredImage> {
  const newest = await services.records.submissions.latest(student, lesson.slug);
  const isSame = newest?.files[names.dockerfile] === input.student.files[names.dockerfile];
  const verdict = isSame ? (newest?.verdict ?? null) : null;
  const layers = new Map(
    (verdict?.steps ?? []).flatMap(({ line, bytes }) =>
      line === null || bytes === null ? [] : [[line, bytes] as const],
    ),
  );
  const again = verdict?.phases.find(({ name }) => name === 'rebuild')?.status ?? 'skipped';
  return { bytes: verdict?.image?.bytes ?? null, layers, rebuild: rebuildResult(again) };
}

/** The result of a verification's rebuild phase. */
function rebuildResult(status: PhaseResult['status']): MeasuredImage['rebuild'] {
  if (status === 'skipped') return null;
  return status === 'failed' ? 'broken' : 'kept';
}

/** What a verification of a Dockerfile measured. */
interface MeasuredImage {
  /** Size of the whole image; null where it was not measured. */
  readonly bytes: number | null;
  readonly layers: ReadonlyMap<number, number>;
  /** Whether dependencies stayed cached in a rebuild after a source file was edited; null where that was not tested. */
  readonly rebuild: 'kept' | 'broken' | null;
}
