import type { Kysely, Selectable, Transaction } from 'kysely';
import { studentFilesSchema } from '../../submission/files.ts';
import { submittedPullRequestSchema } from '../../submission/pull-request.ts';
import { verdictSchema } from '../../submission/verdict.ts';
import type { Student } from '../student.ts';
import type { ReplyPlace, Submission } from '../submissions.ts';
import type { Tables } from './tables.ts';

/** The key of data that belongs to a student in one lesson. */
export const studentKey = (student: Student, lesson: string) => ({
  guild: student.guild,
  user: student.user,
  lesson,
});

/**
 * Every submission, with its standing verdict if there is one: that of the newest run that passed or failed, else that of the
 * newest run. All others are history.
 */
export const submissionsAndStanding = (db: Kysely<Tables> | Transaction<Tables>) =>
  db
    .selectFrom('submission')
    .leftJoin('verdict', (join) =>
      join
        .onRef('verdict.submission', '=', 'submission.id')
        .onRef('verdict.run', '=', 'submission.standing_run'),
    );

/** The submissions that have a standing verdict, with that verdict. */
export const judgedSubmissions = (db: Kysely<Tables>) =>
  db
    .selectFrom('submission')
    .innerJoin('verdict', (join) =>
      join
        .onRef('verdict.submission', '=', 'submission.id')
        .onRef('verdict.run', '=', 'submission.standing_run'),
    );

/** Every submission in full, with the body of its standing verdict, as {@link toSubmission} needs it. */
export const submissionsWithVerdict = (db: Kysely<Tables> | Transaction<Tables>) =>
  submissionsAndStanding(db).selectAll('submission').select('verdict.body as body');

/**
 * Verdicts, each with its submission, scanned by the verdicts' time however many submissions there are: SQLite keeps the order of
 * a cross join.
 */
export const verdictsWithSubmission = (db: Kysely<Tables>) =>
  db.selectFrom('verdict').crossJoin('submission').whereRef('submission.id', '=', 'verdict.submission');

type SubmissionRow = Selectable<Tables['submission']> & { readonly body: string | null };

export const toSubmission = (row: SubmissionRow): Submission => ({
  id: row.id,
  student: { guild: row.guild, user: row.user },
  lesson: { slug: row.lesson, digest: row.lesson_digest },
  files: studentFilesSchema.parse(JSON.parse(row.files)),
  filesDigest: row.files_digest,
  receivedAt: row.received_at,
  run: row.run,
  runBy: row.run_by ?? 'student',
  state: row.state,
  reply: row.reply === null ? null : (JSON.parse(row.reply) as ReplyPlace),
  verdict: row.body === null ? null : verdictSchema.parse(JSON.parse(row.body)),
  judgedAt: row.judged_at,
  notifiedAt: row.told_at,
  pullRequest: toPullRequest(row.pull_request),
});

export const toPullRequest = (json: string | null): Submission['pullRequest'] =>
  json === null ? null : submittedPullRequestSchema.parse(JSON.parse(json));
