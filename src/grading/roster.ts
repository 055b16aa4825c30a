import { parse } from 'csv-parse/sync';

/** A student on the class list. */
export interface RosterEntry {
  /** The student number, which identifies the student on the list. */
  readonly number: string;
  readonly name: string | null;
  readonly section: string | null;
  /** A Discord name or id as written; null if the list has none. */
  readonly discord: string | null;
}

/** A problem in a line of the list. */
export interface RosterProblem {
  /** From 1, including the heading. */
  readonly line: number;
  readonly problem: 'no-number' | 'number-twice' | 'discord-twice' | 'too-long';
  readonly value: string;
}

export type ParsedRoster =
  | {
      readonly ok: true;
      readonly entries: readonly RosterEntry[];
      readonly problems: readonly RosterProblem[];
    }
  | { readonly ok: false; readonly why: 'not-csv' | 'no-number-column' | 'empty' | 'too-many' };

/** Maximum number of lines, and of characters in a cell. */
const most = 5_000;
const longest = 120;

/** Column headings in the lists that schools export. */
const headings = {
  number: [
    'student number',
    'numéro étudiant',
    'numero etudiant',
    'student id',
    'studentnumber',
    'studentid',
    'number',
    'matriculation',
    'sis user id',
    'org defined id',
    'id number',
  ],
  name: ['name', 'nom', 'nom complet', 'full name', 'student', 'student name', 'display name'],
  section: ['section', 'groupe', 'group', 'class', 'lab', 'sections'],
  discord: [
    'discord',
    'identifiant discord',
    'discord name',
    'discord id',
    'discord user',
    'discord username',
    'username',
    'user',
    'account',
  ],
} as const;
type Column = keyof typeof headings;

/** Parses a class list: CSV with a heading, columns in any order, separated by comma, semicolon or tab. */
export function parseRoster(text: string): ParsedRoster {
  let table: string[][];
  try {
    table = parse(text, {
      bom: true,
      delimiter: [',', ';', '\t'],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 10_000,
    });
  } catch {
    return { ok: false, why: 'not-csv' };
  }
  const [head, ...rows] = table;
  if (head === undefined || rows.length === 0) return { ok: false, why: 'empty' };
  if (rows.length > most) return { ok: false, why: 'too-many' };
  const titles = head.map((title) =>
    title
      .toLowerCase()
      .replace(/[_\-\s]+/g, ' ')
      .trim(),
  );
  const place = (column: Column): number =>
    titles.findIndex((title) => (headings[column] as readonly string[]).includes(title));
  const at = {
    number: place('number'),
    name: place('name'),
    section: place('section'),
    discord: place('discord'),
  };
  if (at.number === -1) return { ok: false, why: 'no-number-column' };

  const entries: RosterEntry[] = [];
  const problems: RosterProblem[] = [];
  const numbers = new Set<string>();
  const accounts = new Set<string>();
  for (const [i, row] of rows.entries()) {
    const cell = (column: Column): string | null => {
      const value = at[column] === -1 ? '' : (row[at[column]] ?? '');
      // Removes the apostrophe that an export puts before formulas.
      const plain = /^'[=+\-@]/.test(value) ? value.slice(1) : value;
      return plain === '' ? null : plain;
    };
    const line = i + 2;
    const number = cell('number');
    const discord = accountOf(cell('discord'));
    if (number === null) problems.push({ line, problem: 'no-number', value: row.join(', ').slice(0, 80) });
    else if (row.some((value) => value.length > longest))
      problems.push({ line, problem: 'too-long', value: number.slice(0, 80) });
    else if (numbers.has(number)) problems.push({ line, problem: 'number-twice', value: number });
    else if (discord !== null && accounts.has(discord))
      problems.push({ line, problem: 'discord-twice', value: discord });
    else {
      numbers.add(number);
      if (discord !== null) accounts.add(discord);
      entries.push({ number, name: cell('name'), section: cell('section'), discord });
    }
  }
  return { ok: true, entries, problems };
}

/** Converts `@ada`, `<@123…>` or `Ada#0` to what Discord's search accepts. */
function accountOf(written: string | null): string | null {
  if (written === null) return null;
  const mention = /^<@!?(\d{15,21})>$/.exec(written);
  if (mention?.[1] !== undefined) return mention[1];
  const name = written
    .replace(/^@/, '')
    .replace(/#\d{1,4}$/, '')
    .toLowerCase();
  return name === '' ? null : name;
}

export const isDiscordId = (account: string): boolean => /^\d{15,21}$/.test(account);
