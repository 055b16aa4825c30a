import { leadingHint, type TaskName } from '../labels/hint-labels.ts';
import { taskLabel } from '../labels/task-labels.ts';
import { inFences } from '../markup/fences.ts';

/** A part of a hint that belongs to a task of its own: `- TODO 1: …` among similar lines. */
export interface HintPart {
  readonly name: TaskName;
  readonly markdown: string;
  /** Line in the hint's text, from 0. */
  readonly row: number;
}

/** More lines than any real hint has. */
const rowLimit = 2000;
const mark = /^([ \t]{0,12})(?:(?:[-*+]|\d{1,3}[.)])[ \t]{1,4})?/;

/** Splits a hint whose lines begin with different tasks, or with different hint numbers; empty if they do not. */
export function hintParts(markdown: string, asHints = false): readonly HintPart[] {
  const rows = markdown.split('\n');
  if (rows.length > rowLimit) return [];
  const inCode = inFences(rows);
  const starts = rows.flatMap((row, index) => {
    const named = inCode[index] === true ? null : nameAt(row, asHints);
    return named === null ? [] : [{ ...named, index }];
  });
  const numbers = new Set(starts.map(({ name }) => name.number));
  const before = rows.slice(0, starts[0]?.index ?? 0).filter((row) => row.trim() !== '');
  if (numbers.size < 2 || before.length > 1) return [];
  return starts.map(({ name, text, indent, index }, at): HintPart => {
    const below = rows.slice(index + 1, starts[at + 1]?.index).map((row) => {
      const blank = row.search(/\S|$/);
      return row.slice(Math.min(blank, indent));
    });
    return { name, markdown: [text, ...below].join('\n').trim(), row: index };
  });
}

/** The task that a line begins with, and the rest of the line. */
function nameAt(
  row: string,
  asHints: boolean,
): { readonly name: TaskName; readonly text: string; readonly indent: number } | null {
  const lead = mark.exec(row)?.[0] ?? '';
  const rest = row.slice(lead.length);
  const bold = /^(?:\*\*|__|\*|_|`)([^*_`\n]{1,80})(?:\*\*|__|\*|_|`)[ \t]?/.exec(rest);
  const spoken = bold === null ? rest : `${bold[1]?.trimEnd()} ${rest.slice(bold[0].length)}`;
  const label = asHints ? null : taskLabel(spoken);
  const isApart = label !== null && (label.mark || bold !== null) && /^[\p{L}[(]/u.test(spoken);
  if (label !== null && label.number !== null && !label.plural && isApart) {
    const text = label.title.replace(/^[\s:–—-]{1,6}/, '');
    return { name: { word: label.word, number: label.number }, text, indent: lead.length };
  }
  const hint = leadingHint(spoken);
  const [name] = hint?.label.names ?? [];
  if (hint === null || name === undefined || !hint.label.mark) return null;
  return { name, text: spoken.slice(hint.length).replace(/^[\s:–—-]{1,6}/, ''), indent: lead.length };
}
