import type { Logger } from 'pino';
import { lessonIn } from '../../lesson/lesson-in.ts';
import type { LessonWithTree } from '../../library/library.ts';
import type { Records, Submission } from '../../records/records.ts';
import type { Verdict } from '../../submission/verdict.ts';
import { withNotes } from '../render/lesson/due-date.ts';
import type { Message } from '../render/message.ts';
import { resultInvitation, verdictMessage } from '../render/verification/verdict.ts';
import { showsProgress } from '../render/verification/verify.ts';
import { describeError, isFinal, safeError } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';
import { closeLateAnswer } from './late-answer.ts';
import type { LessonLabeler } from './lesson-labeler.ts';
import type { LiveMessages } from './live-messages.ts';
import type { Locales } from './locales.ts';
import { editPlace, readPlace } from './message-place.ts';
import { verdictNotes } from './verdict-notes.ts';

/**
 * How long a progress edit by a bot that has died, or by another bot, may still be carried out and cover the verdict. After this
 * delay the message is read, and edited again if that happened. Milliseconds.
 */
const lateEditMs = 15_000;
/** The most verdicts read again after a start. */
const maxReread = 500;

export interface StudentNotifierOptions {
  readonly records: Records;
  readonly messenger: Messenger;
  readonly liveMessages: Pick<LiveMessages, 'finish'>;
  readonly locales: Pick<Locales, 'of'>;
  readonly lesson: (slug: string) => LessonWithTree | null;
  readonly lessons: LessonLabeler;
  readonly log: Logger;
}

/**
 * Notifies a student of a verdict: in the progress message while it can be edited, else in a DM, else by a mention in the class
 * channel with a button that shows the result privately. When Discord's refusal of one way is final, the next is tried; any other
 * error is thrown, and the desk retries later. The nonce prevents duplicates on a retry.
 */
export class StudentNotifier {
  readonly #options: StudentNotifierOptions;

  constructor(options: StudentNotifierOptions) {
    this.#options = options;
    void this.#rereadRecent();
  }

