import type { Records, Submission } from '../../records/records.ts';
import { gradeStanding, rerunEntry, submissionTimeliness } from '../../teaching/standing.ts';
import type { Locale } from '../../wording/wording.ts';
import { lateNotes, recordedNotes, rerunNote } from '../render/lesson/due-date.ts';
import { sourceNotes } from '../render/verification/pull-request.ts';

/**
 * Notes that a student gets with a verdict: where the files come from, that the submission is late, the recorded grade, who had
 * it verified again and why.
 */
export async function verdictNotes(
  locale: Locale,
  submission: Submission,
  records: Pick<Records, 'grades' | 'attempts' | 'audit'>,
): Promise<readonly string[]> {
  const { student, lesson, receivedAt, verdict, runBy } = submission;
  const counts = verdict?.outcome === 'passed' || verdict?.outcome === 'failed';
  const [timeliness, standing, entry] = await Promise.all([
    submissionTimeliness(records, student, lesson.slug, receivedAt),
    gradeStanding(records, student, lesson.slug),
    rerunEntry(records, submission),
  ]);
  const late = counts ? lateNotes(locale, timeliness) : [];
  return [
    ...sourceNotes(locale, submission.pullRequest),
    ...(runBy === 'ta' ? [rerunNote(locale, entry)] : []),
    ...late,
    ...(verdict?.outcome === 'passed' && timeliness.points !== null ? recordedNotes(locale, standing) : []),
  ];
}

/** Notes that a student gets right after submitting: where the files come from, that the submission is late. */
export async function submissionNotes(
  locale: Locale,
  { student, lesson, receivedAt, pullRequest }: Submission,
  records: Pick<Records, 'grades'>,
): Promise<readonly string[]> {
  const late = lateNotes(locale, await submissionTimeliness(records, student, lesson.slug, receivedAt));
  return [...sourceNotes(locale, pullRequest), ...late];
}
