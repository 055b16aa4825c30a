import type { HuntAttempt } from '../../check/insights/hunt.ts';
import type { PracticeRun, ReplyPlace, Submission } from '../../records/records.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import { type CommandResponse, reply } from '../interactions/command-response.ts';
import type { Services } from '../interactions/services.ts';
import { queueSignsOf } from '../notifications/progress.ts';
import { type HuntPlace, huntResult } from '../render/insights/bug-hunt.ts';
import { practiceProgress } from '../render/verification/practice.ts';
import type { SentMessage } from '../rest/messenger.ts';
import { interactionPlace } from './reply-place.ts';

/** A repair of a planted mistake, and the submission whose copy contains the mistake. */
export interface MendedFile {
  readonly submission: Submission;
  /** The current version of the lesson. */
  readonly lesson: PracticeRun['lesson'];
  readonly place: HuntPlace;
  readonly attempt: HuntAttempt;
}

/**
 * Builds and runs a repair for real, as a practice run. The student's own passed file and the unchanged broken file are not run.
 * When no worker is available, or the daily runs are used up, the result of the instant check stands.
 */
export async function practise(
  call: CommandCall,
  services: Services,
  { submission, lesson, place, attempt }: MendedFile,
): Promise<CommandResponse> {
  const { symptom, outcome, isOwn, lines, change, file, text } = attempt;
  const hunt = { ...place, symptom, outcome, isOwn, lines, change: [...change] };
  if (isOwn || lines === 0) return reply(huntResult(call.locale, place, hunt, { kind: 'none' }));
  const { student } = submission;
  const begun = await services.desk.practice.start({
    ...{ student, lesson, hunt },
    files: { ...submission.files, [file]: text },
    reply: interactionPlace(call),
  });
  if (begun.kind !== 'queued') return reply(huntResult(call.locale, place, hunt, begun));
  services.staff.boardChanged(student.guild);
  const { practice, position, workers } = begun;
  const signs = queueSignsOf(await services.desk.overview(student.guild));
  return {
    show: 'reply',
    message: practiceProgress(call.locale, practice, {
      state: 'waiting',
      place: position,
      ...{ ...signs, workers },
    }),
    after: (sent) => follow(call, practice, sent, services),
  };
}

/** The answer is posted; from now on it shows the progress. */
async function follow(
  call: CommandCall,
  practice: PracticeRun,
  sent: SentMessage | null,
  { desk, livePractice }: Services,
): Promise<void> {
  // In a DM the answer is an ordinary message of the bot, which can be edited for longer than 15 minutes.
  const lasting = sent !== null && (call.guild === null || sent.byDm === true);
  const place: ReplyPlace | null = lasting
    ? { kind: 'message', channel: sent.channel, message: sent.message }
    : interactionPlace(call);
  if (place === null) return;
  if (lasting) await desk.practice.replyAt(practice.id, place);
  livePractice.watch({ submission: practice, reply: place, locale: call.locale, used: [], absent: [] });
}
