import type { Lesson } from '../../lesson/lesson.ts';
import type { ReplyPlace, Submission } from '../../records/records.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import type { Services } from '../interactions/services.ts';
import { editPlace } from '../notifications/message-place.ts';
import { verdictMessage } from '../render/verdict.ts';
import { movedMessage } from '../render/verify.ts';
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
  { records, messenger, liveMessages, log }: Services,
): Promise<void> {
  try {
    await liveMessages.finish(replaced);
    const old = await records.submissions.get(replaced.id);
    if (old === null || old.verdict === null || old.reply === null) return;
    await editPlace(messenger, old.reply, verdictMessage(call.locale, old, old.verdict, lesson));
  } catch (error) {
    log.debug(
      { event: 'submissions.replaced-not-shown', submission: replaced.id, err: describeError(error) },
      'a replaced verification was not shown as such',
    );
  }
}

/** A verdict that came before it was known where the answer is has been sent by itself: the answer shows it, too. */
export async function showEarlyVerdict(
  call: CommandCall,
  id: string,
  place: ReplyPlace,
  { records, messenger, lesson, log }: Services,
): Promise<void> {
  try {
    const now = await records.submissions.get(id);
    if (now === null || now.verdict === null || now.state !== 'judged') return;
    const known = lesson(now.lesson.slug)?.lesson ?? null;
    await editPlace(messenger, place, verdictMessage(call.locale, now, now.verdict, known));
  } catch (error) {
    log.debug(
      { event: 'submissions.early-verdict-not-shown', submission: id, err: describeError(error) },
      'a verdict that came early was not shown in its answer',
    );
  }
}
