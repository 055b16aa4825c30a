import type { CheckReport } from '../../check/report.ts';
import { TooMuchAtOnce, UnreadableText } from '../../checker/failures.ts';
import type { TextReader } from '../../checker/text-reader.ts';
import type { Desk } from '../../desk/desk.ts';
import type { LessonWithTree } from '../../library/library.ts';
import type { Records } from '../../records/records.ts';
import { type StudentView, studentView } from '../../teaching/views.ts';

/** A student's page: what the records have, and what the check says of her files as they are now. */
export interface StudentPage {
  readonly view: StudentView;
  readonly name: string | null;
  /** Null while nothing of hers is remembered. */
  readonly report: CheckReport | null;
  readonly lesson: LessonWithTree['lesson'];
  /** What those are called who did something about her, as far as it is known. */
  readonly people: Readonly<Record<string, string | null>>;
}

export async function loadStudentPage(
  parts: { readonly records: Records; readonly desk: Pick<Desk, 'status'>; readonly reading: TextReader },
  student: { readonly guild: string; readonly user: string },
  shelved: LessonWithTree,
  name: string | null,
  nameOf: (user: string) => string | null,
): Promise<StudentPage> {
  const { lesson, tree } = shelved;
  const view = await studentView(parts.records, parts.desk, student, lesson);
  const files = Object.fromEntries(view.files.map((file) => [file.path, file.text]));
  const report =
    view.files.length === 0
      ? null
      : await orNull(parts.reading.check({ student: { files, complete: true }, lesson, tree }, student));
  const known = name ?? view.roster?.name ?? null;
  const doers = view.audit.map(({ who }) => [who, nameOf(who)] as const);
  return { view, name: known, report, lesson, people: Object.fromEntries([...doers, [student.user, known]]) };
}

/** SubmittedFiles that cannot be read are shown without what the check says. */
async function orNull(reading: Promise<CheckReport>): Promise<CheckReport | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UnreadableText || error instanceof TooMuchAtOnce) return null;
    throw error;
  }
}
