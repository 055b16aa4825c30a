import type { Check } from '../../check/check.ts';
import type { CheckReport } from '../../check/report.ts';
import type { Desk } from '../../desk/desk.ts';
import type { Shelved } from '../../library/library.ts';
import type { Records } from '../../records/records.ts';
import { type StudentView, studentView } from '../../teaching/views.ts';

/** A student's page: what the records have, and what the check says of her files as they are now. */
export interface StudentPage {
  readonly view: StudentView;
  readonly name: string | null;
  /** Null while nothing of hers is remembered. */
  readonly report: CheckReport | null;
  readonly lesson: Shelved['lesson'];
}

export async function lookAtStudent(
  parts: { readonly records: Records; readonly desk: Pick<Desk, 'standing'>; readonly check: Check },
  student: { readonly guild: string; readonly user: string },
  shelved: Shelved,
  name: string | null,
): Promise<StudentPage> {
  const { lesson, tree } = shelved;
  const view = await studentView(parts.records, parts.desk, student, lesson);
  const files = Object.fromEntries(view.files.map((file) => [file.path, file.text]));
  const report =
    view.files.length === 0 ? null : await parts.check({ student: { files, complete: true }, lesson, tree });
  return { view, name: name ?? view.roster?.name ?? null, report, lesson };
}
