import { stringify } from 'csv-stringify/sync';
import type { Outcome } from '../submission/verdict.ts';
import { decimal, type Locale, words } from '../wording/wording.ts';
import type { Grade } from './grade.ts';

/** A student's row in the gradebook. */
export interface GradeRow {
  readonly number: string | null;
  readonly name: string | null;
  readonly section: string | null;
  /** The Discord account; null for a student on the class list who has not been matched to one. */
  readonly user: string | null;
  readonly grade: Grade;
  readonly outcome: Outcome | null;
  readonly attempts: number;
  readonly hints: readonly number[];
  readonly todosDone: number;
  readonly todos: number;
  readonly passedAt: number | null;
  readonly lastAt: number | null;
}

/** The results of a lesson, for export to another system. */
export interface Gradebook {
  readonly guild: string;
  readonly lesson: { readonly slug: string; readonly title: string };
  /** Unix milliseconds. */
  readonly at: number;
  readonly rows: readonly GradeRow[];
}

/** Column names in JSON and in the English CSV, which programs read. */
const columns = [
  'student_number',
  'name',
  'section',
  'discord_id',
  'points',
  'points_earned',
  'override_points',
  'override_reason',
  'override_by',
  'outcome',
  'counted_submission',
  'counted_received_at',
  'late_minutes',
  'due_at',
  'extension_until',
  'extension_reason',
  'attempts',
  'todos_done',
  'todos',
  'hints_taken',
  'passed_at',
  'last_activity_at',
] as const;

/** Column headings. In other languages, they are read by people in a spreadsheet. */
const say = words('gradebook', {
  en: {
    student_number: 'student_number',
    name: 'name',
    section: 'section',
    discord_id: 'discord_id',
    points: 'points',
    points_earned: 'points_earned',
    override_points: 'override_points',
    override_reason: 'override_reason',
    override_by: 'override_by',
    outcome: 'outcome',
    counted_submission: 'counted_submission',
    counted_received_at: 'counted_received_at',
    late_minutes: 'late_minutes',
    due_at: 'due_at',
    extension_until: 'extension_until',
    extension_reason: 'extension_reason',
    attempts: 'attempts',
    todos_done: 'todos_done',
    todos: 'todos',
    hints_taken: 'hints_taken',
    passed_at: 'passed_at',
    last_activity_at: 'last_activity_at',
  },
});

const moment = (at: number | null | undefined): string =>
  at === null || at === undefined ? '' : new Date(at).toISOString();

/** A row of the export by column, for both CSV and JSON. */
function lineOf(row: GradeRow): Readonly<Record<(typeof columns)[number], string | number>> {
  const { grade } = row;
  return {
    student_number: row.number ?? '',
    name: row.name ?? '',
    section: row.section ?? '',
    discord_id: row.user ?? '',
    points: grade.points ?? '',
    points_earned: grade.earned ?? '',
    override_points: grade.override?.points ?? '',
    override_reason: grade.override?.reason ?? '',
    override_by: grade.override?.by ?? '',
    outcome: row.outcome ?? '',
    counted_submission: grade.counted?.submission ?? '',
    counted_received_at: moment(grade.counted?.receivedAt),
    late_minutes: Math.ceil(grade.lateMs / 60_000),
    due_at: moment(grade.dueAt),
    extension_until: moment(grade.extension?.dueAt),
    extension_reason: grade.extension?.reason ?? '',
    attempts: row.attempts,
    todos_done: row.todosDone,
    todos: row.todos,
    hints_taken: row.hints.join(' '),
    passed_at: moment(row.passedAt),
    last_activity_at: moment(row.lastAt),
  };
}

/**
 * The gradebook as CSV (RFC 4180, UTF-8 with a byte order mark, so that spreadsheets display names correctly). Text that a spreadsheet
 * would take for a formula gets a leading apostrophe: names and reasons are written by people.
 */
export function gradebookCsv(gradebook: Gradebook, locale: Locale = 'en'): string {
  // If the locale uses a decimal comma, spreadsheets expect semicolons between columns.
  const comma = decimal(locale, 0.5).includes(',');
  return stringify(gradebook.rows.map(lineOf).map(harmless), {
    header: true,
    columns: columns.map((key) => ({ key, header: say(locale, key) })),
    delimiter: comma ? ';' : ',',
    cast: { number: (value) => decimal(locale, value) },
    bom: true,
    record_delimiter: '\r\n',
  });
}

/** The gradebook as JSON, in which formulas need no escaping. */
export function gradebookJson(gradebook: Gradebook): string {
  const { guild, lesson, at, rows } = gradebook;
  return `${JSON.stringify({ guild, lesson, at: moment(at), students: rows.map(lineOf) }, null, 2)}\n`;
}

/** Some spreadsheets also take full-width characters for formulas, and leading spaces do not prevent that. */
const formula = /^[\s\u0000-\u001f\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]/;

const harmless = (
  line: Readonly<Record<string, string | number>>,
): Readonly<Record<string, string | number>> =>
  Object.fromEntries(
    Object.entries(line).map(([name, value]) => [
      name,
      typeof value === 'string' && formula.test(value) ? `'${value}` : value,
    ]),
  );
