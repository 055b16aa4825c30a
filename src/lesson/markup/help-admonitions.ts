import { hintLabel } from '../labels/hint-labels.ts';
import type { Admonition, Unwrapped } from './admonition.ts';
import { helpKinds, taskKinds } from './admonition-openers.ts';
import type { HelpBlock } from './help-block.ts';

/** Whether a admonition holds help for a task, judged by its kind or title. */
export function isHelp({ kind, summary }: Pick<Admonition, 'kind' | 'summary'>): boolean {
  if (taskKinds.has(kind)) return false;
  const label = hintLabel(summary);
  return helpKinds.has(kind) || label.says === 'hint' || (doneKinds.has(kind) && label.names.length > 0);
}

/** Admonitions that mark success; with a task's name they are its answer. */
const doneKinds = new Set('success check done'.split(' '));

/** Collapsible blocks whose title decides whether they hold help. */
const neutralKinds = new Set(
  'details dropdown collapse collapsible expand expander expandable accordion'.split(' '),
);

/** The admonitions that hold help, as blocks of the remaining text. */
export function helpIn({ source, admonitions }: Unwrapped): readonly HelpBlock[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  const offsetOf = (line: number): number => starts[line] ?? source.length;
  return admonitions.filter(isHelp).map(({ kind, summary, startLine, endLine, indent }): HelpBlock => {
    const start = offsetOf(startLine) + indent;
    const end = Math.max(start, offsetOf(endLine) - (endLine < starts.length ? 1 : 0));
    const headed = summary === '' ? headingAt(source.slice(offsetOf(startLine + 1), end)) : null;
    const contentStart = Math.min(end, offsetOf(startLine + 1) + (headed?.length ?? 0));
    const own = kind === 'tip' ? 'tip' : 'section';
    return {
      summary: headed?.text ?? summary,
      kind: neutralKinds.has(kind) ? 'details' : own,
      start,
      end,
      contentStart,
      contentEnd: end,
      line: startLine + 1,
      column: indent + 1,
      inner: [],
    };
  });
}

/** The first content lines (from 1) of admonitions that hold no help, each with the offset at which its admonition ends. */
export function admonitionEnds({ source, admonitions }: Unwrapped): ReadonlyMap<number, number> {
  const rows = source.split('\n');
  const starts = [0];
  for (const row of rows) starts.push((starts.at(-1) ?? 0) + row.length + 1);
  const ends = new Map<number, number>();
  for (const admonition of admonitions) {
    if (isHelp(admonition)) continue;
    const { startLine, endLine } = admonition;
    for (let line = startLine; line < endLine; line++) {
      ends.set(line + 1, starts[endLine] ?? source.length);
      if ((rows[line] ?? '').trim() !== '') break;
    }
  }
  return ends;
}

/** The heading at the start of a admonition without a title, which serves as its title. */
function headingAt(content: string): { readonly text: string; readonly length: number } | null {
  const found = /^(?:[ \t]*\n){0,3}[ \t>]{0,12}#{1,6}[ \t]+([^\n]{1,200})(?:\n|$)/.exec(content);
  return found === null ? null : { text: (found[1] ?? '').trim(), length: found[0].length };
}
