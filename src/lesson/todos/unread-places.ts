import { type LessonRemark, remarkOn } from '../error.ts';
import { hintLabel, leadingHint } from '../labels/hint-labels.ts';
import { taskLabel } from '../labels/task-labels.ts';
import { inFences } from '../markup/fences.ts';

/** The lines of a lesson that were parsed: its tasks and hints, and those with a remark. */
export interface ReadLines {
  /** Whether a line, from 1, belongs to a task, hint or remark. */
  readonly has: (line: number) => boolean;
  readonly knows: (number: string) => boolean;
}

/** A longer line is not the beginning of a task or hint. */
const rowLimit = 400;
const anyTag = /<[^<>]*>/g;

/** Lines that begin like a TODO or hint but were parsed as neither. */
export function unreadPlaces(source: string, read: ReadLines): readonly LessonRemark[] {
  const rows = source.split('\n');
  const inCode = inFences(rows);
  return rows.flatMap((row, index): readonly LessonRemark[] => {
    const line = index + 1;
    // The first row of a table holds its column headings.
    const below = rows[index + 1] ?? '';
    if (row.includes('|') && below.includes('-') && /^[-:| \t]+$/.test(below)) return [];
    if (row.length > rowLimit || inCode[index] === true || read.has(line) || /^ {0,3}#{1,6}[ \t]/.test(row))
      return [];
    const column = row.search(/\S|$/) + 1;
    if (beginsTodo(row, read)) return [remarkOn('todoNotRead', { line, column })];
    return beginsHint(row) ? [remarkOn('hintNotRead', { line, column })] : [];
  });
}

const wordsOf = (row: string): string => row.replace(anyTag, ' ').replace(/^[^\p{L}\p{N}`\n]+/u, '');

function beginsTodo(row: string, { knows }: ReadLines): boolean {
  const label = taskLabel(wordsOf(row));
  if (label === null || label.plural || label.word !== 'todo' || wordsOf(row).startsWith('`')) return false;
  if (label.number !== null && knows(label.number)) return false;
  return (label.capitals && label.title !== '') || (label.number !== null && label.mark);
}

function beginsHint(row: string): boolean {
  const words = wordsOf(row).trimEnd();
  if (/^[^\p{L}\p{N}\s]{2}\p{L}{3,20}[^\p{L}\p{N}\s]{2}/u.test(row.trim()))
    return hintLabel(words.slice(0, 24).split(/[^\p{L}]/u, 1)[0] ?? '').says === 'hint';
  if (!/^\s*<[a-z]/i.test(row)) return beginsWithin(words);
  const classes = /\b(?:class|className|data-[a-z]{1,20})=["']([^"'\n]{1,100})["']/.exec(row)?.[1] ?? '';
  if (classes.split(/[^a-z]+/i).some((name) => /^(?:hint|solution|answer|spoiler)s?$/i.test(name)))
    return true;
  if (words.split(/\s+/).length <= 6 && hintLabel(words).says === 'hint') return true;
  return leadingHint(words)?.label.says === 'hint';
}

/** `Hint: …` at the start of a line within a paragraph or item. */
function beginsWithin(words: string): boolean {
  const lead = leadingHint(words);
  return lead?.label.says === 'hint' && /^[^:\n]{1,24}:/.test(words.slice(0, lead.length));
}