  async notify(judged: Submission): Promise<void> {
    const { records, liveMessages, log } = this.#options;
    const { verdict } = judged;
    if (verdict === null) return;
    await liveMessages.finish(judged);
    // The location of its answer may have been recorded during the wait.
    const reply = (await records.submissions.get(judged.id))?.reply ?? judged.reply;
    const submission = { ...judged, reply };
    const message = await this.#messageOf(submission, verdict);
    if (await this.#tryWay('progress message', submission, () => this.#showInPlace(submission, message))) {
      this.#rereadLater([submission]);
      return;
    }
    // Neither another bot nor our own later check may show the verdict there as well.
    if (submission.reply !== null) await records.submissions.setReply(submission.id, null);
    if (
      (await this.#tryWay('direct message', submission, () => this.#sendDm(submission, message))) ||
      (await this.#tryWay('class channel', submission, () => this.#mention(submission)))
    )
      return this.#closeLateAnswer(submission);
    // The student finds the verdict with /status; another notification would not help.
    log.warn(
      { event: 'notify.unreachable', submission: submission.id, guild: submission.student.guild },
      'no way to notify the student',
    );
  }

  async #messageOf(submission: Submission, verdict: Verdict): Promise<Message> {
    const known = this.#options.lesson(submission.lesson.slug)?.lesson;
    const locale = await this.#options.locales.of(submission.student.user);
    const lesson = known === undefined ? null : lessonIn(known, locale);
    const message = verdictMessage(locale, submission, verdict, lesson);
    const noted = withNotes(message, await verdictNotes(locale, submission, this.#options.records));
    return this.#options.lessons.label(locale, noted, submission.lesson.slug);
  }

  /** Returns true when the student was notified, false when Discord's refusal of this way is final. */
  async #tryWay(way: string, { id, run }: Submission, send: () => Promise<boolean>): Promise<boolean> {
    const { log } = this.#options;
    try {
      const sent = await send();
      if (sent) log.info({ event: 'notify.sent', submission: id, run, way }, 'notified the student');
      return sent;
    } catch (error) {
      if (!isFinal(error)) throw safeError(error, `notifying by ${way}`);
      log.info(
        { event: 'notify.way-closed', submission: id, way, err: describeError(error) },
        'this way to the student is closed',
      );
      return false;
    }
  }

  async #showInPlace({ reply }: Submission, message: Message): Promise<boolean> {
    return reply !== null && (await editPlace(this.#options.messenger, reply, message));
  }

  async #sendDm(submission: Submission, message: Message): Promise<boolean> {
    const { messenger, records, log } = this.#options;
    const { user } = submission.student;
    const channel = await messenger.dmChannel(user);
    const sent = await messenger.send(channel, message, { nonce: nonceOf(submission) });
    // The student may reply there while Dockhand is down; the DM is then read from this message on.
    await records.people.dmOpened(user, channel, sent.message, Date.now()).catch((error: unknown) => {
      log.debug(
        { event: 'direct-messages.not-recorded', err: describeError(error) },
        'a DM was not recorded',
      );
    });
    return true;
  }

  /**
   * Closes an answer whose location became known while the verdict was sent elsewhere, so that no later check shows the verdict
   * there as well.
   */
  #closeLateAnswer({ id, student }: Submission): Promise<void> {
    const { records, locales } = this.#options;
    const find = async () => {
      const place = (await records.submissions.get(id))?.reply ?? null;
      if (place === null) return null;
      await records.submissions.setReply(id, null);
      return { place, locale: await locales.of(student.user) };
    };
    return closeLateAnswer(id, find, this.#options);
  }

  async #mention(submission: Submission): Promise<boolean> {
    const { records, messenger, locales } = this.#options;
    const { student } = submission;
    const channel = (await records.guilds.get(student.guild))?.classChannel ?? null;
    if (channel === null) return false;
    const locale = await locales.of(student.user);
    const { lessons } = this.#options;
    const invitation = lessons.label(locale, resultInvitation(locale, submission), submission.lesson.slug);
    await messenger.send(channel, invitation, { nonce: nonceOf(submission) });
    return true;
  }

  /** The process that sent these notifications may have died before it read the messages again. */
  async #rereadRecent(): Promise<void> {
    const { records, log } = this.#options;
    try {
      this.#rereadLater(await records.backlog.notifiedSince(Date.now() - 2 * lateEditMs, maxReread));
    } catch (error) {
      log.debug(
        { event: 'notify.recent-not-read', err: describeError(error) },
        'the notifications of the last moments could not be read',
      );
    }
  }

  #rereadLater(submissions: readonly Submission[]): void {
    const timer = setTimeout(async () => {
      for (const submission of submissions) await this.#reread(submission);
    }, lateEditMs);
    timer.unref();
  }

  /** Shows the verdict again if a late edit covered it with progress. */
  async #reread({ id, run }: Submission): Promise<void> {
    const { records, messenger, log } = this.#options;
    try {
      const now = await records.submissions.get(id);
      // A new run now owns the message.
      if (now === null || now.run !== run || now.verdict === null || now.reply === null) return;
      const shown = await readPlace(messenger, now.reply);
      if (shown === null || !showsProgress(shown, id)) return;
      await editPlace(messenger, now.reply, await this.#messageOf(now, now.verdict));
      log.info(
        { event: 'notify.verdict-shown-again', submission: id, run },
        'progress had replaced a verdict, which is shown again',
      );
    } catch (error) {
      log.debug(
        { event: 'notify.message-not-read', submission: id, err: describeError(error) },
        'the message of a verdict could not be read again',
      );
    }
  }
}

/** Discord accepts at most 25 characters. */
const nonceOf = ({ id, run }: Submission): string => `${id}-${run}`.slice(0, 25);
