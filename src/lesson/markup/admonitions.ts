import { taskLabel } from '../labels/task-labels.ts';
import type { Admonition, Unclosed, Unwrapped } from './admonition.ts';
import {
  type AdmonitionOpener,
  type AdmonitionShape,
  indentOf,
  openerOf,
  taskKinds,
  width,
} from './admonition-openers.ts';
import { closesFence, type Fence, fenceIn } from './fences.ts';
import { isHelp } from './help-admonitions.ts';
import { capitalised, nameTabs, nameTask } from './named-tasks.ts';

interface OpenAdmonition extends AdmonitionOpener {
  readonly startLine: number;
  readonly indent: number;
  /** The code fence open inside it. */
  fence: Fence | null;
  /** The indent of an element's content relative to the element; null before its first line. */
  inset: number | null;
}

/** Deeper nesting than any author uses; deeper markup is treated as text. */
const depthLimit = 12;

/** Removes the admonitions from a text whose line ends are `\n`. */
export function unwrap(source: string): Unwrapped {
  const reader = new AdmonitionReader();
  const rows = source.split('\n').map((row, line) => reader.read(row, line));
  const admonitions = reader.finish(rows.length);
  for (const admonition of admonitions) {
    nameTask(rows, admonition);
    nameTabs(rows, admonition);
  }
  return { source: rows.join('\n'), admonitions, unclosed: reader.unclosed };
}

class AdmonitionReader {
  readonly unclosed: Unclosed[] = [];
  #open: OpenAdmonition[] = [];
  #done: Admonition[] = [];
  /** The code fence open outside of all admonitions. */
  #fence: Fence | null = null;
  #listColumn = 0;

  /** Processes one line and returns what remains of it. */
  read(row: string, line: number): string {
    const text = this.#strip(row, line);
    const inner = this.#open.at(-1);
    const fence = inner === undefined ? this.#fence : inner.fence;
    if (fence !== null) {
      if (closesFence(text, fence)) this.#setFence(null);
      return text;
    }
    if (this.#closesContainer(text, line)) return '';
    if (this.#isInnerDivision(text)) return this.#begin(division, line, indentOf(text));
    const opener = this.#open.length < depthLimit ? openerOf(text, this.#listColumn) : null;
    if (opener !== null) return this.#begin(opener, line, indentOf(text));
    this.#setFence(fenceIn(text));
    this.#followLists(text);
    return text;
  }

  /** A nested division has an end tag of its own. */
  #isInnerDivision(text: string): boolean {
    if (this.#open.length >= depthLimit || !/^[ \t]*<div\b[^<>]*>[ \t]*$/.test(text)) return false;
    const inBox = this.#open.some(({ shape }) => shape.by === 'tag' && shape.name === division.shape.name);
    return inBox && openerOf(text, this.#listColumn) === null;
  }

  finish(lines: number): readonly Admonition[] {
    while (this.#open.length > 0) this.#close(lines, true);
    return this.#done.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
  }

  #setFence(fence: Fence | null): void {
    const inner = this.#open.at(-1);
    if (inner === undefined) this.#fence = fence;
    else inner.fence = fence;
  }

  /** Removes the indent or quote markers of every open admonition; admonitions that the line does not belong to end here. */
  #strip(row: string, line: number): string {
    let text = row;
    for (const [depth, admonition] of this.#open.entries()) {
      const rest = stripped(text, admonition.shape);
      if (rest === null) {
        while (this.#open.length > depth) this.#close(line, false);
        break;
      }
      text = withoutInset(rest, admonition);
    }
    return text;
  }

  #closesContainer(text: string, line: number): boolean {
    const trimmed = text.trim();
    for (let depth = this.#open.length - 1; depth >= 0; depth--) {
      const shape = this.#open[depth]?.shape;
      if (shape === undefined || !ends(trimmed, shape)) continue;
      while (this.#open.length > depth) this.#close(line + 1, false);
      return true;
    }
    return false;
  }

  #begin(opener: AdmonitionOpener, line: number, indent: number): string {
    this.#open.push({ ...opener, startLine: line, indent, fence: null, inset: null });
    const summary = opener.title || opener.kind;
    if (isHelp({ kind: opener.kind, summary }) || summary === 'quote') return ' '.repeat(indent);
    const named = taskKinds.has(opener.kind) && opener.title !== '' && taskLabel(opener.title) === null;
    return `${' '.repeat(indent)}**${named ? `${capitalised(opener.kind)}: ` : ''}${capitalised(summary)}**`;
  }

  #close(endLine: number, atEnd: boolean): void {
    const admonition = this.#open.pop();
    if (admonition === undefined) return;
    const { shape, kind, title, startLine, indent } = admonition;
    if (atEnd && shape.by === 'fence')
      this.unclosed.push({ line: startLine, end: shape.sign.repeat(shape.length) });
    if (atEnd && shape.by === 'tag') this.unclosed.push({ line: startLine, end: shape.name });
    this.#done.push({ kind, summary: title, startLine, endLine, indent });
  }

  #followLists(text: string): void {
    if (text.trim() === '') return;
    const indent = indentOf(text);
    const marker = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+/.exec(text)?.[0];
    if (marker !== undefined && indent < this.#listColumn + 4) this.#listColumn = width(marker);
    else if (indent < this.#listColumn) this.#listColumn = indent === 0 ? 0 : indent;
  }
}

const division = {
  kind: 'quote',
  title: '',
  shape: { by: 'tag', end: /^<\/div>$/, name: '</div>' },
} as const satisfies AdmonitionOpener;

/** Removes the indent of an element's content, which does not mean code. */
function withoutInset(row: string, admonition: OpenAdmonition): string {
  const { shape, indent } = admonition;
  if (shape.by !== 'tag' || !shape.name.startsWith('</') || row.trim() === '' || ends(row.trim(), shape))
    return row;
  admonition.inset ??= Math.max(0, indentOf(row) - indent);
  const blank = /^[ \t]*/.exec(row)?.[0] ?? '';
  return ' '.repeat(Math.max(0, width(blank) - admonition.inset)) + row.slice(blank.length);
}

/** The line without the markup that makes it part of a admonition; null when it does not belong to it. */
function stripped(row: string, shape: AdmonitionShape): string | null {
  if (shape.by === 'quote')
    return /^[ \t]{0,12}> ?/.test(row) ? row.replace(/^([ \t]{0,12})> ?/, '$1') : null;
  if (shape.by !== 'indent') return row;
  if (row.trim() === '') return '';
  const blank = /^[ \t]*/.exec(row)?.[0] ?? '';
  if (width(blank) < shape.indent + 4) return null;
  return ' '.repeat(width(blank) - 4) + row.slice(blank.length);
}

function ends(trimmed: string, shape: AdmonitionShape): boolean {
  if (shape.by === 'tag') return shape.end.test(trimmed);
  if (shape.by !== 'fence') return false;
  const { sign, length } = shape;
  // A row of closing colons need not be as long as the opening one.
  return trimmed.length >= (sign === ':' ? 3 : length) && trimmed === sign.repeat(trimmed.length);
}
