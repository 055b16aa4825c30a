import type { Lesson } from '../../lesson/lesson.ts';
import type { ReplyPlace, Submission } from '../../records/records.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import type { Services } from '../interactions/services.ts';
import { editPlace } from '../notifications/message-place.ts';
import { verdictMessage } from '../render/verification/verdict.ts';
import { movedMessage } from '../render/verification/verify.ts';
import { describeError } from '../rest/discord-errors.ts';

/** The files were already being verified: the older answer now refers to the newer one for progress. */
export async function showMoved(
  call: CommandCall,
  { id }: Submission,
  before: ReplyPlace,
  { messenger, log }: Services,
): Promise<void> {
  try {
    await editPlace(messenger, before, movedMessage(call.locale));
  } catch (error) {
    log.debug(
      { event: 'submissions.moved-not-shown', submission: id, err: describeError(error) },
      'an older answer was not closed',
    );
  }
}

/** Updates the older submission's progress message to say that a newer submission replaced it. */
export async function showReplaced(
  call: CommandCall,
  replaced: Submission,
  lesson: Lesson,
  { records, messenger, lessons, liveMessages, log }: Services,
): Promise<void> {
  try {
    await liveMessages.finish(replaced);
    const old = await records.submissions.get(replaced.id);
    if (old === null || old.verdict === null || old.reply === null) return;
    const message = verdictMessage(call.locale, old, old.verdict, lesson);
    await editPlace(messenger, old.reply, lessons.label(call.locale, message, lesson.slug));
  } catch (error) {
    log.debug(
      { event: 'submissions.replaced-not-shown', submission: replaced.id, err: describeError(error) },
      'a replaced verification was not shown as such',
    );
  }
}

/** Whether the student already got the verdict elsewhere, before the location of the answer was known. */
export async function wasNotified(id: string, { records }: Pick<Services, 'records'>): Promise<boolean> {
  const now = await records.submissions.get(id);
  return now !== null && now.state === 'judged' && now.notifiedAt !== null;
}
