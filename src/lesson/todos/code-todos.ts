import { leadingHint } from '../labels/hint-labels.ts';
import { type TaskLabel, taskLabel, taskWordAnywhere } from '../labels/task-labels.ts';
import {
  blockEnds,
  type Comment,
  closers,
  insideOfComments,
  markerOf,
  nudgesAfter,
  titled,
} from './comments.ts';

/** A TODO in a code block: in a comment of any language, after a line of code, or in a bracketed placeholder. */
interface CodeTodo {
  readonly label: TaskLabel;
  readonly title: string;
  /** The comment lines under it, without comment markers. */
  readonly nudges: readonly string[];
  /** Row in the block and column in that row, from 0. */
  readonly row: number;
  readonly column: number;
  /** It has a colon or begins its comment, so it is not just mentioned in another TODO's comment. */
  readonly certain: boolean;
}

export interface CodeTodos {
  readonly todos: readonly CodeTodo[];
  /** Rows that contain `TODO` outside of a comment, with the number beside it. */
  readonly others: readonly {
    readonly row: number;
    readonly column: number;
    readonly label: TaskLabel | null;
  }[];
  /** Comments that begin like a hint but belong to no TODO. */
  readonly hints: readonly { readonly row: number; readonly column: number }[];
}

/** A longer line is not a comment for readers. */
const rowLimit = 2000;

/** The end of a placeholder in code, by its start. */
const placeholderEnds: Readonly<Record<string, string>> = {
  '<': '>',
  '[': ']',
  '{': '}',
  '(': ')',
  _: '_',
  '"': '"',
  "'": "'",
  '`': '`',
};

const trailingMarker = /(?:^|\s)(#|\/\/|--|;)|(\/\*|<!--)/;

/** Finds the TODOs of a code block. */
export function codeTodos(code: string): CodeTodos {
  const rows = code.split('\n').map((row) => row.slice(0, rowLimit).normalize('NFC'));
  const insides = insideOfComments(rows);
  const todos: (CodeTodo & { readonly comment: Comment })[] = [];
  const others: CodeTodos['others'][number][] = [];
  for (const [row, text] of rows.entries()) {
    const found = firstIn(text, insides[row] ?? false);
    if (found === null) {
      const other =
        /(?<![\p{L}\p{N}])(?:TO-?DO|[ÀA] (?:FAIRE|COMPL[ÉE]TER)|FIXME|FILL[ _-]?(?:ME|IN)|REPLACE[ _-]ME)(?![\p{L}])/u.exec(
          text,
        );
      if (other !== null) others.push({ row, column: other.index, label: labelAt(text, other.index) });
      continue;
    }
    const { at, label, comment } = found;
    const previous = rows[row - 1];
    const first =
      comment.trailing || previous === undefined || markerOf(previous, insides[row - 1] ?? false) === null;
    todos.push({
      label,
      title: titleOf(label, comment),
      nudges: [],
      row,
      column: at,
      certain: label.mark || first,
      comment,
    });
  }
  const sure = withoutMentions(todos);
  const starts = new Set(sure.map(({ row }) => row));
  const nudged = new Set<number>();
  return {
    todos: sure.map(({ comment, ...todo }) => {
      const nudges = nudgesAfter(rows, insides, todo.row, comment, starts);
      for (let row = todo.row + 1; row <= todo.row + nudges.length + 1; row++) nudged.add(row);
      return { ...todo, ...titled(todo.title, nudges) };
    }),
    others: others.length > 0 ? others : gapsIn(rows, starts),
    hints: hintsIn(rows, insides, sure.length > 0).filter(({ row }) => !nudged.has(row)),
  };
}

/** Gaps to fill in: `FROM ____`, `image: ???`, or a Dockerfile instruction followed only by dots. */
const gap =
  /(?<![\w?])(?:_{4,80}|\?{3,80})(?![\w?])|(?<=^[ \t]{0,8})(?:FROM|RUN|COPY|ADD|WORKDIR|CMD|ENTRYPOINT|EXPOSE|ENV|USER)(?:[ \t]{1,8}(?:\.{3}|…)){1,3}[ \t]*$|(?<=^[ \t]{0,8})(?:FROM|WORKDIR|EXPOSE|CMD|ENTRYPOINT)[ \t]*$/;

/** Gaps that belong to no TODO. The first gap below a TODO is its own. */
function gapsIn(rows: readonly string[], todos: ReadonlySet<number>): CodeTodos['others'] {
  const found: CodeTodos['others'][number][] = [];
  let isTaken = false;
  for (const [row, text] of rows.entries()) {
    if (todos.has(row)) isTaken = true;
    const at = gap.exec(text)?.index;
    if (at === undefined) continue;
    if (!isTaken) found.push({ row, column: at, label: null });
    isTaken = false;
  }
  return found;
}

/** Comments that begin with `Hint: …`; in a block without TODOs, only those that name one. */
function hintsIn(
  rows: readonly string[],
  insides: readonly boolean[],
  beside: boolean,
): readonly { readonly row: number; readonly column: number }[] {
  return rows.flatMap((text, row) => {
    const marker = markerOf(text, insides[row] ?? false);
    if (marker === null) return [];
    const column = text.indexOf(marker) + marker.length;
    const label = leadingHint(text.slice(column).trim())?.label;
    const isNamed = label?.names.some(({ word }) => word !== null) ?? false;
    return label?.says === 'hint' && label.mark && (beside || isNamed) ? [{ row, column }] : [];
  });
}

/** Labels are looked for only within this many words of a row. */
const wordLimit = 20;

/** The first place in a row that sets a task. `RUN make tasks # TODO: …` mentions tasks before it. */
function firstIn(
  text: string,
  inside: boolean,
): { readonly at: number; readonly label: TaskLabel; readonly comment: Comment } | null {
  let at = 0;
  for (let count = 0; count < wordLimit; count++) {
    const next = taskWordAnywhere.exec(text.slice(at))?.index;
    if (next === undefined) return null;
    at += next;
    const label = labelAt(text, at);
    const comment = label === null ? null : commentAt(text.slice(0, at), text.slice(at), label, inside);
    if (label !== null && comment !== null && isTodo(label)) return { at, label, comment };
    at += 1;
  }
  return null;
}

/** A number may precede the word: `# 3. TODO: Install`. */
function labelAt(text: string, at: number): TaskLabel | null {
  const found = taskLabel(text.slice(at));
  // Documentation tools prefix the word with a sign, as in `@todo`.
  const label = found !== null && text.charAt(at - 1) === '@' ? { ...found, capitals: true } : found;
  const counted = /(?<![\d.])(\d{1,3})[.)][ \t]*$/.exec(text.slice(Math.max(0, at - 20), at))?.[1];
  return label === null || label.number !== null || counted === undefined
    ? label
    : { ...label, number: counted };
}

