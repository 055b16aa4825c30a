import type { Kysely, Selectable } from 'kysely';
import { digestOfFiles, studentFilesSchema } from '../../submission/files.ts';
import { huntSchema } from '../../submission/practice.ts';
import { type Verdict, verdictSchema } from '../../submission/verdict.ts';
import type { NotificationCursor } from '../backlog.ts';
import type { PracticeRecords, PracticeRun, PracticeScope, ReceivedPractice } from '../practice.ts';
import type { Student } from '../student.ts';
import type { ReplyPlace } from '../submissions.ts';
import type { Tables } from './tables.ts';

/** {@link PracticeRecords} in SQL. */
export class SqlPracticeRecords implements PracticeRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async create(work: ReceivedPractice): Promise<PracticeRun> {
    const row = {
      id: work.id,
      guild: work.student.guild,
      user: work.student.user,
      lesson: work.lesson.slug,
      lesson_digest: work.lesson.digest,
      files: JSON.stringify(work.files),
      received_at: work.receivedAt,
      hunt: JSON.stringify(work.hunt),
      reply: work.reply === null ? null : JSON.stringify(work.reply),
      verdict: null,
      judged_at: null,
    };
    const turn = { id: row.id, guild: row.guild, user: row.user, at: row.received_at };
    await this.#db.transaction().execute(async (transaction) => {
      // A retry after a lost response finds the row already inserted.
      await transaction
        .insertInto('practice')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      await transaction
        .insertInto('practice_turn')
        .values(turn)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    });
    return toPractice(row);
  }

  async get(id: string): Promise<PracticeRun | null> {
    const row = await this.#db.selectFrom('practice').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : toPractice(row);
  }

  async setReply(id: string, reply: ReplyPlace): Promise<void> {
    await this.#db
      .updateTable('practice')
      .set({ reply: JSON.stringify(reply) })
      .where('id', '=', id)
      .execute();
  }

  async turnsSince(student: Student, since: number): Promise<readonly number[]> {
    const rows = await this.#db
      .selectFrom('practice_turn')
      .select('at')
      .where('guild', '=', student.guild)
      .where('user', '=', student.user)
      .where('at', '>', since)
      .orderBy('at')
      .execute();
    return rows.map(({ at }) => Number(at));
  }

  judge(id: string, verdict: Verdict, at: number): Promise<boolean> {
    return this.#db.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('practice')
        .set({ verdict: JSON.stringify(verdict), judged_at: at })
        .where('id', '=', id)
        .where('judged_at', 'is', null)
        .executeTakeFirstOrThrow();
      const isJudged = numUpdatedRows === 1n;
      if (isJudged && !isTurn(verdict))
        await transaction.deleteFrom('practice_turn').where('id', '=', id).execute();
      return isJudged;
    });
  }

  async underway(limit: number, of?: PracticeScope): Promise<readonly PracticeRun[]> {
    const rows = await this.#db
      .selectFrom('practice')
      .selectAll()
      .where('judged_at', 'is', null)
      .$if(of !== undefined, (query) => query.where('guild', '=', of?.guild ?? ''))
      .$if(of?.user !== undefined, (query) => query.where('user', '=', of?.user ?? ''))
      .orderBy('received_at')
      .limit(limit)
      .execute();
    return rows.map(toPractice);
  }

  async unnotified(limit: number, after?: NotificationCursor): Promise<readonly PracticeRun[]> {
    const at = after?.judgedAt ?? null;
    const rows = await this.#db
      .selectFrom('practice')
      .selectAll()
      .where('judged_at', 'is not', null)
      .$if(at !== null, (query) =>
        query.where((where) =>
          where.or([
            where('judged_at', '>', at),
            where.and([where('judged_at', '=', at), where('id', '>', after?.id ?? '')]),
          ]),
        ),
      )
      .orderBy('judged_at')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(toPractice);
  }

  async forget(id: string): Promise<void> {
    await this.#db.deleteFrom('practice').where('id', '=', id).execute();
  }

  discard(id: string): Promise<void> {
    return this.#db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('practice').where('id', '=', id).execute();
      await transaction.deleteFrom('practice_turn').where('id', '=', id).execute();
    });
  }
}

/** A run that ended in an internal error, or was ended by somebody else, does not cost the student a turn. */
const isTurn = ({ outcome, reason }: Verdict): boolean =>
  outcome === 'passed' || outcome === 'failed' || reason === 'by-student';

function toPractice(row: Selectable<Tables['practice']>): PracticeRun {
  const files = studentFilesSchema.parse(JSON.parse(row.files));
  return {
    id: row.id,
    student: { guild: row.guild, user: row.user },
    lesson: { slug: row.lesson, digest: row.lesson_digest },
    files,
    filesDigest: digestOfFiles(files),
    receivedAt: Number(row.received_at),
    run: 1,
    runBy: 'student',
    state: row.judged_at === null ? 'queued' : 'judged',
    reply: row.reply === null ? null : (JSON.parse(row.reply) as ReplyPlace),
    verdict: row.verdict === null ? null : verdictSchema.parse(JSON.parse(row.verdict)),
    judgedAt: row.judged_at === null ? null : Number(row.judged_at),
    hunt: huntSchema.parse(JSON.parse(row.hunt)),
  };
}
