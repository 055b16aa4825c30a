import type { Logger } from 'pino';
import type { PracticeRun } from '../../records/records.ts';
import { practiceResult } from '../render/verification/practice.ts';
import { describeError, isFinal, safeError } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';
import type { LessonLabeler } from './lesson-labeler.ts';
import type { LiveMessages } from './live-messages.ts';
import type { Locales } from './locales.ts';
import { editPlace } from './message-place.ts';
import { sendDm } from './send-dm.ts';

export interface PracticeNotifierOptions {
  readonly messenger: Messenger;
  readonly livePractice: Pick<LiveMessages<PracticeRun>, 'finish'>;
  readonly records: { readonly practice: { readonly get: (id: string) => Promise<PracticeRun | null> } };
  readonly locales: Pick<Locales, 'of'>;
  readonly lessons: LessonLabeler;
  readonly log: Logger;
}

/**
 * Notifies a student of the result of a practice run: in its progress message, else in a DM. If neither works, the result is
 * dropped: practice is a game, and does not justify a mention in the class channel. A run that the student cancelled is updated
 * in place only.
 */
export class PracticeNotifier {
  readonly #options: PracticeNotifierOptions;

  constructor(options: PracticeNotifierOptions) {
    this.#options = options;
  }

  async notify(judged: PracticeRun): Promise<void> {
    const { livePractice, records, locales, lessons, messenger, log } = this.#options;
    const { id, verdict, student, lesson } = judged;
    if (verdict === null) return;
    await livePractice.finish(judged);
    // The location of its answer may have been recorded during the wait.
    const reply = (await records.practice.get(id))?.reply ?? judged.reply;
    const locale = await locales.of(student.user);
    const message = lessons.label(locale, practiceResult(locale, judged, verdict), lesson.slug);
    try {
      if (reply !== null && (await editPlace(messenger, reply, message))) return;
    } catch (error) {
      if (!isFinal(error)) throw safeError(error, 'telling how a run for practice ended');
      log.info(
        { event: 'notify.practice-place-closed', submission: id, err: describeError(error) },
        'the answer to a run for practice can no longer be shown in its place',
      );
    }
    if (verdict.reason !== 'by-student') await sendDm(this.#options, student.user, message);
  }
}
