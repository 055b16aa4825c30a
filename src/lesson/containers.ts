import type { HelpBlock } from './help-block.ts';
import { hintLabel } from './hint-labels.ts';

/**
 * Blocks that only some readers of Markdown know: admonitions of MkDocs (`??? hint "…"`), directives (`:::tip`), call-outs
 * (`> [!TIP]`), fences of MyST (`{hint}`), tags of GitBook and Hugo. They are taken off, and what is in them stays, line for
 * line, so that any reader of Markdown reads the rest.
 */
export interface Container {
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

interface Opener {
  readonly kind: string;
  readonly title: string;
  readonly shape: Shape;
}

type Shape =
  | { readonly by: 'indent'; readonly indent: number }
  | { readonly by: 'quote' }
  | { readonly by: 'fence'; readonly sign: string; readonly length: number }
  | { readonly by: 'tag'; readonly end: RegExp; readonly name: string };

interface OpenContainer extends Opener {
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

const helpKinds = new Set(
  'hint tip details spoiler solution answer astuce indice dropdown collapse collapsible expand expander expandable accordion help clue'.split(
    ' ',
  ),
);
const taskKinds = new Set('todo task exercise challenge activity practice exercice'.split(' '));

/** Whether a container holds help for a task, by its kind or its title. */
export function isHelp({ kind, summary }: Pick<Container, 'kind' | 'summary'>): boolean {
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
    const contentStart = Math.min(end, offsetOf(startLine + 1));
    const own = kind === 'tip' ? 'tip' : 'section';
    return {
      summary,
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

  #begin(opener: Opener, line: number, indent: number): string {
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

function width(blank: string): number {
  let columns = 0;
  for (const sign of blank) columns += sign === '\t' ? 4 - (columns % 4) : 1;
  return columns;
}

const indentOf = (row: string): number => width(/^[ \t]*/.exec(row)?.[0] ?? '');

/** The line without what makes it part of a container; null when it is none of it. */
function stripped(row: string, shape: Shape): string | null {
  if (shape.by === 'quote')
    return /^[ \t]{0,12}> ?/.test(row) ? row.replace(/^([ \t]{0,12})> ?/, '$1') : null;
  if (shape.by !== 'indent') return row;
  if (row.trim() === '') return '';
  const blank = /^[ \t]*/.exec(row)?.[0] ?? '';
  if (width(blank) < shape.indent + 4) return null;
  return ' '.repeat(width(blank) - 4) + row.slice(blank.length);
}

function ends(trimmed: string, shape: Shape): boolean {
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

const admonition = /^(?:\?\?\?\+?|!!!)[ \t]+([\w-]+)(?:[ \t]+[\w-]+){0,3}(?:[ \t]+"([^"\n]*)")?[ \t]*$/;
const untitled = /^(?:\?\?\?\+?|!!!)[ \t]+"([^"\n]*)"[ \t]*$/;
const tab = /^===[!+]?[ \t]+"([^"\n]*)"[ \t]*$/;
const directive = /^(:{3,})([^:\n].*)$/;
const callout = /^>[ \t]{0,3}\[!([\w-]+)(?:\|[^\]\n]*)?\][+-]?(.*)$/;
const quoteFence = /^(>{3,})(?:[ \t]*\[!([\w-]+)\])?([^>]*)$/;
const mystFence = /^(`{3,}|~{3,})[ \t]*\{([\w-]+)\}(.*)$/;
const gitbook = /^\{%[ \t]*(hint|collapse|expand|details|spoiler|tip)\b([^%\n]*)%\}$/i;
const hugo =
  /^\{\{[<%][ \t]*(expand|details|notice|hint|callout|collapse|spoiler|admonition|alert)\b([^\n]*?)[%>]\}\}$/i;
const element =
  /^<(Accordion|Hint|Tip|Spoiler|Solution|Answer|Collapse|Collapsible|Expandable|Callout)\b([^<>\n]*)>$/;

/** The container that a line opens; null when it is a line of text. */
function openerOf(text: string, listColumn: number): Opener | null {
  const indent = indentOf(text);
  if (indent >= listColumn + 4 || text.length > 400) return null;
  const trimmed = text.trim();
  return indented(trimmed, indent) ?? fenced(trimmed) ?? tagged(trimmed);
}

function indented(trimmed: string, indent: number): Opener | null {
  const shape = { by: 'indent', indent } as const;
  const known = admonition.exec(trimmed);
  if (known !== null) return { kind: (known[1] ?? '').toLowerCase(), title: (known[2] ?? '').trim(), shape };
  const title = untitled.exec(trimmed)?.[1];
  if (title !== undefined) return { kind: 'note', title: title.trim(), shape };
  const label = tab.exec(trimmed)?.[1];
  if (label !== undefined) return { kind: 'tab', title: label.trim(), shape };
  const quoted = callout.exec(trimmed);
  if (quoted === null) return null;
  return { kind: (quoted[1] ?? '').toLowerCase(), title: (quoted[2] ?? '').trim(), shape: { by: 'quote' } };
}

function fenced(trimmed: string): Opener | null {
  const colons = directive.exec(trimmed);
  if (colons !== null && (colons[2] ?? '').trim() !== '') {
    const shape = { by: 'fence', sign: ':', length: colons[1]?.length ?? 3 } as const;
    return { ...kindAndTitle((colons[2] ?? '').trim()), shape };
  }
  const quotes = quoteFence.exec(trimmed);
  if (quotes !== null && (quotes[2] !== undefined || (quotes[3] ?? '').trim() === '')) {
    const shape = { by: 'fence', sign: '>', length: quotes[1]?.length ?? 3 } as const;
    return { kind: (quotes[2] ?? 'quote').toLowerCase(), title: (quotes[3] ?? '').trim(), shape };
  }
  const myst = mystFence.exec(trimmed);
  const kind = (myst?.[2] ?? '').toLowerCase();
  if (
    myst === null ||
    !(helpKinds.has(kind) || taskKinds.has(kind) || /^(?:admonition|note|warning|important)$/.test(kind))
  )
    return null;
  const ticks = myst[1] ?? '```';
  return {
    kind,
    title: (myst[3] ?? '').trim(),
    shape: { by: 'fence', sign: ticks.charAt(0), length: ticks.length },
  };
}

