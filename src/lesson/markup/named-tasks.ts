import { taskLabel } from '../labels/task-labels.ts';
import type { Admonition } from './admonition.ts';
import { taskKinds } from './admonition-openers.ts';

/** Lowers the headings that Quarto uses for tabs below those of any section, so that they do not end one. */
export function nameTabs(rows: string[], { kind, startLine, endLine }: Admonition): void {
  if (kind !== 'panel-tabset') return;
  rows[startLine] = '';
  for (let line = startLine + 1; line < endLine; line++)
    rows[line] = (rows[line] ?? '').replace(/^( {0,3})#{1,5}(?=[ \t])/, '$1######');
}

/** Names a task without a title by the heading or sentence that it begins with, unless it contains tasks. */
export function nameTask(rows: string[], { kind, summary, startLine, endLine, indent }: Admonition): void {
  const given = summary === '' ? null : taskLabel(summary);
  if (!taskKinds.has(kind) || (summary !== '' && given?.title !== '')) return;
  const inside = rows.slice(startLine + 1, endLine);
  const first = inside.findIndex((row) => row.trim() !== '');
  const [, blank = '', marks = '', said = ''] =
    /^([ \t>]{0,40})((?:#{1,6}[ \t])?)(.*)$/.exec((inside[first] ?? '').slice(0, 400)) ?? [];
  const text = said.trim();
  if (!/^[\p{L}\p{N}`*_[]/u.test(text) || /^[*_][ \t]/.test(text)) return;
  const label = taskLabel(text);
  const isHeading = marks.trim() !== '';
  if (label !== null || inside.some((row) => /(?<!\p{L})(?:TODO|À FAIRE|FIXME)(?!\p{L})/u.test(row))) {
    if (isHeading && label !== null) rows[startLine] = ' '.repeat(indent);
    return;
  }
  rows[startLine] = ' '.repeat(indent);
  const name = given?.written ?? capitalised(kind);
  rows[startLine + 1 + first] =
    `${blank}${isHeading ? `**${name}: ${text.replaceAll('*', '')}**` : `**${name}:** ${text}`}`;
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
