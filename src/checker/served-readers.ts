import { type CheckInput, openChecker } from '../check/check.ts';
import { type InsightKind, type Insights, openInsights } from '../check/insights/insights.ts';
import type { CheckReport, StudentFiles } from '../check/model/report.ts';
import { explainSent } from '../explain/sent.ts';
import { roleByContent } from '../intake/file-role.ts';
import type { Attachment, FileNames, IncomingMessage, IntakeResult } from '../intake/intake-result.ts';
import { readForm, readMessage } from '../intake/read-message.ts';
import type { FileTree } from '../lesson/file-tree.ts';
import type { Lesson } from '../lesson/lesson.ts';
import type { ServedCall } from './serve.ts';

/** Every function that reads a student's text, as served by a checker process (text-reader.ts calls it). */
export interface ServedReaders {
  /** Positions are reported by the index of the student's file. */
  readonly check: (
    lesson: Lesson,
    tree: FileTree,
    student: StudentFiles,
    serving: Pick<ServedCall, 'at'>,
  ) => CheckReport;
  readonly insight: <Kind extends InsightKind>(
    lesson: Lesson,
    tree: FileTree,
    student: StudentFiles,
    kind: Kind,
    given: Insights[Kind]['given'],
    serving: Pick<ServedCall, 'at'>,
  ) => Insights[Kind]['found'];
  readonly readMessage: (message: IncomingMessage, names: FileNames) => IntakeResult;
  readonly roleByContent: typeof roleByContent;
  readonly explain: typeof explainSent;
  readonly readForm: (
    texts: Readonly<Record<string, string>>,
    uploads: readonly Attachment[],
    names: FileNames,
  ) => IntakeResult;
}

export async function openServedReaders(): Promise<ServedReaders> {
  const [checker, insight] = await Promise.all([openChecker(), openInsights()]);
  return {
    check: (lesson, tree, student, serving) =>
      checker({ student, lesson, tree, at: placesIn(student, serving) }),
    insight: (lesson, tree, student, kind, given, serving) =>
      insight(kind, given, { student, lesson, tree, at: placesIn(student, serving) }),
    readMessage,
    roleByContent,
    explain: explainSent,
    readForm,
  };
}

const placesIn =
  ({ files }: StudentFiles, { at }: Pick<ServedCall, 'at'>): NonNullable<CheckInput['at']> =>
  (place) => {
    const file = place === null ? -1 : Object.keys(files).indexOf(place.file);
    at(place === null || file < 0 ? null : { file, line: place.line });
  };
