import { type Kysely, sql } from 'kysely';
import type { FailedRun } from '../../grading/common-failures.ts';
import { mayBeReplayed } from '../../submission/replay.ts';
import { outcomes, type Verdict, verdictSchema } from '../../submission/verdict.ts';
import type { Student } from '../student.ts';
import type { Defects, OutcomeCounts, PastRun, RecentVerdict, VerdictRecords } from '../verdicts.ts';
import { judgedSubmissions, verdictsWithSubmission } from './queries.ts';
import type { Tables } from './tables.ts';
import { contradictionsOf, failureOf } from './verdict-rows.ts';

/** At most this many failed runs are examined, which is enough to show a pattern. */
const mostFailures = 500;

/** At most this many verdicts of the same files are examined; the newest ones are the most likely to still be valid. */
const mostTried = 20;

/** {@link VerdictRecords} in SQL. */
export class SqlVerdictRecords implements VerdictRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async reusable({
    student,
    lesson,
    files,
    checker,
    limits,
    disks = [],
  }: {
    readonly student: Student;
    readonly lesson: { readonly slug: string; readonly digest: string };
    readonly files: string;
    readonly checker: string;
    readonly limits: string;
    /** Digests of the disks that boxes are created from now; none when no worker has reported them. */
    readonly disks?: readonly string[];
  }): Promise<{ readonly verdict: Verdict; readonly judgedAt: number } | null> {
    const rows = await judgedSubmissions(this.#db)
      .select(['verdict.body', 'verdict.at'])
      .where('submission.guild', '=', student.guild)
      .where('submission.user', '=', student.user)
      .where('submission.lesson', '=', lesson.slug)
      .where('submission.lesson_digest', '=', lesson.digest)
      .where('submission.files_digest', '=', files)
      .where('verdict.outcome', 'in', ['passed', 'failed'])
      .orderBy('verdict.at', 'desc')
      .limit(mostTried)
      .execute();
    for (const { body, at } of rows) {
      const verdict = verdictSchema.safeParse(JSON.parse(body)).data;
      if (verdict?.digests.checker !== checker || verdict.digests.limits !== limits) continue;
      if (disks.length > 0 && !disks.includes(verdict.digests.box)) continue;
      // The newest counts: no older verdict that is still valid is looked for.
      if (!mayBeReplayed(verdict)) return null;
      return { verdict, judgedAt: verdict.remembered?.judgedAt ?? at };
    }
    return null;
  }

  async recent(guild: string, limit: number): Promise<readonly RecentVerdict[]> {
    const rows = await judgedSubmissions(this.#db)
      .select([
        'submission.id as submission',
        'submission.user as user',
        'submission.lesson as lesson',
        'submission.judged_at as at',
        'verdict.body as body',
      ])
      .where('submission.guild', '=', guild)
      .where('submission.judged_at', 'is not', null)
      .orderBy('submission.judged_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ body, at, ...row }) => {
      const { outcome, reason, todo } = verdictSchema.parse(JSON.parse(body));
      return { ...row, at: at ?? 0, outcome, reason, todo };
    });
  }

  async historyOf(student: Student, lesson: string, limit: number): Promise<readonly PastRun[]> {
    const rows = await this.#db
      .selectFrom('verdict')
      .innerJoin('submission', 'submission.id', 'verdict.submission')
      .select([
        'verdict.submission as submission',
        'verdict.run as run',
        'submission.standing_run as current',
        'submission.received_at as receivedAt',
        'verdict.at as at',
        'verdict.body as body',
      ])
      .where('submission.guild', '=', student.guild)
      .where('submission.user', '=', student.user)
      .where('submission.lesson', '=', lesson)
      .orderBy('verdict.at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ body, current, ...row }) => ({
      ...row,
      current: current === row.run,
      verdict: verdictSchema.parse(JSON.parse(body)),
    }));
  }

  async outcomesSince(guild: string, since: number): Promise<OutcomeCounts> {
    const rows = await this.#db
      .selectFrom('verdict')
      // In this join order: today's verdicts are few, a class's submissions many.
      .crossJoin('submission')
      .whereRef('submission.id', '=', 'verdict.submission')
      .select(['verdict.outcome', (expression) => expression.fn.countAll<number>().as('count')])
      .where('submission.guild', '=', guild)
      .where('verdict.at', '>=', since)
      .where('verdict.replayed', '=', 0)
      .groupBy('verdict.outcome')
      .execute();
    const count = (outcome: string): number =>
      Number(rows.find((row) => row.outcome === outcome)?.count ?? 0);
    return Object.fromEntries(
      outcomes.map((outcome) => [outcome, count(outcome)]),
    ) as unknown as OutcomeCounts;
  }

  async outcomesBySlice(
    guild: string,
    since: number,
    sliceMs: number,
  ): Promise<readonly { readonly slice: number; readonly outcome: string; readonly count: number }[]> {
    const slice = sql<number>`verdict.at / ${sql.lit(sliceMs)}`;
    const rows = await verdictsWithSubmission(this.#db)
      .select([
        slice.as('slice'),
        'verdict.outcome as outcome',
        (expression) => expression.fn.countAll<number>().as('count'),
      ])
      .where('submission.guild', '=', guild)
      .where('verdict.at', '>=', since)
      .where('verdict.replayed', '=', 0)
      .groupBy([slice, 'verdict.outcome'])
      .execute();
    return rows.map((row) => ({
      slice: Number(row.slice),
      outcome: row.outcome,
      count: Number(row.count),
    }));
  }

  async failuresSince(guild: string, since: number): Promise<readonly FailedRun[]> {
    const rows = await verdictsWithSubmission(this.#db)
      .whereRef('submission.standing_run', '=', 'verdict.run')
      .select(['submission.user as user', 'verdict.at as at', 'verdict.body as body'])
      .where('submission.guild', '=', guild)
      .where('verdict.outcome', '=', 'failed')
      .where('verdict.at', '>=', since)
      .orderBy('verdict.at', 'desc')
      .limit(mostFailures)
      .execute();
    return rows.flatMap(failureOf);
  }

  async defectsSince(guild: string, since: number): Promise<Defects> {
    const [odd, unreadable] = await Promise.all([
      verdictsWithSubmission(this.#db)
        .select('verdict.body as body')
        .where('submission.guild', '=', guild)
        .where('verdict.outcome', 'in', ['passed', 'failed'])
        .where('verdict.at', '>=', since)
        .where('verdict.replayed', '=', 0)
        .where('verdict.body', 'like', '%"contradictions":[{%')
        .limit(mostFailures)
        .execute(),
      verdictsWithSubmission(this.#db)
        .select((expression) => expression.fn.countAll<number>().as('count'))
        .where('submission.guild', '=', guild)
        .where('verdict.outcome', '=', 'error')
        .where('verdict.reason', '=', 'verdict-unreadable')
        .where('verdict.at', '>=', since)
        .executeTakeFirstOrThrow(),
    ]);
    return { contradictions: contradictionsOf(odd), unreadable: Number(unreadable.count) };
  }
}
