import { type Kysely, sql } from 'kysely';
import type { Cell } from '../class/class-view.ts';
import type { FailedRun } from '../class/same-failure.ts';
import { newId } from '../submission/ids.ts';
import { type Outcome, verdictSchema } from '../submission/verdict.ts';
import type { Student } from './records.ts';
import type { Tables } from './tables.ts';
import type { AttemptLine, ProgressRecords } from './teaching.ts';

const readTodos = (json: string): Readonly<Record<number, Cell>> => JSON.parse(json) as Record<number, Cell>;

/** Failed runs beyond this many are not looked at: a pattern shows in fewer. */
const mostFailures = 500;

/** What is looked at of many verdicts at once. */
const whereAndWhy = verdictSchema.pick({ todo: true, reason: true }).loose();

/** More than this of one state are not counted: the board says the same of a thousand and of ten thousand. */
const mostCounted = 1_000;

/** How far students are: what checks saw, what verifications found, which hints were taken. */
export function progressRecords(db: Kysely<Tables>): ProgressRecords {
  const key = (student: Student, lesson: string) => ({ guild: student.guild, user: student.user, lesson });

  const toFailure = (row: {
    readonly user: string;
    readonly at: number;
    readonly body: string;
  }): readonly FailedRun[] => {
    const { todo, reason } = whereAndWhy.parse(JSON.parse(row.body));
    return reason === null ? [] : [{ user: row.user, at: row.at, todo, reason }];
  };

  /** Submissions with the verdict of their current run. */
  const judged = () =>
    db
      .selectFrom('submission')
      .innerJoin('verdict', (join) =>
        join.onRef('verdict.submission', '=', 'submission.id').onRef('verdict.run', '=', 'submission.run'),
      );

  const attempts = async (of: {
    readonly guild: string;
    readonly lesson: string;
    readonly user?: string;
  }): Promise<readonly AttemptLine[]> => {
    const rows = await db
      .selectFrom('submission')
      .leftJoin('verdict', (join) =>
        join.onRef('verdict.submission', '=', 'submission.id').onRef('verdict.run', '=', 'submission.run'),
      )
      .select([
        'submission.user as user',
        'submission.id as submission',
        'submission.received_at as receivedAt',
        'verdict.outcome as outcome',
      ])
      .where('submission.guild', '=', of.guild)
      .where('submission.lesson', '=', of.lesson)
      .$if(of.user !== undefined, (query) => query.where('submission.user', '=', of.user ?? ''))
      .orderBy('submission.received_at')
      .orderBy('submission.id')
      .execute();
    return rows.map((row) => ({ ...row, outcome: row.outcome as Outcome | null }));
  };

  return {
    todosSeen: (student, lesson, todos, at) =>
      db.transaction().execute(async (transaction) => {
        const json = JSON.stringify(todos);
        const before = await transaction
          .selectFrom('todo_standing')
          .select('todos')
          .where((where) => where.and(key(student, lesson)))
          .executeTakeFirst();
        await transaction
          .insertInto('todo_standing')
          .values({ ...key(student, lesson), at, todos: json })
          .onConflict((conflict) =>
            conflict.columns(['guild', 'lesson', 'user']).doUpdateSet({ at, todos: json }),
          )
          .execute();
        if (before?.todos === json) return;
        await transaction
          .insertInto('todo_seen')
          .values({ id: newId('t'), ...key(student, lesson), at, todos: json })
          .execute();
      }),
    todoStandings: async (guild, lesson) => {
      const rows = await db
        .selectFrom('todo_standing')
        .select(['user', 'at', 'todos'])
        .where('guild', '=', guild)
        .where('lesson', '=', lesson)
        .execute();
      return rows.map((row) => ({ user: row.user, at: row.at, todos: readTodos(row.todos) }));
    },
    todoHistory: async (student, lesson) => {
      const rows = await db
        .selectFrom('todo_seen')
        .select(['at', 'todos'])
        .where((where) => where.and(key(student, lesson)))
        .orderBy('at')
        .limit(2_000)
        .execute();
      return rows.map((row) => ({ at: row.at, todos: readTodos(row.todos) }));
    },
    signsOf: async (student, lesson) => {
      const own = key(student, lesson);
      const [checks, hints, submissions] = await Promise.all([
        db
          .selectFrom('check_done')
          .select('at')
          .where((where) => where.and(own))
          .execute(),
        db
          .selectFrom('hint_taken')
          .select('first_at as at')
          .where((where) => where.and(own))
          .execute(),
        db
          .selectFrom('submission')
          .select('received_at as at')
          .where((where) => where.and(own))
          .execute(),
      ]);
      return [...checks, ...hints, ...submissions].map((row) => row.at);
    },
    attempts: (guild, lesson) => attempts({ guild, lesson }),
    attemptsOf: (student, lesson) => attempts({ guild: student.guild, lesson, user: student.user }),
    attemptFigures: async (guild, lesson) => {
      const rows = await db
        .selectFrom('submission')
        .leftJoin('verdict', (join) =>
          join.onRef('verdict.submission', '=', 'submission.id').onRef('verdict.run', '=', 'submission.run'),
        )
        .select([
          'submission.user as user',
          sql<number>`sum(case when verdict.outcome in ('passed', 'failed') then 1 else 0 end)`.as('rated'),
          sql<number | null>`min(case when verdict.outcome = 'passed' then submission.received_at end)`.as(
            'passedAt',
          ),
          (expression) => expression.fn.max('submission.received_at').as('latestAt'),
        ])
        .where('submission.guild', '=', guild)
        .where('submission.lesson', '=', lesson)
        .groupBy('submission.user')
        .execute();
      return rows.map((row) => ({
        user: row.user,
        rated: Number(row.rated),
        passedAt: row.passedAt === null ? null : Number(row.passedAt),
        latestAt: Number(row.latestAt),
      }));
    },
    latestOutcomes: async (guild, lesson) => {
      const rows = await db
        .selectFrom('submission')
        .innerJoin(
          db
            .selectFrom('submission')
            .select(['user', (expression) => expression.fn.max('received_at').as('newest')])
            .where('guild', '=', guild)
            .where('lesson', '=', lesson)
            .groupBy('user')
            .as('last'),
          (join) =>
            join
              .onRef('last.user', '=', 'submission.user')
              .onRef('last.newest', '=', 'submission.received_at'),
        )
        .leftJoin('verdict', (join) =>
          join.onRef('verdict.submission', '=', 'submission.id').onRef('verdict.run', '=', 'submission.run'),
        )
        .select([
          'submission.user as user',
          'submission.received_at as receivedAt',
          'verdict.outcome as outcome',
          'verdict.at as at',
          sql<string | null>`case when verdict.outcome = 'failed' then verdict.body end`.as('body'),
        ])
        .where('submission.guild', '=', guild)
        .where('submission.lesson', '=', lesson)
        .execute();
      return rows.map(({ user, receivedAt, outcome, at, body }) => ({
        user,
        receivedAt,
        outcome: outcome as Outcome | null,
        failure: at === null || body === null ? null : (toFailure({ user, at, body })[0] ?? null),
      }));
    },
    failuresSince: async (guild, since) => {
      const rows = await judged()
        .select(['submission.user as user', 'verdict.at as at', 'verdict.body as body'])
        .where('submission.guild', '=', guild)
        .where('verdict.outcome', '=', 'failed')
        .where('verdict.at', '>=', since)
        .orderBy('verdict.at', 'desc')
        .limit(mostFailures)
        .execute();
      return rows.flatMap(toFailure);
    },
    hintsOfClass: (guild, lesson) =>
      db
        .selectFrom('hint_taken')
        .select(['user', 'todo', 'times'])
        .where('guild', '=', guild)
        .where('lesson', '=', lesson)
        .orderBy('todo')
        .execute(),
    pastRuns: async (student, lesson, limit) => {
      const rows = await db
        .selectFrom('verdict')
        .innerJoin('submission', 'submission.id', 'verdict.submission')
        .select([
          'verdict.submission as submission',
          'verdict.run as run',
          'submission.run as current',
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
    },
    outcomesBySlice: async (guild, since, sliceMs) => {
      const slice = sql<number>`verdict.at / ${sql.lit(sliceMs)}`;
      const rows = await db
        .selectFrom('verdict')
        .innerJoin('submission', 'submission.id', 'verdict.submission')
        .select([
          slice.as('slice'),
          'verdict.outcome as outcome',
          (expression) => expression.fn.countAll<number>().as('count'),
        ])
        .where('submission.guild', '=', guild)
        .where('verdict.at', '>=', since)
        .groupBy([slice, 'verdict.outcome'])
        .execute();
      return rows.map((row) => ({
        slice: Number(row.slice),
        outcome: row.outcome,
        count: Number(row.count),
      }));
    },
    unjudgedOf: async (guild) => {
      // Each is a short walk along an index, however much waits.
      const waiting = (state: 'recorded' | 'queued') =>
        db
          .selectFrom('submission')
          .select('received_at')
          .where('guild', '=', guild)
          .where('state', '=', state)
          .orderBy('received_at')
          .limit(mostCounted)
          .execute();
      const rows = (await Promise.all([waiting('recorded'), waiting('queued')])).flat();
      return {
        count: rows.length,
        oldest:
          rows.length === 0 ? null : rows.reduce((min, row) => Math.min(min, row.received_at), Infinity),
      };
    },
  };
}
