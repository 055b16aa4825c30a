import type { VerifyQueue } from '../queue/verify-queue.ts';
import type { HeldLeases } from '../records/leases/held-leases.ts';
import type { Records, ReplyPlace, Student, Submission } from '../records/records.ts';
import type { Verdict } from '../submission/verdict.ts';
import { CoalescingTask } from '../timing/coalescing.ts';
import { OnePerKey } from '../timing/per-key.ts';
import { Cancellation } from './cancellation.ts';
import { deskVerdict } from './cancelled-verdict.ts';
import type { Desk, NewSubmission, SubmissionStatus, SubmitOutcome } from './desk.ts';
import { DeskOverview } from './overview.ts';
import { QueuedPractice } from './practice-desk.ts';
import { Repair } from './repair.ts';
import { RunningTimes } from './running-times.ts';
import { StudentTurns } from './student-turns.ts';
import { SubmissionControls } from './submission-controls.ts';
import { SubmissionIntake } from './submission-intake.ts';
import { SubmissionQueue } from './submission-queue.ts';
import { VerdictNotifier } from './verdict-notifier.ts';
import type { VerificationDeskOptions } from './verification-desk-options.ts';

/** The default interval of the repair round. Milliseconds. */
const usualRepairMs = 60_000;

/** How often verdicts recorded by other bots are looked for. Milliseconds. */
const othersVerdictsMs = 1_000;

/** Assembles the desk's parts, and opens and closes them. */
export class VerificationDesk implements Desk {
  readonly #records: Records;
  readonly #queue: VerifyQueue;
  readonly #repairEveryMs: number;
  readonly #leases: HeldLeases | null;
  readonly #overview: DeskOverview;
  readonly #staff: SubmissionControls;
  readonly practice: QueuedPractice;
  readonly #notifier: VerdictNotifier;
  readonly #turns: StudentTurns;
  readonly #submissions: SubmissionQueue;
  readonly #cancellation: Cancellation;
  readonly #intake: SubmissionIntake;
  readonly #repair: Repair;
  /** Runs one round at a time; requests during a round trigger one more. */
  readonly #repairs = new CoalescingTask(() => this.#repairRound());
  /** Serializes reports about one submission in their order of arrival. */
  readonly #inOrder = new OnePerKey();
  #endRepairs = (): void => undefined;

