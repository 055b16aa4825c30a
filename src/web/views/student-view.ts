import type { CheckReport } from '../../check/model/report.ts';
import { TooMuchAtOnce, UnreadableText } from '../../checker/failures.ts';
import type { TextReader } from '../../checker/text-reader.ts';
import type { Desk } from '../../desk/desk.ts';
import type { LessonWithTree } from '../../library/library.ts';
import type { Records } from '../../records/records.ts';
import { type StudentView, studentView } from '../../teaching/views.ts';
import { areWhole } from '../../teaching/whole-files.ts';
import { valueWithin } from '../../timing/time-limit.ts';

/** What the check says of a student's files as they are now. */
export type StudentCheck =
  | { readonly kind: 'checked'; readonly report: CheckReport }
  | { readonly kind: 'no-files' }
  /** It is not over yet, or waits for its turn: the page does not. */
  | { readonly kind: 'pending' }
  /** Reading the files ended a checker, now or before; where, as far as that is known. */
  | { readonly kind: 'unreadable'; readonly file: string | null; readonly line: number | null };

/** What a page waits for the check before it is shown without. Milliseconds. */
const patienceMs = 700;

/** A student's page: what the records have, and what the check says of her files as they are now. */
export interface StudentPage {
  readonly view: StudentView;
  readonly name: string | null;
  readonly check: StudentCheck;
  readonly lesson: LessonWithTree['lesson'];
  /** What those are called who did something about her, as far as it is known. */
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

/** What the check says in that time. What ends a checker, or takes longer, is shown as what it is. */
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
