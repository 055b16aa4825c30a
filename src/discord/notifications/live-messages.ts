import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Desk } from '../../desk/desk.ts';
import type { Submission } from '../../records/records.ts';
import type { Progress } from '../../submission/job.ts';
import type { VerificationProgress } from '../render/verification/verify.ts';
import { describeError, isFinal } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';
import type { LessonLabeler } from './lesson-labeler.ts';
import { LiveMessage, type Watched, type WatchedWork } from './live-message.ts';
import type { Locales } from './locales.ts';
import { editPlace } from './message-place.ts';
import { progressOf, QueueSignsReader } from './progress.ts';
import { arrivalTimeLeft, ReplyArrivals } from './reply-arrivals.ts';
import type { WatchedKind } from './watched-kinds.ts';

/** How long until a waiting student's position is looked up again; positions further back are polled less often. Milliseconds. */
const pollIntervalMs = (position: number): number => 4_000 + Math.min(position, 60) * 1_000;
/** The queue position assumed for the polling interval of running jobs and after a failed look-up. */
const usualPosition = 30;
/** Finished submissions that are remembered, so that a late progress report does not overwrite a verdict. */
const maxFinished = 2_000;

export interface LiveMessagesOptions<Work extends WatchedWork> {
  readonly desk: Pick<Desk, 'onProgress' | 'overview'>;
  /** The kind of subject: submissions or practice runs. */
  readonly kind: WatchedKind<Work>;
  readonly messenger: Pick<Messenger, 'edit' | 'editMessage'>;
  readonly locales: Pick<Locales, 'of'>;
  readonly lessons: LessonLabeler;
  /** Whether this bot, of several, is responsible for a class now. Default: for all classes. */
  readonly owns?: (guild: string) => boolean;
  readonly log: Logger;
}

/**
 * Live progress: one message per submission, edited only when its content changes and at a limited rate. Updates may be lost by
 * design; verdicts are delivered separately (notify.ts).
 */
export class LiveMessages<Work extends WatchedWork = Submission> {
  readonly #options: LiveMessagesOptions<Work>;
  readonly #messages = new Map<string, LiveMessage<Work>>();
  readonly #finished = new LRUCache<string, true>({ max: maxFinished });
  readonly #arrivals = new ReplyArrivals();
  readonly #signs: QueueSignsReader;
  /** Submissions being looked up after a restart. */
  readonly #resuming = new Set<string>();
  readonly #stopListening: () => void;
  #closed = false;

  constructor(options: LiveMessagesOptions<Work>) {
    this.#options = options;
    this.#signs = new QueueSignsReader(options.desk);
    this.#stopListening = options.desk.onProgress((id, _run, progress) => this.#onProgress(id, progress));
  }

