import type { ReplyPlace, Submission } from '../../records/records.ts';
import type { Locale } from '../../wording/wording.ts';
import type { UsedFile } from '../render/check/check-result.ts';
import type { VerificationProgress } from '../render/verification/verify.ts';

/** What progress messages know of what they show: a submission, or a run for practice. */
export type WatchedWork = Pick<
  Submission,
  'id' | 'run' | 'runBy' | 'student' | 'lesson' | 'receivedAt' | 'state' | 'reply' | 'verdict'
>;

export interface Watched<Work extends WatchedWork = Submission> {
  readonly submission: Work;
  readonly reply: ReplyPlace;
  readonly locale: Locale;
  readonly used: readonly UsedFile[];
  readonly absent: readonly string[];
  /** Lines for the student, such as that it is late. */
  readonly notes?: readonly string[];
}

/** The least time between two edits of one message. Milliseconds. */
export const editIntervalMs = 1_500;

/** Edits the message to show a progress, and says whether the message goes on to be edited. Must not reject. */
export type EditProgress<Work extends WatchedWork> = (
  message: LiveMessage<Work>,
  progress: VerificationProgress,
) => Promise<void>;

/** One progress message: the newest progress is shown, at most once per {@link editIntervalMs}, one edit at a time. */
export class LiveMessage<Work extends WatchedWork> {
  readonly watched: Watched<Work>;
  /** What Discord shows, as JSON. */
  shown = '';
  readonly #edit: EditProgress<Work>;
  #wanted: VerificationProgress | null = null;
  #editedAt: number;
  #editTimer: NodeJS.Timeout | null = null;
  #pollTimer: NodeJS.Timeout | null = null;
  #editing: Promise<void> | null = null;
  #dropped = false;

  constructor(watched: Watched<Work>, editedAt: number, edit: EditProgress<Work>) {
    this.watched = watched;
    this.#editedAt = editedAt;
    this.#edit = edit;
  }

  get id(): string {
    return this.watched.submission.id;
  }

  /** The progress that is not on the screen yet. */
  get wanted(): VerificationProgress | null {
    return this.#wanted;
  }

  show(progress: VerificationProgress): void {
    this.#wanted = progress;
    if (this.#editTimer !== null || this.#editing !== null) return;
    const wait = Math.max(0, this.#editedAt + editIntervalMs - Date.now());
    this.#editTimer = setTimeout(() => this.#startEdit(), wait);
  }

  /** Calls `poll` after some milliseconds, instead of the call that was planned before. */
  pollIn(ms: number, poll: () => void): void {
    if (this.#pollTimer !== null) clearTimeout(this.#pollTimer);
    this.#pollTimer = setTimeout(poll, ms);
    this.#pollTimer.unref();
  }

  /** No edit starts any more. */
  drop(): void {
    this.#dropped = true;
    if (this.#editTimer !== null) clearTimeout(this.#editTimer);
    if (this.#pollTimer !== null) clearTimeout(this.#pollTimer);
  }

  /** Resolves when the edit that is under way is over. */
  async settled(): Promise<void> {
    await this.#editing;
  }

  #startEdit(): void {
    this.#editTimer = null;
    this.#editing = this.#editNow().finally(() => {
      this.#editing = null;
      if (this.#wanted !== null && !this.#dropped) this.show(this.#wanted);
    });
  }

  async #editNow(): Promise<void> {
    const progress = this.#wanted;
    this.#wanted = null;
    if (progress === null) return;
    await this.#edit(this, progress);
  }

  /** An edit was sent just now: the next one has to wait. */
  edited(): void {
    this.#editedAt = Date.now();
  }
}
