import type { ReplyPlace, Submission } from '../../records/records.ts';
import type { Locale } from '../../wording/wording.ts';
import type { UsedFile } from '../render/check/check-result.ts';
import type { VerificationProgress } from '../render/verification/verify.ts';

/** What progress messages need to know about their subject: a submission or a practice run. */
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
  /** Notes for the student, such as that the submission is late. */
  readonly notes?: readonly string[];
}

/** The least time between two edits of one message. Milliseconds. */
export const editIntervalMs = 1_500;

/** Edits the message to show a progress. Returns whether the message will be edited further. Must not reject. */
export type EditProgress<Work extends WatchedWork> = (
  message: LiveMessage<Work>,
  progress: VerificationProgress,
) => Promise<void>;

/** One progress message. It shows the newest progress, with one edit at a time and at most one per {@link editIntervalMs}. */
export class LiveMessage<Work extends WatchedWork> {
  readonly watched: Watched<Work>;
  /** What Discord shows now, as JSON. */
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

  /** The progress that is not shown yet. */
  get wanted(): VerificationProgress | null {
    return this.#wanted;
  }

  show(progress: VerificationProgress): void {
    this.#wanted = progress;
    if (this.#editTimer !== null || this.#editing !== null) return;
    const wait = Math.max(0, this.#editedAt + editIntervalMs - Date.now());
    this.#editTimer = setTimeout(() => this.#startEdit(), wait);
  }

  /** Schedules `poll` in `ms` milliseconds, replacing the one scheduled before. */
  pollIn(ms: number, poll: () => void): void {
    if (this.#pollTimer !== null) clearTimeout(this.#pollTimer);
    this.#pollTimer = setTimeout(poll, ms);
    this.#pollTimer.unref();
  }

  /** Prevents any further edit. */
  drop(): void {
    this.#dropped = true;
    if (this.#editTimer !== null) clearTimeout(this.#editTimer);
    if (this.#pollTimer !== null) clearTimeout(this.#pollTimer);
  }

  /** Resolves when the edit in progress is done. */
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

  /** Notes that an edit was just sent, so that the next one waits. */
  edited(): void {
    this.#editedAt = Date.now();
  }
}
