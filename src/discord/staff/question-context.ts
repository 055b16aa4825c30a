import type { Question, Records } from '../../records/records.ts';
import type { AskContext } from '../render/staff/ask.ts';

/** The context of a question: the student's latest files, and the verification that it is about, else the latest. */
export async function readQuestionContext(
  question: Question,
  records: Pick<Records, 'workspaces' | 'submissions'>,
): Promise<AskContext> {
  const [files, about] = await Promise.all([
    records.workspaces.files(question.student, question.lesson),
    question.submission === null
      ? records.submissions.latest(question.student, question.lesson)
      : records.submissions.get(question.submission),
  ]);
  const own = about?.student.guild === question.student.guild && about.student.user === question.student.user;
  return { files, submission: own ? about : null };
}
