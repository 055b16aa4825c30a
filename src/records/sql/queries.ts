import type { Kysely, Selectable, Transaction } from 'kysely';
import { studentFilesSchema } from '../../submission/files.ts';
import { submittedPullRequestSchema } from '../../submission/pull-request.ts';
import { verdictSchema } from '../../submission/verdict.ts';
import type { Student } from '../student.ts';
import type { ReplyPlace, Submission } from '../submissions.ts';
import type { Tables } from './tables.ts';

/** The key of a student's data in a lesson. */
export const studentKey = (student: Student, lesson: string) => ({
  guild: student.guild,
  user: student.user,
  lesson,
});

/**
 * All submissions, with their standing verdicts if they have any: that of the newest run that passed or failed, or else of the newest run.
 * All other verdicts are history.
 */
export const submissionsAndStanding = (db: Kysely<Tables> | Transaction<Tables>) =>
  db
    .selectFrom('submission')
    .leftJoin('verdict', (join) =>
      join
        .onRef('verdict.submission', '=', 'submission.id')
        .onRef('verdict.run', '=', 'submission.standing_run'),
    );

/** Submissions with their standing verdicts, if they have one. */
export const judgedSubmissions = (db: Kysely<Tables>) =>
  db
    .selectFrom('submission')
    .innerJoin('verdict', (join) =>
      join
        .onRef('verdict.submission', '=', 'submission.id')
        .onRef('verdict.run', '=', 'submission.standing_run'),
    );

/** All submissions in full, with the bodies of their standing verdicts, in the form that {@link toSubmission} parses. */
export const submissionsWithVerdict = (db: Kysely<Tables> | Transaction<Tables>) =>
  submissionsAndStanding(db).selectAll('submission').select('verdict.body as body');

/**
 * Verdicts with their submissions, scanned in the order of the verdicts regardless of the number of submissions: SQLite does not reorder a
 * cross join.
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
