import { createRequire } from 'node:module';
import { Language, Parser, type TreeCursor } from 'web-tree-sitter';
import type { Node, ParsedScript, Part, Redirect, Script, ShellParser, Word } from './syntax.ts';

/** Longer scripts are not read but unknown: the parser's time is not linear on hostile input. */
export const longestScript = 6 * 1024;
/** Scripts with more `${` and `$(` than these are none that a student wrote, and slow to read. */
const mostExpansions = 120;

/** A node of the grammar, copied out of the parser's memory. */
interface Raw {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly children: readonly Raw[];
}

function copyOut(cursor: TreeCursor): Raw {
  const type = cursor.nodeType;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const children: Raw[] = [];
  if (cursor.gotoFirstChild()) {
    do children.push(copyOut(cursor));
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return { type, start, end, children };
}

/** How deep a tree may be before it is no student's: deeper ones are not followed. */
const deepest = 200;

class Reader {
  private readonly source: string;
  private depth = 0;
  /** How many lines end before a position. */
  private counted = { to: 0, lines: 0 };

  constructor(source: string) {
    this.source = source;
  }

  /** The line that a node begins in, from 0. Nodes are read from the first to the last, so it counts on from the one before. */
  private lineOf({ start }: Raw): number {
    if (start < this.counted.to) this.counted = { to: 0, lines: 0 };
    let { to, lines } = this.counted;
    for (let at = this.source.indexOf('\n', to); at >= 0 && at < start; at = this.source.indexOf('\n', to)) {
      to = at + 1;
      lines += 1;
    }
    this.counted = { to, lines };
    return lines;
  }

  private text(raw: Raw): string {
    return this.source.slice(raw.start, raw.end);
  }

  statements(children: readonly Raw[]): Script {
    const found: Node[] = [];
    for (const child of children) {
      if (child.type === '&') {
        const last = found.pop();
        if (last !== undefined) found.push({ kind: 'background', body: last });
        continue;
      }
      const node = this.statement(child);
      if (node !== null) found.push(node);
    }
    return found;
  }

  /** A statement; null for what is none (separators, comments, key words). */
  private statement(raw: Raw): Node | null {
    this.depth += 1;
    try {
      if (this.depth > deepest) return { kind: 'unknown', line: this.lineOf(raw) };
      return this.statementOf(raw);
    } finally {
      this.depth -= 1;
    }
  }

  private statementOf(raw: Raw): Node | null {
    switch (raw.type) {
      case 'command':
      case 'declaration_command':
      case 'unset_command':
      case 'test_command':
      case 'variable_assignment':
      case 'variable_assignments':
        return this.command(raw);
      case 'list':
        return this.list(raw);
      case 'pipeline':
        return this.pipeline(raw);
      case 'negated_command':
        return { kind: 'not', body: this.first(raw) };
      case 'subshell':
        return { kind: 'subshell', body: this.statements(raw.children), redirects: [] };
      case 'compound_statement':
        return { kind: 'group', body: this.statements(raw.children), redirects: [] };
      case 'redirected_statement':
        return this.redirected(raw);
      case 'if_statement':
        return this.conditional(raw);
      case 'while_statement':
      case 'for_statement':
      case 'c_style_for_statement':
        return this.loop(raw);
      case 'case_statement':
        return this.choice(raw);
      case 'function_definition': {
        const name = raw.children.find(({ type }) => type === 'word');
        const body = raw.children.at(-1);
        const inner = body === undefined ? null : this.statement(body);
        return {
          kind: 'function',
          name: name === undefined ? '' : this.text(name),
          body: inner ?? this.lost(raw),
        };
      }
      case 'ERROR':
        return this.lost(raw);
      default:
        return null;
    }
  }

  /** `! a | b` denies the whole pipe; the grammar hangs the mark on the first command. */
  private pipeline(raw: Raw): Node {
    const [first, ...rest] = this.statements(raw.children.filter(({ type }) => type !== '&'));
    if (first === undefined) return this.lost(raw);
    if (first.kind !== 'not') return { kind: 'pipeline', commands: [first, ...rest] };
    return { kind: 'not', body: { kind: 'pipeline', commands: [first.body, ...rest] } };
  }

  private lost(raw: Raw): Node {
    return { kind: 'unknown', line: this.lineOf(raw) };
  }

  private first(raw: Raw): Node {
    return this.statements(raw.children)[0] ?? this.lost(raw);
  }

  private list(raw: Raw): Node {
    const operator = raw.children.find(({ type }) => type === '&&' || type === '||')?.type;
    const sides = this.statements(raw.children);
    const [left, right] = sides;
    if (left === undefined || right === undefined) return left ?? this.lost(raw);
    return { kind: operator === '||' ? 'or' : 'and', left, right };
  }

  private command(raw: Raw): Node {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    const bare = raw.type === 'variable_assignment';
    for (const child of bare ? [raw] : raw.children) {
      if (child.type === 'variable_assignment') {
        const { name, value } = this.assignment(child);
        if (raw.type === 'declaration_command') {
          words.push([{ kind: 'text', text: `${name}=`, quoted: false }, ...value]);
        } else if (words.length === 0) assignments.push({ name, value });
        else words.push([{ kind: 'text', text: `${name}=`, quoted: false }, ...value]);
      } else if (child.type === 'command_name') {
        const inner = child.children[0];
        words.push(this.word(inner ?? child));
      } else if (child.type.endsWith('_redirect')) {
        redirects.push(...this.redirects(child));
      } else if (raw.type === 'test_command') {
        words.push(...this.flattened(child));
      } else if (child.type !== 'comment') {
        words.push(this.word(child));
      }
    }
    return { kind: 'command', assignments, words, redirects, line: this.lineOf(raw) };
  }

  private assignment(raw: Raw): { readonly name: string; readonly value: Word } {
    const name = raw.children[0];
    const value = raw.children.slice(2);
    return {
      name: name === undefined ? '' : this.text(name),
      value: value.flatMap((part) => this.word(part)),
    };
  }

  /** `[ -f x -a "$y" = z ]` as the words that the command sees. */
  private flattened(raw: Raw): readonly Word[] {
    if (/_expression$/.test(raw.type)) return raw.children.flatMap((child) => this.flattened(child));
    return [this.word(raw)];
  }

  private redirected(raw: Raw): Node {
    const [body, ...rest] = raw.children;
    let node: Node = (body === undefined ? null : this.statement(body)) ?? {
      kind: 'command',
      assignments: [],
      words: [],
      redirects: [],
      line: this.lineOf(raw),
    };
    if (body?.type.endsWith('_redirect')) rest.unshift(body);
    for (const child of rest) {
      if (!child.type.endsWith('_redirect')) continue;
      const redirects = this.redirects(child);
      node = withRedirects(node, redirects);
      if (child.type === 'heredoc_redirect') node = this.afterHeredoc(node, child);
    }
    return node;
  }

  /** `cat <<X > f && next`: what follows on the line hangs on the heredoc in this grammar. */
  private afterHeredoc(left: Node, raw: Raw): Node {
    const skip = ['heredoc_start', 'heredoc_body', 'heredoc_end', 'file_redirect', '<<', '<<-'];
    const operator = raw.children.find(({ type }) => type === '&&' || type === '||');
    const pipe = raw.children.find(({ type }) => type === 'pipeline' || type === '|');
    const statements = this.statements(raw.children.filter(({ type }) => !skip.includes(type)));
    const right = statements[0];
    if (right === undefined) return left;
    if (operator !== undefined) return { kind: operator.type === '||' ? 'or' : 'and', left, right };
    if (pipe !== undefined) return { kind: 'pipeline', commands: [left, ...statements] };
    return left;
  }

  private redirects(raw: Raw): readonly Redirect[] {
    if (raw.type === 'heredoc_redirect') {
      const body = raw.children.find(({ type }) => type === 'heredoc_body');
      const text = body === undefined ? '' : this.text(body);
      const inner = raw.children.filter(({ type }) => type === 'file_redirect');
      return [
        { operator: '<<', target: [{ kind: 'text', text, quoted: true }] },
        ...inner.flatMap((child) => this.redirects(child)),
      ];
    }
    const descriptor = raw.children.find(({ type }) => type === 'file_descriptor');
    const operator = raw.children.find(({ type }) => /^[<>&|]+$/.test(type));
    const target = raw.children.at(-1);
    if (operator === undefined || target === undefined) return [];
    const prefix = descriptor === undefined ? '' : this.text(descriptor);
    return [{ operator: `${prefix}${operator.type}`, target: this.word(target) }];
  }

  private conditional(raw: Raw): Node {
    const branches: { test: Script; body: Script }[] = [];
    let otherwise: Script = [];
    const branch = (children: readonly Raw[]): void => {
      const then = children.findIndex(({ type }) => type === 'then');
      const end = children.findIndex(({ type }) => type === 'elif_clause' || type === 'else_clause');
      branches.push({
        test: this.statements(children.slice(1, then)),
        body: this.statements(children.slice(then + 1, end < 0 ? undefined : end)),
      });
    };
    branch(raw.children);
    for (const child of raw.children) {
      if (child.type === 'elif_clause') branch(child.children);
      if (child.type === 'else_clause') otherwise = this.statements(child.children);
    }
    return { kind: 'if', branches, otherwise };
  }

  /** `case "$1" in a | b) … ;; esac`. */
  private choice(raw: Raw): Node {
    const subject = raw.children[1];
    return {
      kind: 'case',
      subject: subject === undefined ? [{ kind: 'unknown' }] : this.word(subject),
      branches: raw.children
        .filter(({ type }) => type === 'case_item')
        .map(({ children }) => {
          const at = children.findIndex(({ type }) => type === ')');
          return {
            patterns: children
              .slice(0, at)
              .filter(({ type }) => type !== '|' && type !== '(')
              .map((pattern) => this.word(pattern)),
            body: this.statements(children.slice(at + 1)),
            falls: children.some(({ type }) => type === ';&' || type === ';;&'),
          };
        }),
    };
  }

  private loop(raw: Raw): Node {
    const keyword = raw.children[0]?.type;
    const group = raw.children.findIndex(({ type }) => type === 'do_group' || type === 'compound_statement');
    const head = raw.children.slice(1, group);
    const isFor = keyword !== 'while' && keyword !== 'until';
    const variable = isFor ? head.find(({ type }) => type === 'variable_name') : undefined;
    return {
      kind: 'loop',
      keyword: isFor ? 'for' : keyword,
      test: isFor ? [] : this.statements(head),
      variable: variable === undefined ? null : this.text(variable),
      items: isFor
        ? head
            .filter(({ type }) => !['variable_name', 'in', ';', '((', '))'].includes(type))
            .map((item) => this.word(item))
        : [],
      body: this.statements(raw.children[group]?.children ?? []),
      line: this.lineOf(raw),
    };
  }

  private word(raw: Raw, quoted = false): Word {
    this.depth += 1;
    try {
      return this.depth > deepest ? [{ kind: 'unknown' }] : this.wordOf(raw, quoted);
    } finally {
      this.depth -= 1;
    }
  }

  private wordOf(raw: Raw, quoted: boolean): Word {
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
      case 'process_substitution':
      case 'arithmetic_expansion':
      case 'brace_expression':
      case 'array':
      case 'subscript':
        return [{ kind: 'unknown' }];
      default:
        return text(quoted ? this.text(raw) : unescaped(this.text(raw)), quoted);
    }
  }

  private string(raw: Raw): Word {
    const parts: Part[] = [];
    let at = raw.start + (raw.type === 'translated_string' ? 2 : 1);
    const literal = (to: number): void => {
      if (to > at) {
        const value = this.source
          .slice(at, to)
          .replace(/\\(["\\$`\n])/g, (_, escaped: string) => (escaped === '\n' ? '' : escaped));
        parts.push({ kind: 'text', text: value, quoted: true });
      }
    };
    for (const child of raw.children) {
      if (!/expansion$|substitution$/.test(child.type)) continue;
      // The grammar counts blanks before a substitution as part of it.
      const start = child.start + (/^\s*/.exec(this.text(child))?.[0].length ?? 0);
      literal(start);
      parts.push(...this.word(child, true));
      at = child.end;
    }
    literal(raw.end - 1);
    if (parts.length === 0) parts.push({ kind: 'text', text: '', quoted: true });
    return parts;
  }

  private expansion(raw: Raw, quoted: boolean): Word {
    const name = raw.children.find(({ type }) => /variable_name$/.test(type));
    if (name === undefined) return [{ kind: 'unknown' }];
    const after = raw.children.slice(raw.children.indexOf(name) + 1, -1);
    const operator = after[0];
    if (operator === undefined) {
      const plain = raw.children.indexOf(name) === 1;
      return plain
        ? [{ kind: 'variable', name: this.text(name), operator: null, word: null, quoted }]
        : [{ kind: 'unknown' }];
    }
    const word = after.slice(1).flatMap((part) => this.word(part, quoted));
    return [{ kind: 'variable', name: this.text(name), operator: this.text(operator), word, quoted }];
  }
}

/** The grammar hangs a redirection at the end of a list on the whole list; it belongs to the last command. */
function withRedirects(node: Node, redirects: readonly Redirect[]): Node {
  switch (node.kind) {
    case 'command':
    case 'group':
    case 'subshell':
      return { ...node, redirects: [...node.redirects, ...redirects] };
    case 'and':
    case 'or':
      return { ...node, right: withRedirects(node.right, redirects) };
    case 'not':
    case 'background':
      return { ...node, body: withRedirects(node.body, redirects) };
    case 'pipeline': {
      const last = node.commands.at(-1);
      if (last === undefined) return node;
      return { ...node, commands: [...node.commands.slice(0, -1), withRedirects(last, redirects)] };
    }
    default:
      return { kind: 'group', body: [node], redirects };
  }
}

const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\([\s\S])/g, (_, character: string) => (character === '\n' ? '' : character))
    : text;

const ansi: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' };
const unescapedAnsi = (text: string): string =>
  text.replace(/\\([\s\S])/g, (whole, character: string) => ansi[character] ?? whole);

/** Makes the parser ready: its grammar is WebAssembly and is loaded once. */
export async function openShellParser(): Promise<ShellParser> {
  const require = createRequire(import.meta.url);
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve('tree-sitter-bash/tree-sitter-bash.wasm')));
  return (source: string): ParsedScript | null => {
    if (source.length > longestScript || (source.match(/\$[{(]/g)?.length ?? 0) > mostExpansions) return null;
    const tree = parser.parse(source);
    if (tree === null) return null;
    const cursor = tree.walk();
    try {
      const root = copyOut(cursor);
      return { script: new Reader(source).statements(root.children), broken: tree.rootNode.hasError };
    } finally {
      cursor.delete();
      tree.delete();
    }
  };
}
