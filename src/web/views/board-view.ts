import type { Desk } from '../../desk/desk.ts';
import type { Board, BoardAsk } from '../../grading/staff-board.ts';
import type { QueueOverview } from '../../queue/verify-queue.ts';
import type { DeadLetter, RecentVerdict, Records } from '../../records/records.ts';
import type { Progress } from '../../submission/job.ts';
import { board } from '../../teaching/views.ts';
import type { MemberNames } from './member-names.ts';

/** A student of this class; null is somebody of another class, of whom nothing is shown. */
export type StudentRef = { readonly user: string; readonly name: string | null } | null;

export interface BoardJob {
  readonly submission: string;
  readonly who: StudentRef;
  /** Since when it waits or runs, Unix milliseconds. */
  readonly since: number;
  readonly progress: Progress | null;
}

export interface BoardView {
  readonly figures: Board;
  readonly running: readonly BoardJob[];
  readonly next: readonly BoardJob[];
  /** All that waits, of every class. */
  readonly waiting: number;
  /** What ended by an error of ours and waits for a decision. */
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

/** Looks at a class's board: the same few questions whatever waits. */
export function openBoardViews(parts: {
  readonly records: Records;
  readonly desk: Pick<Desk, 'overview' | 'parked'>;
  readonly names: MemberNames;
}): (guild: string, lesson: string) => Promise<BoardView> {
  const { records, desk, names } = parts;
  /** Whose submission it is never changes. */
  const owners = new Map<string, { readonly guild: string; readonly user: string } | null>();
  const ownerOf = async (submission: string) => {
    const known = owners.get(submission);
    if (known !== undefined) return known;
    const student = (await records.submissions.get(submission))?.student ?? null;
    if (owners.size >= ownersKept) owners.clear();
    owners.set(submission, student);
    return student;
  };
  const lines = (
    guild: string,
    jobs: QueueOverview['running'] | QueueOverview['next'],
  ): Promise<BoardJob[]> =>
    Promise.all(
      jobs.map(async (job): Promise<BoardJob> => {
        const owner = await ownerOf(job.submission);
        const here = owner?.guild === guild ? owner.user : null;
        return {
          submission: job.submission,
          who: here === null ? null : { user: here, name: names.of(guild, here) },
          since: job.since,
          progress: 'progress' in job ? job.progress : null,
        };
      }),
    );

  return async (guild, lesson) => {
    const overview = desk.overview(guild);
    const [figures, seen, parked, lately, letters] = await Promise.all([
      board(records, { overview: () => overview }, guild, lesson),
      overview,
      desk.parked(guild, parkedShown),
      records.verdicts.recent(guild, latelyShown),
      records.deadLetters.ofGuild(guild, lettersShown),
    ]);
    const [running, next] = await Promise.all([
      lines(guild, seen.queue?.running ?? []),
      lines(guild, seen.queue?.next ?? []),
    ]);
    return {
      figures,
      letters: letters.map((letter) => ({ ...letter, name: names.of(guild, letter.user) })),
      running,
      next,
      waiting: seen.queue?.waiting ?? 0,
      parked: parked.map((submission) => ({
        submission: submission.id,
        user: submission.student.user,
        name: names.of(guild, submission.student.user),
        lesson: submission.lesson.slug,
        at: submission.judgedAt ?? 0,
        outcome: submission.verdict?.outcome ?? 'error',
        reason: submission.verdict?.reason ?? null,
        todo: null,
      })),
      asks: figures.asks.map((ask) => ({ ...ask, name: names.of(guild, ask.user) })),
      lately: lately.map((one) => ({ ...one, name: names.of(guild, one.user) })),
    };
  };
}
