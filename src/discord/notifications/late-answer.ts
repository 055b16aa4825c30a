import type { Logger } from 'pino';
import type { ReplyPlace } from '../../records/records.ts';
import type { Locale } from '../../wording/wording.ts';
import { earlyMessage } from '../render/verification/verify.ts';
import { describeError } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';
import { editPlace } from './message-place.ts';

/** An answer that was posted after its verdict had been sent elsewhere, and its reader's language. */
export interface LateAnswer {
  readonly place: ReplyPlace;
  readonly locale: Locale;
}

/**
 * Edits a late answer to say where the verdict is, instead of showing it a second time. The student already has the verdict, so
 * failures here are only logged. `find` returns null if there is no such answer.
 */
export async function closeLateAnswer(
  submission: string,
  find: () => LateAnswer | null | Promise<LateAnswer | null>,
  { messenger, log }: { readonly messenger: Pick<Messenger, 'edit' | 'editMessage'>; readonly log: Logger },
): Promise<void> {
  try {
    const late = await find();
    if (late !== null) await editPlace(messenger, late.place, earlyMessage(late.locale));
  } catch (error) {
    log.debug(
      { event: 'notify.late-answer-not-closed', submission, err: describeError(error) },
      'an answer that came after its verdict was not closed',
    );
  }
}
