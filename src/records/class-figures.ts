import { setImmediate as othersFirst } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Outcome } from '../submission/verdict.ts';
import { failureOf, readTodos } from './progress-rows.ts';
import { submissionsAndStanding } from './standing.ts';
import type { Tables } from './tables.ts';
import type { AttemptLine, ProgressRecords } from './teaching.ts';

/**
 * SQLite answers in the bot's only thread. What concerns a whole class is asked for so many students at a time, a few
 * milliseconds each, and between two questions others get their turn.
 */
const studentsAtOnce = 50;

/** Users from the first to the last, both included, in the order of their ids. */
interface Range {
  readonly first: string;
  readonly last: string;
}

/** How a whole class stands, counted by the database. Where it is up to one student, it is in progress.ts. */
export function classFigures(
  db: Kysely<Tables>,
): Pick<
  ProgressRecords,
  'todoStandings' | 'attempts' | 'attemptsOf' | 'attemptFigures' | 'latestOutcomes' | 'hintsOfClass'
> {
  /** Asks for everybody who handed something in, some at a time. */
  const ofAll = async <T>(
    guild: string,
    lesson: string,
    ask: (range: Range) => Promise<readonly T[]>,
  ): Promise<readonly T[]> => {
    const users = await db
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
      for (const one of await ask({ first, last })) found.push(one);
    }
    return found;
  };

  /** Submissions of these students, with the verdict of the run that counts where there is one. */
  const submissions = (guild: string, lesson: string, { first, last }: Range) =>
    submissionsAndStanding(db)
      .where('submission.guild', '=', guild)
      .where('submission.lesson', '=', lesson)
      .where('submission.user', '>=', first)
      .where('submission.user', '<=', last);

  const attempts = async (guild: string, lesson: string, range: Range): Promise<readonly AttemptLine[]> => {
    const rows = await submissions(guild, lesson, range)
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
  };

  return {
    todoStandings: async (guild, lesson) => {
      const rows = await db
        .selectFrom('todo_standing')
        .select(['user', 'at', 'todos'])
        .where('guild', '=', guild)
        .where('lesson', '=', lesson)
        .execute();
      return rows.map((row) => ({ user: row.user, at: row.at, todos: readTodos(row.todos) }));
    },
    attempts: async (guild, lesson) =>
      (await ofAll(guild, lesson, (range) => attempts(guild, lesson, range))).toSorted(
        (a, b) => a.receivedAt - b.receivedAt || (a.submission < b.submission ? -1 : 1),
      ),
    attemptsOf: ({ guild, user }, lesson) => attempts(guild, lesson, { first: user, last: user }),
    attemptFigures: (guild, lesson) =>
      ofAll(guild, lesson, async (range) => {
        const rows = await submissions(guild, lesson, range)
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
      }),
    latestOutcomes: (guild, lesson) =>
      ofAll(guild, lesson, async (range) => {
        const rows = await submissions(guild, lesson, range)
          .innerJoin(
            db
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
      }),
    hintsOfClass: (guild, lesson) =>
      db
        .selectFrom('hint_taken')
        .select(['user', 'todo', 'times'])
        .where('guild', '=', guild)
        .where('lesson', '=', lesson)
        .orderBy('todo')
        .execute(),
  };
}