/** The comment that contains a TODO; null where it is only mentioned, or part of the code. */
function commentAt(before: string, from: string, label: TaskLabel, inside: boolean): Comment | null {
  const spoken = before.replace(/(?<!\d)\d{1,3}[.)][ \t]*$/, '');
  const signs = /(?<![^\p{L}\p{N}])[^\p{L}\p{N}]*$/u.exec(spoken)?.[0] ?? '';
  const code = spoken.slice(0, spoken.length - signs.length);
  if (code === '') {
    const marker = markerOf(before, inside);
    if (marker !== null) return { marker, trailing: false };
    // Not in a comment: a line that is to be replaced.
    return label.capitals && (label.mark || label.number !== null) ? { marker: '', trailing: false } : null;
  }
  if (/^@?rem$/i.test(code.trim())) return { marker: 'rem', trailing: false };
  const found = trailingMarker.exec(signs);
  const marker = found?.[1] ?? found?.[2];
  if (marker !== undefined) return { marker, trailing: true };
  if (markerOf(before, inside) !== null) return null;
  // After a YAML key this is an unquoted value.
  const isFilledIn = label.capitals && label.title !== '' && (label.mark || label.number !== null);
  if (isFilledIn && /^[ \t]*(?:-[ \t]+)?[\w.-]{1,60}:[ \t]+$/.test(before))
    return { marker: '', trailing: true };
  const opening = signs.trimEnd().slice(-1);
  const end = placeholderEnds[opening];
  if (end === undefined || !label.capitals || !from.includes(end)) return null;
  const quoted = /["'`]/.test(opening);
  const isValue = /(?:[:=,([]\s*|\becho\s+(?:-\w\s+)?)["'`]$/.test(before);
  if (quoted && !(label.mark && isValue)) return null;
  return { marker: '', trailing: true, end };
}

/** A comment that begins with an everyday word (`# Task runner`) is not a TODO. */
function isTodo(label: TaskLabel): boolean {
  if (label.plural || label.word === 'turn' || label.word === 'part') return false;
  if (label.word === 'todo') return label.number !== null || label.capitals || label.mark;
  if (label.number !== null) return label.capital || label.mark;
  return label.capitals || (label.capital && label.mark);
}

/** Of several TODOs with the same number, keeps the certain ones; others are mentions in a comment. */
function withoutMentions<T extends CodeTodo>(todos: readonly T[]): readonly T[] {
  const key = ({ label }: T): string => `${label.word} ${label.number}`;
  const certain = new Set(todos.filter((todo) => todo.certain).map(key));
  const seen = new Set<string>();
  return todos.filter((todo) => {
    if (todo.label.number === null || todo.certain) return true;
    const known = certain.has(key(todo)) || seen.has(key(todo));
    seen.add(key(todo));
    return !known;
  });
}

function titleOf(label: TaskLabel, { end, marker }: Comment): string {
  const closed = label.title.replace(closers, '').replace(/(?<!\*)\*{1,3}$/, '');
  const ruled = closed
    .replace(/^[\s*=#➜→►▶➤»:]{1,12}(?=[\p{L}\p{N}(])/u, '')
    .replace(/(?<![\s=*#<>-])\s+[=*#<>-]{2,}$/, '')
    .trimEnd();
  const closing = end ?? blockEnds[marker] ?? blockEnds[marker.replace(/^\{(?=\/)/, '').slice(0, 2)];
  if (closing !== undefined && (end !== undefined || label.title.includes(closing)))
    return (label.title.split(closing, 1)[0] ?? '').trimEnd();
  return /[<[{(]/.test(ruled) ? ruled : ruled.replace(/(?<![>\])}])[>\])}]{1,3}$/, '');
}
