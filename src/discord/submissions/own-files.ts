import type { CheckInput } from '../../check/check.ts';
import type { InsightKind, Insights } from '../../check/insights/insights.ts';
import { lessonIn } from '../../lesson/lesson-in.ts';
import type { Submission } from '../../records/records.ts';
import type { PhaseResult } from '../../submission/verdict.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import { type CommandResponse, reply } from '../interactions/command-response.ts';
import { forStudent, type StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { notPassedYet } from '../render/build-stop.ts';
import { resultIsGone, resultIsNotYours } from '../render/verdict.ts';
import { gatherFiles } from './gather-files.ts';

/** A student's remembered files with their lesson, as what reads them takes them. */
export async function rememberedInput(request: StudentRequest, services: Services): Promise<CheckInput> {
  const { student, lesson, tree, wantedFiles } = request;
  const remembered = await services.records.workspaces.files(student, lesson.slug);
  const { files, absent } = gatherFiles({}, remembered, wantedFiles, services.now());
  return { student: { files, complete: absent.length === 0 }, lesson, tree };
}

/** A question about a student's remembered files. */
interface OwnQuestion<Kind extends InsightKind> {
  readonly kind: Kind;
  readonly given: Insights[Kind]['given'];
  /** The class that the pressed button belongs to. */
  readonly guild?: string | undefined;
}

/** Finds out about a student's remembered files what is asked, and answers with it. */
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

/** The newest submission of whoever asks, for a command without an id. */
export const ofNewestSubmission = (
  call: CommandCall,
  services: Services,
  answer: (id: string) => Promise<CommandResponse>,
): Promise<CommandResponse> =>
  forStudent(call, services, async ({ student, lesson, guild }) => {
    const newest = await services.records.submissions.latest(student, lesson.slug);
    return newest === null ? reply(notPassedYet(call.locale, guild.id)) : answer(newest.id);
  });

/** Finds out about a submission that passed what is asked, and answers its student with it. */
export async function aboutPassed<Kind extends InsightKind>(
  call: CommandCall,
  services: Services,
  id: string,
  question: { readonly kind: Kind; readonly given: (submission: Submission) => Insights[Kind]['given'] },
  answer: (
    found: Insights[Kind]['found'],
    submission: Submission,
  ) => CommandResponse | Promise<CommandResponse>,
): Promise<CommandResponse> {
  const submission = await services.records.submissions.get(id);
  if (submission === null) return reply(resultIsGone(call.locale));
  const { student, lesson, files, verdict } = submission;
  if (student.user !== call.user) return reply(resultIsNotYours(call.locale));
  if (verdict?.outcome !== 'passed') return reply(notPassedYet(call.locale, student.guild));
  const installed = services.lesson(lesson.slug);
  // Files are forgotten before results are.
  if (installed === null || Object.keys(files).length === 0) return reply(resultIsGone(call.locale));
  const input = {
    student: { files, complete: true },
    lesson: lessonIn(installed.lesson, call.locale),
    tree: installed.tree,
  };
  const found = await services.reading.insight(question.kind, question.given(submission), input, student);
  return services.lessons.about(call.locale, await answer(found, submission), lesson.slug);
}

/** What the newest verification measured, where it was of this Dockerfile; layers by their lines. */
export async function measuredImage(
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

/** What the rebuild of a verification has shown. */
function rebuildResult(status: PhaseResult['status']): MeasuredImage['rebuild'] {
  if (status === 'skipped') return null;
  return status === 'failed' ? 'broken' : 'kept';
}

/** What a verification of a Dockerfile measured. */
interface MeasuredImage {
  /** Of the whole image; null where nothing was measured. */
  readonly bytes: number | null;
  readonly layers: ReadonlyMap<number, number>;
  /** Whether the dependencies came from the cache when it was built again with a source file edited; null where that was not tried. */
  readonly rebuild: 'kept' | 'broken' | null;
}
