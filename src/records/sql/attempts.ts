import { setImmediate as othersFirst } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { FailedRun } from '../../grading/common-failures.ts';
import type { Outcome } from '../../submission/verdict.ts';
import type { AttemptFigures, AttemptLine, AttemptRecords } from '../attempts.ts';
import type { Student } from '../student.ts';
import { submissionsAndStanding } from './queries.ts';
import type { Tables } from './tables.ts';
import { failureOf } from './verdict-rows.ts';

/**
 * SQLite runs in the bot's only thread. Queries about a whole class are therefore split into groups of students that take
 * milliseconds each, and other work runs in between.
 */
const studentsAtOnce = 50;

/** Users from the first to the last, inclusive, ordered by ID. */
interface UserRange {
  readonly first: string;
  readonly last: string;
}

/** {@link AttemptRecords} in SQL. */
export class SqlAttemptRecords implements AttemptRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async all(guild: string, lesson: string): Promise<readonly AttemptLine[]> {
    return (
      await this.#ofEverybody(guild, lesson, (range) => this.#attemptsIn(guild, lesson, range))
    ).toSorted((a, b) => a.receivedAt - b.receivedAt || (a.submission < b.submission ? -1 : 1));
  }

  of({ guild, user }: Student, lesson: string): Promise<readonly AttemptLine[]> {
    return this.#attemptsIn(guild, lesson, { first: user, last: user });
  }

  figures(guild: string, lesson: string): Promise<readonly AttemptFigures[]> {
    return this.#ofEverybody(guild, lesson, async (range) => {
      const rows = await this.#submissionsOf(guild, lesson, range)
        .select([
          'submission.user as user',
          sql<number>`sum(case when verdict.outcome in ('passed', 'failed') and verdict.replayed = 0 then 1 else 0 end)`.as(
            'rated',
          ),
          sql<number | null>`min(case when verdict.outcome = 'passed' then submission.received_at end)`.as(
            'passedAt',
          ),
          (expression) => expression.fn.max('submission.received_at').as('latestAt'),
        ])
        .groupBy('submission.user')
        .execute();
      return rows.map((row) => ({
        user: row.user,
        rated: Number(row.rated),
        passedAt: row.passedAt === null ? null : Number(row.passedAt),
        latestAt: Number(row.latestAt),
      }));
    });
  }

  latestOutcomes(
    guild: string,
    lesson: string,
  ): Promise<
    readonly {
      readonly user: string;
      readonly receivedAt: number;
      readonly outcome: Outcome | null;
      readonly failure: FailedRun | null;
    }[]
  > {
    return this.#ofEverybody(guild, lesson, async (range) => {
      const rows = await this.#submissionsOf(guild, lesson, range)
        .innerJoin(
          this.#db
            .selectFrom('submission')
            .select(['user', (expression) => expression.fn.max('received_at').as('newest')])
            .where('guild', '=', guild)
            .where('lesson', '=', lesson)
            .where('user', '>=', range.first)
            .where('user', '<=', range.last)
            .groupBy('user')
            .as('newest_of'),
          (join) =>
            join
              .onRef('newest_of.user', '=', 'submission.user')
              .onRef('newest_of.newest', '=', 'submission.received_at'),
        )
        .select([
          'submission.user as user',
          'submission.received_at as receivedAt',
          'verdict.outcome as outcome',
          'verdict.at as at',
          sql<string | null>`case when verdict.outcome = 'failed' then verdict.body end`.as('body'),
        ])
        .execute();
      return rows.map(({ user, receivedAt, outcome, at, body }) => ({
        user,
        receivedAt,
        outcome: outcome as Outcome | null,
        failure: at === null || body === null ? null : (failureOf({ user, at, body })[0] ?? null),
      }));
    });
  }

  /** Runs a query for everybody who submitted something, a few students at a time. */
  async #ofEverybody<T>(
    guild: string,
    lesson: string,
    query: (range: UserRange) => Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    const users = await this.#db
      .selectFrom('submission')
      .select('user')
      .distinct()
      .where('guild', '=', guild)
      .where('lesson', '=', lesson)
      .orderBy('user')
      .execute();
    const found: T[] = [];
    for (let i = 0; i < users.length; i += studentsAtOnce) {
      const first = users[i]?.user ?? '';
      const last = users[Math.min(i + studentsAtOnce, users.length) - 1]?.user ?? first;
      await othersFirst();
      for (const one of await query({ first, last })) found.push(one);
    }
    return found;
  }

  /** Submissions of these students, with the standing verdict if there is one. */
  #submissionsOf(guild: string, lesson: string, { first, last }: UserRange) {
    return submissionsAndStanding(this.#db)
      .where('submission.guild', '=', guild)
      .where('submission.lesson', '=', lesson)
      .where('submission.user', '>=', first)
      .where('submission.user', '<=', last);
  }

  async #attemptsIn(guild: string, lesson: string, range: UserRange): Promise<readonly AttemptLine[]> {
    const rows = await this.#submissionsOf(guild, lesson, range)
      .select([
        'submission.user as user',
        'submission.id as submission',
        'submission.received_at as receivedAt',
        'verdict.outcome as outcome',
        'verdict.replayed as replayed',
      ])
      .orderBy('submission.received_at')
      .orderBy('submission.id')
      .execute();
    return rows.map((row) => ({
      ...row,
      outcome: row.outcome as Outcome | null,
      replayed: row.replayed === 1,
    }));
  }
}
