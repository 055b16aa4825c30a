import type { Kysely } from 'kysely';
import type { PersonalDataRecords, StoredPersonalData } from '../personal-data.ts';
import type { Student } from '../student.ts';
import { submissionsAndStanding } from './queries.ts';
import { reduceSubmissions } from './reduced-verdicts.ts';
import type { Tables } from './tables.ts';

const ofStudent = (student: Student) => ({ guild: student.guild, user: student.user });

/**
 * Tables with a student's own data that no grade needs. The class list, grades, extensions and actions of teaching assistants are
 * the teachers' own records.
 */
const ownTables = [
  'remembered_file',
  'file_change',
  'file_piece',
  'hint_taken',
  'hint_rung',
  'check_done',
  'checklist_tick',
  'member_name',
  'ask',
  'todo_standing',
  'todo_seen',
  'no_reminder',
  'own_lesson',
  'dead_letter',
  'practice',
  'practice_turn',
] as const;

/** Submissions per pruning step, limited because a step occupies SQLite's only connection. */
const step = 200;

/** {@link PersonalDataRecords} in SQL. */
export class SqlPersonalDataRecords implements PersonalDataRecords {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async of(student: Student): Promise<StoredPersonalData> {
    const own = ofStudent(student);
    const files = await this.#db
      .selectFrom('remembered_file')
      .select(['lesson', 'path', 'text', 'received_at'])
      .where((where) => where.and(own))
      .orderBy('lesson')
      .orderBy('path')
      .execute();
    const submissions = await submissionsAndStanding(this.#db)
      .select([
        'submission.id as id',
        'submission.lesson as lesson',
        'submission.received_at as at',
        'submission.files as files',
        'submission.pull_request_url as pullRequest',
        'verdict.outcome as outcome',
      ])
      .where('submission.guild', '=', student.guild)
      .where('submission.user', '=', student.user)
      .orderBy('submission.received_at')
      .execute();
    const person = await this.#db
      .selectFrom('person')
      .select(['locale', 'dm_channel'])
      .where('user', '=', student.user)
      .executeTakeFirst();
    return {
      files: files.map((file) => ({
        lesson: file.lesson,
        path: file.path,
        bytes: Buffer.byteLength(file.text),
        receivedAt: file.received_at,
      })),
      submissions: submissions.map((one) => ({
        id: one.id,
        lesson: one.lesson,
        receivedAt: one.at,
        outcome: one.outcome as StoredPersonalData['submissions'][number]['outcome'],
        withFiles: one.files !== '{}',
      })),
      pullRequests: [...new Set(submissions.flatMap(({ pullRequest }) => pullRequest ?? []))],
      ...(await this.#countsOf(student)),
      ...(await this.#choicesOf(student)),
      locale: person?.locale ?? null,
      dm: (person?.dm_channel ?? null) !== null,
    };
  }

  async #countsOf(
    student: Student,
  ): Promise<Pick<StoredPersonalData, 'hints' | 'checks' | 'asks' | 'ticks'>> {
    const count = async (table: 'hint_taken' | 'check_done' | 'ask' | 'checklist_tick'): Promise<number> => {
      const row = await this.#db
        .selectFrom(table)
        .select((expression) => expression.fn.countAll<number>().as('count'))
        .where((where) => where.and(ofStudent(student)))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    };
    return {
      hints: await count('hint_taken'),
      checks: await count('check_done'),
      asks: await count('ask'),
      ticks: await count('checklist_tick'),
    };
  }

  async #choicesOf(student: Student): Promise<Pick<StoredPersonalData, 'name' | 'ownLessons'>> {
    const own = ofStudent(student);
    const member = await this.#db
      .selectFrom('member_name')
      .select('name')
      .where((where) => where.and(own))
      .executeTakeFirst();
    const lessons = await this.#db
      .selectFrom('own_lesson')
      .select('lesson')
      .distinct()
      .where((where) => where.and(own))
      .orderBy('lesson')
      .execute();
    return { name: member?.name ?? null, ownLessons: lessons.map(({ lesson }) => lesson) };
  }

  erase(student: Student, keepsResults: (lesson: string) => boolean): Promise<void> {
    return this.#db.transaction().execute(async (transaction) => {
      const own = ofStudent(student);
      for (const table of ownTables) {
        await transaction
          .deleteFrom(table)
          .where((where) => where.and(own))
          .execute();
      }
      const rows = await transaction
        .selectFrom('submission')
        .select(['id', 'lesson'])
        .where((where) => where.and(own))
        // A submission in progress is needed until it has a verdict.
        .where('state', '=', 'judged')
        .execute();
      await reduceSubmissions(
        transaction,
        rows.filter((row) => keepsResults(row.lesson)).map((row) => row.id),
      );
      const gone = rows.filter((row) => !keepsResults(row.lesson)).map((row) => row.id);
      if (gone.length > 0) {
        await transaction.deleteFrom('verdict').where('submission', 'in', gone).execute();
        await transaction.deleteFrom('submission').where('id', 'in', gone).execute();
      }
      await transaction.deleteFrom('dm_choice').where('user', '=', student.user).execute();
      await transaction.deleteFrom('person').where('user', '=', student.user).execute();
    });
  }

  async prune(before: number): Promise<{ readonly submissions: number; readonly files: number }> {
    let submissions = 0;
    for (;;) {
      const taken = await this.#db.transaction().execute(async (transaction) => {
        const old = await transaction
          .selectFrom('submission')
          .select('id')
          .where('state', '=', 'judged')
          .where('told_at', 'is not', null)
          .where('judged_at', '<', before)
          .where('files', '!=', '{}')
          .orderBy('judged_at')
          .limit(step)
          .execute();
        await reduceSubmissions(
          transaction,
          old.map((row) => row.id),
        );
        return old.length;
      });
      submissions += taken;
      if (taken < step) break;
    }
    const deleted = (result: { readonly numDeletedRows: bigint }): number => Number(result.numDeletedRows);
    const files = await this.#db
      .deleteFrom('remembered_file')
      .where('received_at', '<', before)
      .executeTakeFirstOrThrow();
    for (const table of ['hint_taken', 'hint_rung'] as const) {
      await this.#db.deleteFrom(table).where('first_at', '<', before).execute();
    }
    for (const table of [
      'check_done',
      'checklist_tick',
      'todo_seen',
      'todo_standing',
      'file_change',
      'file_piece',
      'practice_turn',
    ] as const) {
      await this.#db.deleteFrom(table).where('at', '<', before).execute();
    }
    await this.#db.deleteFrom('ask').where('closed_at', '<', before).execute();
    await this.#db.deleteFrom('dead_letter').where('at', '<', before).execute();
    await this.#db.deleteFrom('practice').where('judged_at', '<', before).execute();
    return { submissions, files: deleted(files) };
  }
}
