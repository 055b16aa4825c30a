import { type Grade, gradeOf, type Timeliness, timelinessOf } from '../grading/grade.ts';
import type { Policy } from '../grading/policy.ts';
import type { AuditEntry, Records, Student, Submission } from '../records/records.ts';

/** What a student is shown of their grade in a lesson. */
export interface GradeStanding {
  readonly policy: Policy;
  readonly grade: Grade;
}

export async function gradeStanding(
  records: Pick<Records, 'grades' | 'attempts'>,
  student: Student,
  lesson: string,
): Promise<GradeStanding> {
  const { guild, user } = student;
  const [policy, extensions, overrides, attempts] = await Promise.all([
    records.grades.policy(guild, lesson),
    records.grades.extensions(guild, lesson),
    records.grades.overrides(guild, lesson),
    records.attempts.of(student, lesson),
  ]);
  const grade = gradeOf(attempts, policy, extensions.get(user) ?? null, overrides.get(user) ?? null);
  return { policy, grade };
}

/** How the time of a submission relates to the due date. */
export async function submissionTimeliness(
  records: Pick<Records, 'grades'>,
  student: Student,
  lesson: string,
  receivedAt: number,
): Promise<Timeliness> {
  const [policy, extensions] = await Promise.all([
    records.grades.policy(student.guild, lesson),
    records.grades.extensions(student.guild, lesson),
  ]);
  return timelinessOf(receivedAt, policy, extensions.get(student.user) ?? null);
}

/** How many audit entries are searched for the person who started a run. */
const entriesRead = 200;

/** Why the newest run of a submission was started by a teaching assistant; null when the log does not say, or a student did it. */
export async function rerunEntry(
  records: Pick<Records, 'audit'>,
  { id, student, runBy }: Submission,
): Promise<AuditEntry | null> {
  if (runBy !== 'ta') return null;
  const entries = await records.audit.entries(student.guild, { limit: entriesRead });
  return (
    entries.find(
      ({ action, details }) =>
        (action === 'queue.retry' && details.submission === id) || action === 'regrade.apply',
    ) ?? null
  );
}
