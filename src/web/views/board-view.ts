import { LRUCache } from 'lru-cache';
import type { Desk } from '../../desk/desk.ts';
import type { Board, BoardAsk } from '../../grading/staff-board.ts';
import type { QueueOverview } from '../../queue/verify-queue.ts';
import type { DeadLetter, RecentVerdict, Records, Student } from '../../records/records.ts';
import type { Progress } from '../../submission/job.ts';
import { board } from '../../teaching/views.ts';
import type { MemberNames } from './member-names.ts';

/** A student of this class; null for somebody of another class, about whom nothing is shown. */
export type StudentRef = { readonly user: string; readonly name: string | null } | null;

export interface BoardJob {
  readonly submission: string;
  readonly who: StudentRef;
  /** It is a practice run rather than a verification; it ends by itself. */
  readonly practises: boolean;
  /** Since when it has been waiting or running, Unix milliseconds. */
  readonly since: number;
  readonly progress: Progress | null;
}

/** The owner of a job; null if the records have none. */
interface OwnerOfJob {
  readonly student: Student | null;
  readonly practises: boolean;
}

export interface BoardView {
  readonly figures: Board;
  readonly running: readonly BoardJob[];
  readonly next: readonly BoardJob[];
  /** All waiting jobs, of every class. */
  readonly waiting: number;
  /** Runs that ended in an internal error and await a decision. */
  readonly parked: readonly (RecentVerdict & { readonly name: string | null })[];
  /** Texts that ended a checker. */
  readonly letters: readonly (DeadLetter & { readonly name: string | null })[];
  readonly asks: readonly (BoardAsk & { readonly name: string | null })[];
  readonly lately: readonly (RecentVerdict & { readonly name: string | null })[];
}

const latelyShown = 12;
const parkedShown = 10;
const lettersShown = 20;
const ownersKept = 5_000;

/** Loads the data of a class's board, with the same few queries however many jobs are waiting. */
export class BoardViews {
  readonly #records: Records;
  readonly #desk: Pick<Desk, 'overview' | 'parked'>;
  readonly #names: MemberNames;
  /** Owners of submissions, cached because they never change; null if the records have none. */
  readonly #owners = new LRUCache<string, OwnerOfJob>({ max: ownersKept });

  constructor(parts: {
    readonly records: Records;
    readonly desk: Pick<Desk, 'overview' | 'parked'>;
    readonly names: MemberNames;
  }) {
    this.#records = parts.records;
    this.#desk = parts.desk;
    this.#names = parts.names;
  }

  async load(guild: string, lesson: string): Promise<BoardView> {
    const loading = this.#desk.overview(guild);
    const [figures, overview, parked, lately, letters] = await Promise.all([
      board(this.#records, { overview: () => loading }, guild, lesson),
      loading,
      this.#desk.parked(guild, parkedShown),
      this.#records.verdicts.recent(guild, latelyShown),
      this.#records.deadLetters.ofGuild(guild, lettersShown),
    ]);
    const [running, next] = await Promise.all([
      this.#jobs(guild, overview.queue?.running ?? []),
      this.#jobs(guild, overview.queue?.next ?? []),
    ]);
    const named = <T extends { readonly user: string }>(one: T): T & { readonly name: string | null } => ({
      ...one,
      name: this.#names.of(guild, one.user),
    });
    return {
      figures,
      letters: letters.map(named),
      running,
      next,
      waiting: overview.queue?.waiting ?? 0,
      parked: parked.map((submission) =>
        named({
          submission: submission.id,
          user: submission.student.user,
          lesson: submission.lesson.slug,
          at: submission.judgedAt ?? 0,
          outcome: submission.verdict?.outcome ?? 'error',
          reason: submission.verdict?.reason ?? null,
          todo: null,
        }),
      ),
      asks: figures.asks.map(named),
      lately: lately.map(named),
    };
  }

  #jobs(guild: string, jobs: QueueOverview['running'] | QueueOverview['next']): Promise<BoardJob[]> {
    return Promise.all(
      jobs.map(async (job): Promise<BoardJob> => {
        const { student: owner, practises } = await this.#ownerOf(job.submission);
        const here = owner?.guild === guild ? owner.user : null;
        return {
          submission: job.submission,
          who: here === null ? null : { user: here, name: this.#names.of(guild, here) },
          practises,
          since: job.since,
          progress: 'progress' in job ? job.progress : null,
        };
      }),
    );
  }

  async #ownerOf(submission: string): Promise<OwnerOfJob> {
    const known = this.#owners.get(submission);
    if (known !== undefined) return known;
    const { submissions, practice } = this.#records;
    const found = (await submissions.get(submission)) ?? (await practice.get(submission));
    const owner = { student: found?.student ?? null, practises: found !== null && 'hunt' in found };
    this.#owners.set(submission, owner);
    return owner;
  }
}
