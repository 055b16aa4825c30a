import type { Kysely } from 'kysely';
import type { BacklogRecords, NotificationCursor } from '../backlog.ts';
import type { Student } from '../student.ts';
import type { Submission } from '../submissions.ts';
import { submissionsWithVerdict, toSubmission } from './queries.ts';
import type { Tables } from './tables.ts';

/** Counting stops at this number per state: the board makes no difference between a thousand and ten thousand. */
const mostCounted = 1_000;

/** {@link BacklogRecords} in SQL. */
export class SqlBacklogRecords implements BacklogRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async unqueued(limit: number): Promise<readonly Submission[]> {
    const rows = await submissionsWithVerdict(this.#db)
      .where('submission.state', '=', 'recorded')
      .orderBy('submission.received_at')
      .limit(limit)
      .execute();
    return rows.map(toSubmission);
  }

  async unjudged(limit: number): Promise<readonly Submission[]> {
    const rows = await submissionsWithVerdict(this.#db)
      .where('submission.state', '=', 'queued')
      .orderBy('submission.received_at')
      .limit(limit)
      .execute();
    return rows.map(toSubmission);
  }

  async unnotified(limit: number, after?: NotificationCursor): Promise<readonly Submission[]> {
    const at = after?.judgedAt ?? null;
    const rows = await submissionsWithVerdict(this.#db)
      .where('submission.state', '=', 'judged')
      .where('submission.told_at', 'is', null)
      .$if(after !== undefined && at !== null, (query) =>
        query.where((where) =>
          where.or([
            where('submission.judged_at', '>', at),
            where.and([where('submission.judged_at', '=', at), where('submission.id', '>', after?.id ?? '')]),
          ]),
        ),
      )
      .orderBy('submission.judged_at')
      .orderBy('submission.id')
      .limit(limit)
      .execute();
    return rows.map(toSubmission);
  }

  async notifiedSince(at: number, limit: number): Promise<readonly Submission[]> {
    const rows = await submissionsWithVerdict(this.#db)
      .where('submission.state', '=', 'judged')
      .where('submission.told_at', '>=', at)
      .orderBy('submission.told_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toSubmission);
  }

  async pendingIn(guild: string): Promise<readonly Submission[]> {
    const rows = await submissionsWithVerdict(this.#db)
      .where('submission.state', 'in', ['recorded', 'queued'])
      .where('submission.guild', '=', guild)
      .orderBy('submission.received_at')
      .execute();
    return rows.map(toSubmission);
  }

  async pendingOf(student: Student, lesson: string): Promise<readonly Submission[]> {
    const rows = await submissionsWithVerdict(this.#db)
      .where('submission.guild', '=', student.guild)
      .where('submission.user', '=', student.user)
      .where('submission.lesson', '=', lesson)
      .where('submission.state', 'in', ['recorded', 'queued'])
      .orderBy('submission.received_at')
      .execute();
    return rows.map(toSubmission);
  }

  async pendingCount(guild: string): Promise<{ readonly count: number; readonly oldest: number | null }> {
    // Each is a short index scan, however many submissions are waiting.
    const waiting = (state: 'recorded' | 'queued') =>
      this.#db
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
      oldest: rows.length === 0 ? null : rows.reduce((min, row) => Math.min(min, row.received_at), Infinity),
    };
  }

  oldestPending(limit: number): Promise<readonly { readonly id: string; readonly receivedAt: number }[]> {
    return this.#db
      .selectFrom('submission')
      .select(['id', 'received_at as receivedAt'])
      .where('state', 'in', ['recorded', 'queued'])
      .orderBy('received_at')
      .limit(limit)
      .execute();
  }

  async parked(guild: string, limit: number): Promise<readonly Submission[]> {
    const rows = await this.#db
      .selectFrom('verdict')
      // In this join order, because internal errors are rare.
      .crossJoin('submission')
      .whereRef('submission.id', '=', 'verdict.submission')
      .whereRef('submission.run', '=', 'verdict.run')
      .selectAll('submission')
      .select('verdict.body as body')
      .where('verdict.outcome', '=', 'error')
      .where('submission.state', '=', 'judged')
      .where('submission.guild', '=', guild)
      // If the student has submitted again since, no other run is needed.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('submission as newer')
              .select('newer.id')
              .whereRef('newer.guild', '=', 'submission.guild')
              .whereRef('newer.user', '=', 'submission.user')
              .whereRef('newer.lesson', '=', 'submission.lesson')
              .whereRef('newer.received_at', '>', 'submission.received_at'),
          ),
        ),
      )
      .orderBy('verdict.at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toSubmission);
  }
}
