import { helpKinds } from './admonition-openers.ts';
import { closesFence, type Fence, fenceIn } from './fences.ts';

/**
 * Exercises and solutions of Jupyter Book and Quarto, which refer to each other by a label. They are numbered as these tools
 * render them.
 */
const fence = /^([ \t]*)(`{3,}|~{3,}|:{3,})[ \t]*\{(exercise|solution)(-start|-end)?\}(.*)$/;
const pandoc =
  /^([ \t]*)(:{3,})[ \t]*\{((?=[^{}\n]*(?:\.(?:exercise|solution)\b|#(?:exr|sol)-))[^{}\n]*)\}[ \t]*$/;
const option = /^[ \t]{0,40}:([\w-]{1,40}):(.*)$/;

interface ExerciseOpening {
  readonly line: number;
  readonly indent: string;
  readonly signs: string;
  readonly kind: 'exercise' | 'solution';
  readonly title: string;
  readonly label: string;
  /** The label that a solution refers to. */
  readonly of: string;
  readonly apart: boolean;
}

/** Any box that may have options below its first line. */
const box = /^[ \t]*(?:`{3,}|~{3,}|:{3,})[ \t]*\{([\w-]+)\}/;

/** Removes options that only MyST reads from its boxes. */
function withoutBoxOptions(given: readonly string[]): readonly string[] {
  const rows = [...given];
  for (const [line, row] of given.entries()) {
    const kind = row.length < 400 ? box.exec(row)?.[1] : undefined;
    if (kind !== undefined && (helpKinds.has(kind) || /^(?:note|admonition|warning|important)$/.test(kind)))
      if (kind !== 'solution') withoutOptions(rows, line + 1);
  }
  return rows;
}

export function exercisesNumbered(written: readonly string[]): readonly string[] {
  const given = withoutBoxOptions(written);
  if (!given.some((row) => row.length < 400 && (fence.test(row) || pandoc.test(row)))) return given;
  const rows = [...given];
  const code = linesOfCode(given);
  const openings = rows.flatMap((row, line): readonly ExerciseOpening[] =>
    row.length >= 400 || code.has(line) ? [] : openingAt(rows, row, line),
  );
  const exercises = openings.filter(({ kind }) => kind === 'exercise');
  const known = new Map(
    exercises.flatMap(({ label }, index) => (label === '' ? [] : [[label, index + 1] as const])),
  );
  const numbered = openings.some(({ kind, of }) => kind === 'solution' && known.has(of));
  for (const opening of openings) {
    const number = exercises.indexOf(opening) + 1;
    const own = numbered ? `Exercise ${number}: ${opening.title}` : opening.title;
    const answered = known.get(opening.of);
    const solution = answered === undefined ? opening.of : `Solution for Exercise ${answered}`;
    const signs = opening.apart ? ':::::' : opening.signs;
    rows[opening.line] =
      `${opening.indent}${signs}{${opening.kind}} ${opening.kind === 'exercise' ? own : solution}`.trimEnd();
  }
  return rows;
}

/** The lines that are code. Box fences of these tools, and their ends, do not count. */
function linesOfCode(rows: readonly string[]): ReadonlySet<number> {
  const lines = new Set<number>();
  const directives: string[] = [];
  let open: Fence | null = null;
  for (const [line, row] of rows.entries()) {
    const signs = row.length < 400 ? fence.exec(row)?.[2] : undefined;
    if (open !== null) {
      lines.add(line);
      if (closesFence(row, open)) open = null;
    } else if (signs !== undefined) directives.push(signs);
    else if (row.trim() !== '' && row.trim() === directives.at(-1)) directives.pop();
    else open = fenceIn(row);
  }
  return lines;
}

function openingAt(rows: string[], row: string, line: number): readonly ExerciseOpening[] {
  const found = fence.exec(row);
  if (found === null) return pandocAt(row, line);
  const [, indent = '', signs = '', kind, part = '', rest = ''] = found;
  const { label, next } = withoutOptions(rows, line + 1);
  if (part !== '') {
    // Its own fence ends at once, so that its content stands between two such fences.
    if ((rows[next] ?? '').trim() === signs) rows[next] = '';
    if (part === '-end') {
      rows[line] = `${indent}:::::`;
      return [];
    }
  }
  const apart = part !== '';
  const title = rest.trim();
  return kind === 'exercise'
    ? [{ line, indent, signs, kind, title, label, of: '', apart }]
    : [{ line, indent, signs, kind: 'solution', title: '', label, of: title, apart }];
}

function pandocAt(row: string, line: number): readonly ExerciseOpening[] {
  const found = pandoc.exec(row);
  if (found === null) return [];
  const [, indent = '', signs = '', given = ''] = found;
  const id = /#([\w-]+)/.exec(given)?.[1] ?? '';
  const title = /\b(?:name|title)=["']([^"'\n]*)["']/.exec(given)?.[1] ?? '';
  const at = { line, indent, signs, apart: false };
  if (/\.exercise\b|#exr-/.test(given)) return [{ ...at, kind: 'exercise', title, label: id, of: '' }];
  const of = /\b(?:ref|for|of)=["']?#?([\w-]+)/.exec(given)?.[1] ?? id.replace(/^sol-/, 'exr-');
  return [{ ...at, kind: 'solution', title: '', label: '', of }];
}

/** Removes the options below an opening line. */
function withoutOptions(rows: string[], from: number): { readonly label: string; readonly next: number } {
  let label = '';
  let next = from;
  for (; next < rows.length && option.test(rows[next] ?? ''); next++) {
    const [, key = '', value = ''] = option.exec(rows[next] ?? '') ?? [];
    if (key === 'label' || key === 'name') label = value.trim();
    rows[next] = '';
  }
  return { label, next };
}
