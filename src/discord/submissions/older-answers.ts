import type { Lesson } from '../../lesson/lesson.ts';
import type { ReplyPlace, Submission } from '../../records/records.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import type { Services } from '../interactions/services.ts';
import { editPlace } from '../notifications/message-place.ts';
import { verdictMessage } from '../render/verification/verdict.ts';
import { movedMessage } from '../render/verification/verify.ts';
import { describeError } from '../rest/discord-errors.ts';

/** These files were under way already: the older answer says that their progress is shown in the newer one. */
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

/** The older submission's progress message says that a newer one took its place. */
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

/** Whether the student has heard the verdict already, before it was known where the answer is: then it was sent by itself. */
export async function wasNotified(id: string, { records }: Pick<Services, 'records'>): Promise<boolean> {
  const now = await records.submissions.get(id);
  return now !== null && now.state === 'judged' && now.notifiedAt !== null;
}
