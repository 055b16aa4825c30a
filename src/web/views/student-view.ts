import type { CheckReport } from '../../check/model/report.ts';
import { TooMuchAtOnce, UnreadableText } from '../../checker/failures.ts';
import type { TextReader } from '../../checker/text-reader.ts';
import type { Desk } from '../../desk/desk.ts';
import type { LessonWithTree } from '../../library/library.ts';
import type { Records } from '../../records/records.ts';
import { type StudentView, studentView } from '../../teaching/views.ts';
import { areWhole } from '../../teaching/whole-files.ts';
import { valueWithin } from '../../timing/time-limit.ts';

/** The result of checking a student's current files. */
export type StudentCheck =
  | { readonly kind: 'checked'; readonly report: CheckReport }
  | { readonly kind: 'no-files' }
  /** It is still running or waiting for its turn; the page does not wait for it. */
  | { readonly kind: 'pending' }
  /** Reading the files ended a checker, now or earlier; with the location, if known. */
  | { readonly kind: 'unreadable'; readonly file: string | null; readonly line: number | null };

/** How long a page waits for the check before it is shown without it. Milliseconds. */
const patienceMs = 700;

/** The data of a student's page: the records, and the check of the current files. */
export interface StudentPage {
  readonly view: StudentView;
  readonly name: string | null;
  readonly check: StudentCheck;
  readonly lesson: LessonWithTree['lesson'];
  /** Names of those who acted on this student, if known. */
  readonly people: Readonly<Record<string, string | null>>;
}

export async function loadStudentPage(
  parts: { readonly records: Records; readonly desk: Pick<Desk, 'status'>; readonly reading: TextReader },
  student: { readonly guild: string; readonly user: string },
  installed: LessonWithTree,
  name: string | null,
  nameOf: (user: string) => string | null,
): Promise<StudentPage> {
  const { lesson, tree } = installed;
  const view = await studentView(parts.records, parts.desk, student, lesson);
  const files = Object.fromEntries(view.files.map((file) => [file.path, file.text]));
  const check: StudentCheck =
    view.files.length === 0
      ? { kind: 'no-files' }
      : await within(
          patienceMs,
          parts.reading.check(
            { student: { files, complete: areWhole(lesson, files) }, lesson, tree },
            student,
          ),
        );
  const known = name ?? view.roster?.name ?? null;
  const doers = view.audit.map(({ who }) => [who, nameOf(who)] as const);
  return { view, name: known, check, lesson, people: Object.fromEntries([...doers, [student.user, known]]) };
}

/** The result of the check within the time limit. A crashed or slow check is reported as such. */
function within(ms: number, reading: Promise<CheckReport>): Promise<StudentCheck> {
  const settled = reading.then(
    (report): StudentCheck => ({ kind: 'checked', report }),
    (error: unknown): StudentCheck => {
      if (error instanceof UnreadableText) return { kind: 'unreadable', file: error.file, line: error.line };
      if (error instanceof TooMuchAtOnce) return { kind: 'pending' };
      throw error;
    },
  );
  return valueWithin(settled, ms, { kind: 'pending' });
}
