import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { VerifyQueue } from '../queue/verify-queue.ts';
import type { NotificationCursor, Submission } from '../records/records.ts';
import { CoalescingTask } from '../timing/coalescing.ts';

/** Rows read from the records at a time. */
const batch = 50;

/** Students notified concurrently. Discord's own limit is 50 requests a second; a notification takes two or three. */
const abreast = 8;

/** Delay before a student is tried again, doubled each time up to the longest. Milliseconds. */
const rest = { first: 5_000, longest: 300_000 } as const;

/** Verdicts remembered as sent. */
const mostDone = 2_000;

/** What a student is notified of: a submission or a practice run. */
type JudgedRun = Pick<Submission, 'id' | 'run' | 'student' | 'verdict' | 'judgedAt'>;

type Notify<Work> = (work: Work) => Promise<void>;

const nameOf = ({ id, run }: JudgedRun): string => `${id}-${run}`;

export interface VerdictNotifierParts<Work> {
  /** Those whose student was not notified, oldest first; with `after`, those that follow it. */
  readonly unnotified: (limit: number, after?: NotificationCursor) => Promise<readonly Work[]>;
  readonly markNotified: (id: string, run: number, at: number) => Promise<void>;
  readonly log: Logger;
  /** With two bots (by mistake or during an upgrade), ensures that only one notifies. Without it, this one always may. */
  readonly queue?: Pick<VerifyQueue, 'claimNotification' | 'notificationClaimMs' | 'releaseNotification'>;
}

/**
 * Notifies students of every standing verdict that they do not know yet: several students concurrently, each student's verdicts
 * in order, oldest first. A student who cannot be reached is retried later and does not delay others.
 */
export class VerdictNotifier<Work extends JudgedRun = Submission> {
  readonly #parts: VerdictNotifierParts<Work>;
  readonly #round = new CoalescingTask(() => this.#look());
  /** Students being notified, by user ID. */
  readonly #underway = new Map<string, Promise<void>>();
  /** By a monotonic clock: a wall clock that was a day ahead for a moment must not make a student wait for a day. */
  readonly #resting = new Map<string, { readonly until: number; readonly failures: number }>();
  /** Sent, but could not be recorded yet; only recording remains. */
  readonly #unmarked = new Set<string>();
  /** Sent and recorded recently: a page of rows read just before may still contain them. */
  readonly #done = new LRUCache<string, true>({ max: mostDone });
  #notify: Notify<Work> | null = null;
  #owns: (guild: string) => boolean = () => true;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: VerdictNotifierParts<Work>) {
    this.#parts = parts;
  }

  /** `owns`: whether this bot, of several, notifies the students of a class now. */
  begin(notify: Notify<Work>, owns: (guild: string) => boolean = () => true): void {
    this.#notify = notify;
    this.#owns = owns;
    this.wake();
  }

  /** Call it when there may be somebody to notify. */
  wake(): void {
    if (!this.#ended && this.#notify !== null) this.#round.request();
  }

  /** Resolves once the notifications in progress are done. */
  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#round.idle();
    await Promise.all(this.#underway.values());
  }

  async #look(): Promise<void> {
    try {
      await this.#startAll();
      this.#wakeAfterRest();
    } catch (error) {
      this.#parts.log.error(
        { event: 'desk.notifications-unread', err: error },
        'could not read which verdicts nobody has heard of',
      );
      this.#wakeIn(rest.first);
    }
  }

  /** Starts notifications until the concurrency limit is reached. */
  async #startAll(): Promise<void> {
    const passedOver = new Set<string>();
    let from: NotificationCursor | undefined;
    while (this.#hasHandsFree()) {
      const page = await this.#parts.unnotified(batch, from);
      for (const submission of page)
        if (!this.#done.has(nameOf(submission)) && this.#owns(submission.student.guild))
          this.#startOrPass(submission, passedOver);
      from = page.at(-1);
      if (page.length < batch) break;
    }
  }

  #hasHandsFree(): boolean {
    return !this.#ended && this.#underway.size < abreast;
  }

  #startOrPass(submission: Work, passedOver: Set<string>): void {
    const { user } = submission.student;
    const rests = (this.#resting.get(user)?.until ?? 0) > performance.now();
    // Later verdicts for a student wait until the earlier ones were delivered.
    if (rests || this.#underway.has(user) || passedOver.has(user)) passedOver.add(user);
    else if (this.#hasHandsFree()) this.#start(submission);
  }

  #start(submission: Work): void {
    const { user } = submission.student;
    const sending = this.#send(submission).finally(() => {
      this.#underway.delete(user);
      this.wake();
    });
    this.#underway.set(user, sending);
  }

  async #send(submission: Work): Promise<void> {
    const { user } = submission.student;
    const name = nameOf(submission);
    try {
      // The answer to the newer submission says that it replaced this one, so there is no message of its own.
      const silent = submission.verdict?.reason === 'superseded';
      if (!silent && !this.#unmarked.has(name)) {
        if (!(await this.#mayNotify(submission))) {
          // The bot that has the claim may have died; the claim is free when it expires.
          const claimMs = this.#parts.queue?.notificationClaimMs ?? 0;
          this.#resting.set(user, { until: performance.now() + claimMs / 4, failures: 0 });
          return;
        }
        await this.#notify?.(submission);
      }
      this.#unmarked.add(name);
      await this.#parts.markNotified(submission.id, submission.run, Date.now());
      this.#unmarked.delete(name);
      this.#done.set(name, true);
      this.#resting.delete(user);
    } catch (error) {
      await this.#restAfter(submission, error);
    }
  }

  /** While Redis is away there is no way to claim; notifying twice is then better than not at all. */
  async #mayNotify({ id, run }: JudgedRun): Promise<boolean> {
    return (await this.#parts.queue?.claimNotification(id, run).catch(() => true)) ?? true;
  }

  async #restAfter({ id, run, student: { user } }: JudgedRun, error: unknown): Promise<void> {
    await this.#parts.queue?.releaseNotification(id, run).catch(() => undefined);
    const failures = (this.#resting.get(user)?.failures ?? 0) + 1;
    const pause = Math.min(rest.longest, rest.first * 2 ** (failures - 1));
    this.#resting.set(user, { until: performance.now() + pause, failures });
    this.#parts.log.warn(
      { event: 'desk.notification-failed', submission: id, failures, err: error },
      'a student could not be notified of a verdict yet',
    );
  }

  #wakeAfterRest(): void {
    const now = performance.now();
    const next = Math.min(...[...this.#resting.values()].map(({ until }) => until).filter((at) => at > now));
    clearTimeout(this.#timer);
    if (Number.isFinite(next)) this.#wakeIn(next - now);
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#ended) this.#timer = setTimeout(() => this.wake(), ms);
  }
}
