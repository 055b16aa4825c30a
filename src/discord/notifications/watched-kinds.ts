import type { Desk, SubmissionStatus } from '../../desk/desk.ts';
import { lessonIn } from '../../lesson/lesson-in.ts';
import type { LessonWithTree } from '../../library/library.ts';
import type { PracticeRun, Records, Submission } from '../../records/records.ts';
import type { Verdict } from '../../submission/verdict.ts';
import type { Locale } from '../../wording/wording.ts';
import type { Message } from '../render/message.ts';
import { practiceProgress, practiceResult } from '../render/verification/practice.ts';
import { verdictMessage } from '../render/verification/verdict.ts';
import { progressMessage, type VerificationProgress } from '../render/verification/verify.ts';
import type { Watched, WatchedWork } from './live-message.ts';

/** A kind of work that progress messages show: where its state is read, and how it is rendered. */
export interface WatchedKind<Work extends WatchedWork> {
  readonly find: (id: string) => Promise<Work | null>;
  readonly status: (
    work: Work,
  ) => Promise<{ readonly submission: Work; readonly job: SubmissionStatus['job'] } | null>;
  readonly progress: (watched: Watched<Work>, progress: VerificationProgress) => Message;
  readonly verdict: (locale: Locale, work: Work, verdict: Verdict) => Message;
}

/** Submissions, until they have a verdict. */
export const watchedSubmissions = ({
  records,
  desk,
  lesson,
}: {
  readonly records: Pick<Records, 'submissions'>;
  readonly desk: Pick<Desk, 'status'>;
  readonly lesson: (slug: string) => LessonWithTree | null;
}): WatchedKind<Submission> => ({
  find: (id) => records.submissions.get(id),
  status: ({ student, lesson: { slug } }) => desk.status(student, slug),
  progress: (watched, progress) => progressMessage(watched.locale, watched.submission.id, progress, watched),
  verdict: (locale, submission, verdict) => {
    const known = lesson(submission.lesson.slug)?.lesson;
    return verdictMessage(locale, submission, verdict, known === undefined ? null : lessonIn(known, locale));
  },
});

/** Practice runs. */
export const watchedPractice = ({
  records,
  desk,
}: {
  readonly records: Pick<Records, 'practice'>;
  readonly desk: Pick<Desk, 'practice'>;
}): WatchedKind<PracticeRun> => ({
  find: (id) => records.practice.get(id),
  status: ({ id }) => desk.practice.status(id),
  progress: ({ locale, submission }, progress) => practiceProgress(locale, submission, progress),
  verdict: practiceResult,
});