/** `tip Use a slim image`, `details[Hint 2]`, `{hint} Title`, `{.callout-tip title="Hint"}`, `tip{title="Hint"}`. */
function kindAndTitle(text: string): Pick<Opener, 'kind' | 'title'> {
  const spoken = text.replace(/(?<!:):+$/, '').trim();
  const kind = /^\{?\.?(?:callout-)?([\w-]+)/.exec(spoken)?.[1]?.toLowerCase() ?? 'note';
  const given = titleAttribute(spoken);
  if (given !== null) return { kind, title: given };
  const bracketed = /^[\w-]+\[([^\]\n]*)\]/.exec(spoken)?.[1];
  if (bracketed !== undefined) return { kind, title: bracketed.trim() };
  const rest = spoken.replace(/^\{[^}\n]*\}/, '').replace(/^[\w-]+/, spoken.startsWith('{') ? '$&' : '');
  return {
    kind,
    title: rest
      .replace(/^[\s|"]{1,6}/, '')
      .replace(/(?<!")"$/, '')
      .trim(),
  };
}

function titleAttribute(text: string): string | null {
  return /\b(?:title|summary|header|heading|label)=["“']([^"”'\n]*)["”']/i.exec(text)?.[1]?.trim() ?? null;
}

function tagged(trimmed: string): Opener | null {
  const block = gitbook.exec(trimmed);
  if (block !== null) {
    const name = (block[1] ?? '').toLowerCase();
    // GitBook calls every call-out a hint.
    return {
      kind: name === 'hint' ? 'tip' : name,
      title: titleAttribute(block[2] ?? '') ?? '',
      shape: { by: 'tag', end: /^\{%[ \t]*end\w+[ \t]*%\}$/i, name: `{% end${name} %}` },
    };
  }
  const shortcode = hugo.exec(trimmed);
  if (shortcode !== null) {
    const [, name = '', rest = ''] = shortcode;
    const quoted = /"([^"\n]*)"[ \t]*$/.exec(rest)?.[1];
    const kind = /^[ \t]*(?:type=)?"?(\w+)/.exec(rest)?.[1]?.toLowerCase() ?? '';
    const known = helpKinds.has(name.toLowerCase()) ? name.toLowerCase() : kind;
    return {
      kind: known,
      title: titleAttribute(rest) ?? quoted ?? '',
      shape: { by: 'tag', end: /^\{\{[<%][ \t]*\/[ \t]*\w+[ \t]*[%>]\}\}$/, name: `{{< /${name} >}}` },
    };
  }
  const tag = element.exec(trimmed);
  if (tag === null || (tag[2] ?? '').endsWith('/')) return null;
  const end = /^<\/(?:Accordion|Hint|Tip|Spoiler|Solution|Answer|Collapse|Collapsible|Expandable|Callout)>$/;
  return {
    kind: (tag[1] ?? '').toLowerCase(),
    title: titleAttribute(tag[2] ?? '') ?? '',
    shape: { by: 'tag', end, name: `</${tag[1]}>` },
  };
}
