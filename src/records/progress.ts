import { type Kysely, sql } from 'kysely';
import { newId } from '../submission/ids.ts';
import { verdictSchema } from '../submission/verdict.ts';
import { classFigures } from './class-figures.ts';
import { contradictionsOf, failureOf, readTodos } from './progress-rows.ts';
import type { Student } from './records.ts';
import type { Tables } from './tables.ts';
import type { ProgressRecords } from './teaching.ts';

/** Failed runs beyond this many are not looked at: a pattern shows in fewer. */
const mostFailures = 500;

/** More than this of one state are not counted: the board says the same of a thousand and of ten thousand. */
const mostCounted = 1_000;

/** How far students are: what checks saw, what verifications found, which hints were taken. */
export function progressRecords(db: Kysely<Tables>): ProgressRecords {
  const key = (student: Student, lesson: string) => ({ guild: student.guild, user: student.user, lesson });

  /**
   * Verdicts, each with its submission. They are walked along their own time, however many submissions there are:
   * SQLite keeps the order of a cross join.
   */
  const verdictsFirst = () =>
    db.selectFrom('verdict').crossJoin('submission').whereRef('submission.id', '=', 'verdict.submission');

  return {
    ...classFigures(db),
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
    failuresSince: async (guild, since) => {
      const rows = await verdictsFirst()
        .whereRef('submission.standing_run', '=', 'verdict.run')
        .select(['submission.user as user', 'verdict.at as at', 'verdict.body as body'])
        .where('submission.guild', '=', guild)
        .where('verdict.outcome', '=', 'failed')
        .where('verdict.at', '>=', since)
        .orderBy('verdict.at', 'desc')
        .limit(mostFailures)
        .execute();
      return rows.flatMap(failureOf);
    },
    defectsSince: async (guild, since) => {
      const [odd, unreadable] = await Promise.all([
        verdictsFirst()
          .select('verdict.body as body')
          .where('submission.guild', '=', guild)
          .where('verdict.outcome', 'in', ['passed', 'failed'])
          .where('verdict.at', '>=', since)
          .where('verdict.replayed', '=', 0)
          .where('verdict.body', 'like', '%"contradictions":[{%')
          .limit(mostFailures)
          .execute(),
        verdictsFirst()
          .select((expression) => expression.fn.countAll<number>().as('count'))
          .where('submission.guild', '=', guild)
          .where('verdict.outcome', '=', 'error')
          .where('verdict.reason', '=', 'verdict-unreadable')
          .where('verdict.at', '>=', since)
          .executeTakeFirstOrThrow(),
      ]);
      return { contradictions: contradictionsOf(odd), unreadable: Number(unreadable.count) };
    },
    pastRuns: async (student, lesson, limit) => {
      const rows = await db
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
    },
    outcomesBySlice: async (guild, since, sliceMs) => {
      const slice = sql<number>`verdict.at / ${sql.lit(sliceMs)}`;
      const rows = await verdictsFirst()
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
