import type { SyntaxNode } from './raw.ts';
import { bashOperator, lengthOperator, type Node, type Part, type Script, type Word } from './syntax.ts';

/** Maximum depth of a syntax tree. No student nests more deeply. */
export const deepest = 200;

/** Builds nodes for words with their quotes, variables and substitutions. */
export abstract class WordReader {
  protected readonly source: string;
  protected depth = 0;
  /** Number of line ends before a position. */
  private counted = { to: 0, lines: 0 };

  constructor(source: string) {
    this.source = source;
  }

  /** Reads the contents of a substitution or a block. */
  abstract statements(children: readonly SyntaxNode[]): Script;

  protected lost(raw: SyntaxNode): Node {
    return { kind: 'unknown', line: this.lineOf(raw) };
  }

  /** Line in which a node begins, from 0. Nodes are read in order, so counting continues from the previous one. */
  protected lineOf({ start }: SyntaxNode): number {
    if (start < this.counted.to) this.counted = { to: 0, lines: 0 };
    let { to, lines } = this.counted;
    for (let at = this.source.indexOf('\n', to); at >= 0 && at < start; at = this.source.indexOf('\n', to)) {
      to = at + 1;
      lines += 1;
    }
    this.counted = { to, lines };
    return lines;
  }

  protected text(raw: SyntaxNode): string {
    return this.source.slice(raw.start, raw.end);
  }

  protected assignment(raw: SyntaxNode): { readonly name: string; readonly value: Word } {
    const name = raw.children[0];
    const written = name === undefined ? '' : this.text(name);
    const value = raw.children.slice(2).flatMap((part) => this.word(part));
    if (raw.children[1]?.type !== '+=') return { name: written, value };
    const [first] = value;
    const before: Part = { kind: 'variable', name: written, operator: null, word: null, quoted: true };
    return {
      name: written,
      value: first?.kind === 'array' ? [{ ...first, appends: true }] : [before, ...value],
    };
  }

  /** Reads `[ -f x -a "$y" = z ]` as the words that the command gets. */
  protected flattened(raw: SyntaxNode): readonly Word[] {
    if (/_expression$/.test(raw.type)) return raw.children.flatMap((child) => this.flattened(child));
    return [this.word(raw)];
  }

  protected word(raw: SyntaxNode, quoted = false): Word {
    this.depth += 1;
    try {
      return this.depth > deepest ? [{ kind: 'unknown' }] : this.wordOf(raw, quoted);
    } finally {
      this.depth -= 1;
    }
  }

  private wordOf(raw: SyntaxNode, quoted: boolean): Word {
    const text = (value: string, isQuoted: boolean): Word => [
      { kind: 'text', text: value, quoted: isQuoted },
    ];
    switch (raw.type) {
      case 'string':
      case 'translated_string':
        return this.string(raw);
      case 'raw_string':
        return text(this.source.slice(raw.start + 1, raw.end - 1), true);
      case 'ansi_c_string':
        return text(unescapedAnsi(this.source.slice(raw.start + 2, raw.end - 1)), true);
      case 'concatenation':
        return raw.children.flatMap((child) => this.word(child, quoted));
      case 'simple_expansion': {
        const name = raw.children.at(-1);
        return [
          {
            kind: 'variable',
            name: name === undefined ? '' : this.text(name),
            operator: null,
            word: null,
            quoted,
          },
        ];
      }
      case 'expansion':
        return this.expansion(raw, quoted);
      case 'command_substitution':
        return [{ kind: 'commands', script: this.statements(raw.children), quoted }];
      case 'arithmetic_expansion': {
        const inner = /^\s*\$\(\(([\s\S]*)\)\)$/.exec(this.text(raw))?.[1];
        return inner === undefined ? [{ kind: 'unknown' }] : [{ kind: 'arithmetic', text: inner, quoted }];
      }
      case 'brace_expression':
        return text(this.text(raw), quoted);
      case 'array': {
        const items = raw.children.filter(({ type }) => !['(', ')', 'comment'].includes(type));
        return [{ kind: 'array', words: items.map((item) => this.word(item)), appends: false }];
      }
      case 'process_substitution': {
        const prints = this.text(raw).startsWith('<');
        return [{ kind: 'process', script: this.statements(raw.children), prints }];
      }
      case 'subscript':
        return [{ kind: 'unknown' }];
      default:
        return quoted ? text(this.text(raw), true) : unquoted(this.text(raw));
    }
  }