  private constructor({
    records,
    queue,
    log,
    mostWaiting = Number.POSITIVE_INFINITY,
    practicePerDay: perDay = Number.POSITIVE_INFINITY,
    remember = null,
    leases = null,
    repairEveryMs = usualRepairMs,
  }: VerificationDeskOptions) {
    this.#records = records;
    this.#queue = queue;
    this.#repairEveryMs = repairEveryMs;
    this.#leases = leases;
    this.#turns = new StudentTurns(leases);
    const overview = new DeskOverview(records, queue);
    const notifier = new VerdictNotifier({
      unnotified: (limit, after) => records.backlog.unnotified(limit, after),
      markNotified: (id, run, at) => records.submissions.markNotified(id, run, at),
      ...{ log, queue },
    });
    const submissions = new SubmissionQueue({ records, queue, mostWaiting, log });
    this.#overview = overview;
    this.#notifier = notifier;
    this.practice = new QueuedPractice({ records, queue, log, perDay, turns: this.#turns });
    this.#submissions = submissions;
    const onJudged = (): void => notifier.wake();
    this.#cancellation = new Cancellation({ records, queue, submissions, log, onJudged });
    this.#staff = new SubmissionControls({ records, queue, submissions, cancellation: this.#cancellation });
    this.#intake = new SubmissionIntake({ records, queue, submissions, overview, remember, log });
    this.#repair = new Repair({ records, queue, submissions, runningTimes: new RunningTimes(), log });
  }

  /** Opens the desk: starts consuming verdicts, and repairs what an earlier process left unfinished. */
  static open(options: VerificationDeskOptions): VerificationDesk {
    const desk = new VerificationDesk(options);
    desk.#open();
    return desk;
  }

  submit(work: NewSubmission): Promise<SubmitOutcome> {
    return this.#turns.run('turn', work.student, () => this.#intake.submit(work));
  }

  async settleRemembered({ id, run }: Submission, verdict: Verdict): Promise<void> {
    const now = Date.now();
    if (await this.#records.submissions.judge(id, run, verdict, now))
      await this.#records.submissions.markNotified(id, run, now);
  }

  replyAt(submission: string, reply: ReplyPlace): Promise<ReplyPlace | null> {
    return this.#inOrder.run(submission, async () => {
      const before = (await this.#records.submissions.get(submission))?.reply ?? null;
      await this.#records.submissions.setReply(submission, reply);
      return before;
    });
  }

  async status(student: Student, lesson: string): Promise<SubmissionStatus | null> {
    const submission = await this.#records.submissions.latest(student, lesson);
    return submission === null ? null : this.#overview.statusOf(submission);
  }

  cancel(...request: Parameters<Desk['cancel']>): Promise<boolean> {
    return this.#cancellation.cancel(...request);
  }

  overview(guild: string): ReturnType<Desk['overview']> {
    return this.#overview.of(guild);
  }

  onProgress(listener: Parameters<Desk['onProgress']>[0]): () => void {
    return this.#queue.onProgress(listener);
  }

  notifyWith(...[notify, owns]: Parameters<Desk['notifyWith']>): void {
    this.#notifier.begin(notify, owns);
  }

  wake(): void {
    this.#notifier.wake();
  }

  pause(): Promise<void> {
    return this.#queue.pause();
  }

  resume(): Promise<void> {
    return this.#queue.resume();
  }

  drain(worker: string): Promise<void> {
    return this.#queue.drain(worker);
  }

  undrain(worker: string): Promise<void> {
    return this.#queue.undrain(worker);
  }

  promote(submission: Submission): Promise<boolean> {
    return this.#staff.promote(submission);
  }

  retry(submission: Submission): Promise<Submission | null> {
    return this.#staff.retry(submission);
  }

  tryOut(submission: Submission, run: number, lesson: Submission['lesson']): Promise<void> {
    return this.#staff.tryOut(submission, run, lesson);
  }

  async clearWaiting(guild: string): Promise<number> {
    return (await this.#staff.clearWaiting(guild)) + (await this.practice.clearWaiting(guild));
  }

  parked(guild: string, limit: number): Promise<readonly Submission[]> {
    return this.#records.backlog.parked(guild, limit);
  }

  oldestWaiting(): Promise<number | null> {
    return this.#staff.oldestWaiting();
  }

  async close(): Promise<void> {
    this.#endRepairs();
    await this.#submissions.close();
    await Promise.all([this.#notifier.end(), this.practice.close()]);
  }

  #open(): void {
    this.#queue.consumeVerdicts(
      ({ submission, run, verdict }) => this.#judge(submission, run, () => verdict),
      (id, run) => this.#judge(id, run, ({ lesson }) => deskVerdict('verdict-unreadable', lesson.digest)),
      () => this.#leases?.bots ?? 1,
    );
    const timer = setInterval(this.#repairs.request, this.#repairEveryMs);
    timer.unref();
    const stopHearing = this.#queue.onReady(this.#repairs.request);
    const stopFollowing = this.#followLeases();
    this.#endRepairs = () => {
      clearInterval(timer);
      stopHearing();
      stopFollowing();
    };
    this.#repairs.request();
  }

  async #judge(
    id: string,
    run: number,
    verdictOf: (judged: Pick<Submission, 'lesson'>) => Verdict,
  ): Promise<void> {
    const submission = await this.#records.submissions.get(id);
    if (submission === null) return this.practice.judge(id, verdictOf);
    if (await this.#records.submissions.judge(id, run, verdictOf(submission), Date.now()))
      this.#notifier.wake();
    await this.#submissions.release({ id, run });
  }

  /**
   * On a lease change, takes over another bot's work immediately; verdicts recorded by another bot may now be this one's to
   * deliver.
   */
  #followLeases(): () => void {
    const leases = this.#leases;
    if (leases === null) return () => undefined;
    let did = leases.doesMaintenance;
    const stop = leases.onChange(() => {
      if (leases.doesMaintenance && !did) this.#repairs.request();
      did = leases.doesMaintenance;
    });
    const timer = setInterval(() => {
      this.#notifier.wake();
      this.practice.wake();
    }, othersVerdictsMs);
    timer.unref();
    return () => {
      clearInterval(timer);
      stop();
    };
  }

  async #repairRound(): Promise<void> {
    await this.#cancellation.catchUp();
    if (this.#leases?.doesMaintenance ?? true) {
      await this.#repair.round();
      await this.practice.repair();
    }
    this.#notifier.wake();
    this.practice.wake();
  }
}
