import { stringify } from 'csv-stringify/sync';
import type { Outcome } from '../submission/verdict.ts';
import { decimal, type Locale, words } from '../wording/wording.ts';
import type { Grade } from './grade.ts';

/** One student's line of the gradebook. */
export interface GradeRow {
  readonly number: string | null;
  readonly name: string | null;
  readonly section: string | null;
  /** The Discord account; null for one on the list who has not been found in Discord. */
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

/** How a lesson stands in numbers, for another system. */
export interface Gradebook {
  readonly guild: string;
  readonly lesson: { readonly slug: string; readonly title: string };
  /** Unix milliseconds. */
  readonly at: number;
  readonly rows: readonly GradeRow[];
}

/** The columns, as JSON and the English CSV have them: programs read them. */
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

/** Their headings. In other languages people read them, in a spreadsheet of theirs. */
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

/** A line of the export, column by column: the same in CSV and in JSON. */
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
 * The gradebook as CSV (RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read names right).
 * What a spreadsheet would take for a formula gets an apostrophe before it: names and reasons are written by people.
 */
export function gradebookCsv(gradebook: Gradebook, locale: Locale = 'en'): string {
  // Where a comma begins the fraction of a number, spreadsheets expect a semicolon between the columns.
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

/** The same as JSON; nothing has to be defused there. */
export function gradebookJson(gradebook: Gradebook): string {
  const { guild, lesson, at, rows } = gradebook;
  return `${JSON.stringify({ guild, lesson, at: moment(at), students: rows.map(lineOf) }, null, 2)}\n`;
}

/** Some spreadsheets take full-width characters for formulas, too, and blanks in front do not make one harmless. */
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
