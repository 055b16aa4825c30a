import {
  type ContainerOpener,
  type ContainerShape,
  helpKinds,
  indentOf,
  openerOf,
  taskKinds,
  width,
} from './container-openers.ts';
import type { HelpBlock } from './help-block.ts';
import { hintLabel } from './hint-labels.ts';

/**
 * Blocks that only some readers of Markdown know: admonitions of MkDocs (`??? hint "…"`), directives (`:::tip`), call-outs
 * (`> [!TIP]`), fences of MyST (`{hint}`), tags of GitBook and Hugo. They are taken off, and what is in them stays, line for
 * line, so that any reader of Markdown reads the rest.
 */
interface Container {
  /** What the author calls it; empty when it has no title. */
  readonly summary: string;
  /** `hint`, `tip`, `note` …, in lower case. */
  readonly kind: string;
  /** Lines from 0: where it begins, and the line behind its last one. */
  readonly startLine: number;
  readonly endLine: number;
  /** Columns by which its lines stand to the right, in a list. */
  readonly indent: number;
}

export interface Unwrapped {
  readonly source: string;
  readonly containers: readonly Container[];
  /** Those that are never closed although they should be: the line from 0, and what would close it. */
  readonly unclosed: readonly Unclosed[];
}

interface Unclosed {
  readonly line: number;
  readonly end: string;
}

interface OpenContainer extends ContainerOpener {
  readonly startLine: number;
  readonly indent: number;
  /** The code fence that is open in it. */
  fence: Fence | null;
}

interface Fence {
  readonly sign: string;
  readonly length: number;
}

/** Deeper nesting than any author's; more is text. */
const depthLimit = 12;

/** Whether a container holds help for a task, by its kind or its title. */
function isHelp({ kind, summary }: Pick<Container, 'kind' | 'summary'>): boolean {
  if (taskKinds.has(kind)) return false;
  return helpKinds.has(kind) || hintLabel(summary).says === 'hint';
}

/** Blocks that are opened for help, whose title says what it is. */
const neutralKinds = new Set(
  'details dropdown collapse collapsible expand expander expandable accordion'.split(' '),
);

/** The containers that hold help, as blocks of the text that is left of them. */
export function helpIn({ source, containers }: Unwrapped): readonly HelpBlock[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  const offsetOf = (line: number): number => starts[line] ?? source.length;
  return containers.filter(isHelp).map(({ kind, summary, startLine, endLine, indent }): HelpBlock => {
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

/** The heading that a container without a title begins with: it is its title. */
function headingAt(content: string): { readonly text: string; readonly length: number } | null {
  const found = /^(?:[ \t]*\n){0,3}[ \t>]{0,12}#{1,6}[ \t]+([^\n]{1,200})(?:\n|$)/.exec(content);
  return found === null ? null : { text: (found[1] ?? '').trim(), length: found[0].length };
}

/** Takes the containers off a text with `\n` as its line end. */
export function unwrap(source: string): Unwrapped {
  const reader = new ContainerReader();
  const rows = source.split('\n').map((row, line) => reader.read(row, line));
  const containers = reader.finish(rows.length);
  return { source: rows.join('\n'), containers, unclosed: reader.unclosed };
}

class ContainerReader {
  readonly unclosed: Unclosed[] = [];
  #open: OpenContainer[] = [];
  #done: Container[] = [];
  /** The code fence that is open outside of all containers. */
  #fence: Fence | null = null;
  #listColumn = 0;

  /** Reads one line and gives what is left of it. */
  read(row: string, line: number): string {
    const text = this.#strip(row, line);
    const inner = this.#open.at(-1);
    const fence = inner === undefined ? this.#fence : inner.fence;
    if (fence !== null) {
      if (closes(text, fence)) this.#setFence(null);
      return text;
    }
    if (this.#closesContainer(text, line)) return '';
    const opener = this.#open.length < depthLimit ? openerOf(text, this.#listColumn) : null;
    if (opener !== null) return this.#begin(opener, line, indentOf(text));
    this.#setFence(fenceIn(text));
    this.#followLists(text);
    return text;
  }

  finish(lines: number): readonly Container[] {
    while (this.#open.length > 0) this.#close(lines, true);
    return this.#done.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
  }

  #setFence(fence: Fence | null): void {
    const inner = this.#open.at(-1);
    if (inner === undefined) this.#fence = fence;
    else inner.fence = fence;
  }

  /** Takes the indent or the quote's marks of every open container off; those that the line does not belong to end here. */
  #strip(row: string, line: number): string {
    let text = row;
    for (const [depth, { shape }] of this.#open.entries()) {
      const rest = stripped(text, shape);
      if (rest === null) {
        while (this.#open.length > depth) this.#close(line, false);
        break;
      }
      text = rest;
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

  #begin(opener: ContainerOpener, line: number, indent: number): string {
    this.#open.push({ ...opener, startLine: line, indent, fence: null });
    const summary = opener.title || opener.kind;
    if (isHelp({ kind: opener.kind, summary }) || summary === 'quote') return ' '.repeat(indent);
    const named = taskKinds.has(opener.kind) && opener.title !== '';
    return `${' '.repeat(indent)}**${named ? `${capitalised(opener.kind)}: ` : ''}${capitalised(summary)}**`;
  }

  #close(endLine: number, atEnd: boolean): void {
    const container = this.#open.pop();
    if (container === undefined) return;
    const { shape, kind, title, startLine, indent } = container;
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

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The line without what makes it part of a container; null when it belongs to none. */
function stripped(row: string, shape: ContainerShape): string | null {
  if (shape.by === 'quote')
    return /^[ \t]{0,12}> ?/.test(row) ? row.replace(/^([ \t]{0,12})> ?/, '$1') : null;
  if (shape.by !== 'indent') return row;
  if (row.trim() === '') return '';
  const blank = /^[ \t]*/.exec(row)?.[0] ?? '';
  if (width(blank) < shape.indent + 4) return null;
  return ' '.repeat(width(blank) - 4) + row.slice(blank.length);
}

function ends(trimmed: string, shape: ContainerShape): boolean {
  if (shape.by === 'tag') return shape.end.test(trimmed);
  if (shape.by !== 'fence') return false;
  const { sign, length } = shape;
  // Rows of colons need not be as long as the one that they close.
  return trimmed.length >= (sign === ':' ? 3 : length) && trimmed === sign.repeat(trimmed.length);
}

function fenceIn(text: string): Fence | null {
  const ticks = /^[ \t]{0,40}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,4}|>[ \t]?){0,3}(`{3,}|~{3,})/.exec(text)?.[1];
  if (ticks === undefined) return null;
  // Back-ticks behind them on the same line make it inline code.
  if (ticks.startsWith('`') && text.slice(text.indexOf(ticks) + ticks.length).includes('`')) return null;
  return { sign: ticks.charAt(0), length: ticks.length };
}

function closes(text: string, { sign, length }: Fence): boolean {
  const trimmed = text.replace(/^[ \t>]{0,40}/, '').trimEnd();
  return trimmed.length >= length && trimmed === sign.repeat(trimmed.length);
}