  private string(raw: SyntaxNode): Word {
    const start = raw.start + (raw.type === 'translated_string' ? 2 : 1);
    const parts = this.expandable(raw, start, raw.end - 1, (text) => [
      literal(text.replace(/\\(["\\$`\n])/g, (_, escaped: string) => (escaped === '\n' ? '' : escaped))),
    ]);
    return parts.length > 0 ? parts : [{ kind: 'text', text: '', quoted: true }];
  }

  /** Reads the text of a heredoc. It is literal if the delimiter is quoted. `<<-` removes leading tabs from each line. */
  protected heredoc(
    raw: SyntaxNode,
    { isQuoted, chomps }: { readonly isQuoted: boolean; readonly chomps: boolean },
  ): Word {
    const plain = (text: string, at: number): string => {
      if (!chomps) return text;
      const chomped = text.replace(/\n\t+/g, '\n');
      return at === raw.start ? chomped.replace(/^\t+/, '') : chomped;
    };
    if (isQuoted) return [literal(plain(this.text(raw), raw.start))];
    return this.expandable(raw, raw.start, raw.end, (text, at) => withSpecials(plain(text, at)));
  }

  /** Reads a text with its expansions. `read` gets the pieces in between, with their positions. */
  private expandable(
    raw: SyntaxNode,
    start: number,
    end: number,
    read: (text: string, at: number) => readonly Part[],
  ): Word {
    const parts: Part[] = [];
    let at = start;
    const readTo = (to: number): void => {
      if (to > at) parts.push(...read(this.source.slice(at, to), at));
    };
    for (const child of raw.children) {
      if (!/expansion$|substitution$/.test(child.type)) continue;
      // The grammar counts blanks before a substitution as part of it.
      readTo(child.start + (/^\s*/.exec(this.text(child))?.[0].length ?? 0));
      parts.push(...this.word(child, true));
      at = child.end;
    }
    readTo(end);
    return parts;
  }

  private expansion(raw: SyntaxNode, quoted: boolean): Word {
    const element = /^\s*\$\{(#?)([A-Za-z_]\w*)\[(@|\*|-?\d+)\]\}$/.exec(this.text(raw));
    if (element !== null) {
      const [, sign = '', of = '', index = ''] = element;
      return [{ kind: 'element', name: of, index, counted: sign === '#', quoted }];
    }
    const name = raw.children.find(({ type }) => /variable_name$/.test(type));
    const ofBash = /^\s*\$\{([A-Za-z_]\w*)(:\s*\d[\d:]*|,,|\^\^|\/[^{}$`"'\\]+)\}$/.exec(this.text(raw));
    if (ofBash !== null) {
      const [, of = '', operation = ''] = ofBash;
      return [{ kind: 'variable', name: of, operator: `${bashOperator}${operation}`, word: null, quoted }];
    }
    const bashOnly = /^\$\{(?:!|\w+(?:\[|\/|\^|,|@|:[^-=?+]))/.test(this.text(raw).trimStart());
    if (name === undefined || bashOnly) return [{ kind: 'unknown', bashOnly }];
    const after = raw.children.slice(raw.children.indexOf(name) + 1, -1);
    const operator = after[0];
    if (operator === undefined) {
      const isLength = /^\s*\$\{#\w+\}$/.test(this.text(raw));
      if (raw.children.indexOf(name) !== 1 && !isLength) return [{ kind: 'unknown' }];
      const plain = isLength ? lengthOperator : null;
      return [{ kind: 'variable', name: this.text(name), operator: plain, word: null, quoted }];
    }
    const word = after.slice(1).flatMap((part) => this.word(part, quoted));
    return [{ kind: 'variable', name: this.text(name), operator: this.text(operator), word, quoted }];
  }
}

const literal = (text: string): Part => ({ kind: 'text', text, quoted: true });

/** Splits a heredoc's text at `$@` and `$1`, which the grammar takes for literal text, unless a backslash escapes them. */
function withSpecials(text: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const found of text.matchAll(/\\([\\$`\n])|\$([@*#?$!\d-])/g)) {
    const [whole, escaped, name] = found;
    parts.push(literal(text.slice(at, found.index)));
    if (escaped === undefined)
      parts.push({ kind: 'variable', name: name ?? '', operator: null, word: null, quoted: true });
    else if (escaped !== '\n') parts.push(literal(escaped));
    at = found.index + whole.length;
  }
  return [...parts, literal(text.slice(at))];
}

/** Reads an unquoted text. An escaped pattern character counts as quoted. */
const unquoted = (bare: string): Word =>
  /\\[*?[{~]/.test(bare)
    ? [...bare.matchAll(/\\([*?[{~])|(?:\\[^*?[{~]|[^\\])+|\\$/g)].map(([whole, escaped]) => ({
        kind: 'text',
        text: escaped ?? unescaped(whole),
        quoted: escaped !== undefined,
      }))
    : [{ kind: 'text', text: unescaped(bare), quoted: false }];

const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\([\s\S])/g, (_, character: string) => (character === '\n' ? '' : character))
    : text;

const ansi: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };
const unescapedAnsi = (text: string): string =>
  text.replace(/\\([\s\S])/g, (whole, character: string) => ansi[character] ?? whole);