  /** Starts showing progress: the answer to a submission now exists in this place. */
  watch(watched: Watched<Work>): void {
    const { id } = watched.submission;
    this.#arrivals.arrived(id);
    if (this.#closed || this.#finished.has(id)) return;
    const before = this.#messages.get(id);
    if (before !== undefined) this.#drop(before);
    const message = this.#add(watched, Date.now());
    if (before?.wanted) message.show(before.wanted);
    this.#pollLater(message, 0);
  }

  /**
   * Ends the progress because the verdict is about to be shown in the same place: no edit of ours follows once this has resolved.
   * It waits for an answer that may still be on its way, because before that there is nothing to edit.
   */
  async finish(submission: Pick<Work, 'id' | 'receivedAt' | 'reply'>): Promise<void> {
    await this.#arrivals.wait(submission);
    this.#finished.set(submission.id, true);
    const message = this.#messages.get(submission.id);
    if (message === undefined) return;
    this.#drop(message);
    await message.settled();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    const all = [...this.#messages.values()];
    for (const message of all) this.#drop(message);
    await Promise.allSettled(all.map((message) => message.settled()));
  }

  #add(watched: Watched<Work>, editedAt: number): LiveMessage<Work> {
    const message = new LiveMessage<Work>(watched, editedAt, (one, progress) => this.#edit(one, progress));
    this.#messages.set(message.id, message);
    return message;
  }

  #drop(message: LiveMessage<Work>): void {
    message.drop();
    if (this.#messages.get(message.id) === message) this.#messages.delete(message.id);
  }

  async #edit(message: LiveMessage<Work>, progress: VerificationProgress): Promise<void> {
    const { reply, locale, submission } = message.watched;
    const { lessons, kind } = this.#options;
    const next = lessons.label(locale, kind.progress(message.watched, progress), submission.lesson.slug);
    const json = JSON.stringify(next);
    if (json === message.shown) return;
    try {
      if (await this.#isOver(message.id)) return this.#drop(message);
      if (!(await editPlace(this.#options.messenger, reply, next))) return this.#drop(message);
      message.shown = json;
      await this.#showVerdictAgain(message);
    } catch (error) {
      this.#options.log.debug(
        { event: 'progress.not-shown', submission: message.id, err: describeError(error) },
        'progress was not shown',
      );
      if (isFinal(error)) this.#drop(message);
    }
    message.edited();
  }

  /** Whether the submission has its verdict or no longer exists. While the records are away it counts as still running. */
  async #isOver(id: string): Promise<boolean> {
    const now = await this.#options.kind.find(id).catch(() => undefined);
    return now === null || now?.state === 'judged';
  }

  /**
   * Shows the verdict again. Another bot (during an upgrade, or by mistake) may have shown it during our edit, which then covered
   * it.
   */
  async #showVerdictAgain(message: LiveMessage<Work>): Promise<void> {
    const { kind, lessons, messenger } = this.#options;
    const judged = await kind.find(message.id).catch(() => null);
    if (judged?.state !== 'judged') return;
    this.#drop(message);
    const { verdict, lesson } = judged;
    if (verdict === null || verdict.reason === 'superseded') return;
    const { reply, locale } = message.watched;
    const again = kind.verdict(locale, judged, verdict);
    await editPlace(messenger, reply, lessons.label(locale, again, lesson.slug));
  }

  #pollLater(message: LiveMessage<Work>, position: number): void {
    message.pollIn(pollIntervalMs(position), () => void this.#poll(message));
  }

  async #poll(message: LiveMessage<Work>): Promise<void> {
    const { student, id } = message.watched.submission;
    try {
      const status = await this.#options.kind.status(message.watched.submission);
      if (status === null || status.submission.id !== id) return this.#drop(message);
      const progress = progressOf(status, await this.#signs.read(student.guild));
      if (progress === null) return this.#drop(message);
      if (this.#messages.get(id) === message) message.show(progress);
      this.#pollLater(message, progress.state === 'waiting' ? progress.place.position : usualPosition);
    } catch (error) {
      this.#options.log.debug(
        { event: 'progress.position-not-read', submission: id, err: describeError(error) },
        'the position in the queue could not be looked up',
      );
      this.#pollLater(message, usualPosition);
    }
  }

  #onProgress(id: string, progress: Progress): void {
    if (this.#closed || this.#finished.has(id)) return;
    const message = this.#messages.get(id);
    if (message !== undefined) {
      message.show({ state: 'running', progress });
      return;
    }
    if (this.#resuming.has(id)) return;
    this.#resuming.add(id);
    void this.#resumeWith(id, progress).finally(() => this.#resuming.delete(id));
  }

  async #resumeWith(id: string, progress: Progress): Promise<void> {
    try {
      await this.#resume(id);
      this.#messages.get(id)?.show({ state: 'running', progress });
    } catch (error) {
      this.#options.log.debug(
        { event: 'progress.orphaned', submission: id, err: describeError(error) },
        'progress has no message to be shown in',
      );
    }
  }

  /** Resumes after a restart: the records hold where a submission's answer is. */
  async #resume(id: string): Promise<void> {
    const submission = await this.#options.kind.find(id);
    // A run started by a teaching assistant replaces no result until it has its own.
    const showsResult = submission?.runBy === 'ta' && submission.verdict !== null;
    if (submission === null || submission.state === 'judged' || submission.reply === null || showsResult) {
      this.#finished.set(id, true);
      return;
    }
    // Another bot edits it unless this one takes its class over.
    if (!(this.#options.owns?.(submission.student.guild) ?? true)) return;
    // The answer has not arrived, so there is nothing to edit yet.
    if (arrivalTimeLeft(submission) > 0) return;
    const locale = await this.#options.locales.of(submission.student.user);
    if (this.#messages.has(id) || this.#finished.has(id)) return;
    this.#add({ submission, reply: submission.reply, locale, used: [], absent: [] }, 0);
  }
}
