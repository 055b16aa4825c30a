import { CommandReader } from './commands.ts';
import type { SyntaxNode } from './raw.ts';
import type { Node, Script, Word } from './syntax.ts';
import { deepest } from './words.ts';

/** How a branch of `case` ends. */
function fallOf(children: readonly SyntaxNode[]): 'no' | 'into-next' | 'on' {
  if (children.some(({ type }) => type === ';&')) return 'into-next';
  return children.some(({ type }) => type === ';;&') ? 'on' : 'no';
}

/** Builds nodes for lists, pipelines, conditions, loops and functions. */
export class StatementReader extends CommandReader {
  statements(children: readonly SyntaxNode[]): Script {
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

  /** Reads a statement; null for anything else (separators, comments, keywords). */
  protected statement(raw: SyntaxNode): Node | null {
    this.depth += 1;
    try {
      if (this.depth > deepest) return { kind: 'unknown', line: this.lineOf(raw) };
      return this.statementOf(raw);
    } finally {
      this.depth -= 1;
    }
  }

  private statementOf(raw: SyntaxNode): Node | null {
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
        if (raw.children[0]?.type === '((') return this.arithmetic(raw.start + 2, raw.end - 2, raw);
        return { kind: 'group', body: this.statements(raw.children), redirects: [] };
      case 'redirected_statement':
        return this.redirected(raw);
      case 'if_statement':
        return this.conditional(raw);
      case 'while_statement':
      case 'for_statement':
        return this.loop(raw);
      case 'c_style_for_statement':
        return this.countingLoop(raw);
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

  /** `! a | b` negates the whole pipeline, but the grammar attaches the mark to the first command. */
  private pipeline(raw: SyntaxNode): Node {
    const [first, ...rest] = this.statements(raw.children.filter(({ type }) => type !== '&'));
    if (first === undefined) return this.lost(raw);
    if (first.kind !== 'not') return { kind: 'pipeline', commands: [first, ...rest] };
    return { kind: 'not', body: { kind: 'pipeline', commands: [first.body, ...rest] } };
  }

  private first(raw: SyntaxNode): Node {
    return this.statements(raw.children)[0] ?? this.lost(raw);
  }

  private list(raw: SyntaxNode): Node {
    const operator = raw.children.find(({ type }) => type === '&&' || type === '||')?.type;
    const sides = this.statements(raw.children);
    const [left, right] = sides;
    if (left === undefined || right === undefined) return left ?? this.lost(raw);
    return { kind: operator === '||' ? 'or' : 'and', left, right };
  }

  private conditional(raw: SyntaxNode): Node {
    const branches: { test: Script; body: Script }[] = [];
    let otherwise: Script = [];
    const branch = (children: readonly SyntaxNode[]): void => {
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

  /** Reads `case "$1" in a | b) … ;; esac`. */
  private choice(raw: SyntaxNode): Node {
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
            falls: fallOf(children),
          };
        }),
    };
  }

  /** Represents `((…))` as a command of that name, with the text in between as its only word. */
  private arithmetic(start: number, end: number, raw: SyntaxNode): Node {
    return this.plain('((', raw, this.source.slice(start, end));
  }

  private plain(name: string, raw: SyntaxNode, ...args: readonly string[]): Node {
    const words = [name, ...args].map((text): Word => [{ kind: 'text', text, quoted: true }]);
    return { kind: 'command', assignments: [], words, redirects: [], line: this.lineOf(raw) };
  }

  /**
   * Rewrites `for ((i = 0; i < 3; i++))` as a while loop. There, `continue` would skip the last step, so a loop with `continue` is not
   * supported.
   */
  private countingLoop(raw: SyntaxNode): Node {
    const at = raw.children.findIndex(({ type }) => type === '((');
    const end = raw.children.findIndex(({ type }) => type === '))');
    const open = raw.children[at];
    const close = raw.children[end];
    const body = raw.children.find(({ type }) => type === 'do_group' || type === 'compound_statement');
    if (open === undefined || close === undefined || body === undefined) return this.lost(raw);
    const stops = raw.children.slice(at, end).filter(({ type }) => type === ';');
    const [first, second] = stops;
    if (first === undefined || second === undefined || /\bcontinue\b/.test(this.text(body)))
      return this.lost(raw);
    const isBlank = (from: number, to: number): boolean => this.source.slice(from, to).trim() === '';
    // The exit codes of the first and last step do not matter.
    const step = (from: number, to: number): Script =>
      isBlank(from, to)
        ? []
        : [{ kind: 'or', left: this.arithmetic(from, to, raw), right: this.plain(':', raw) }];
    const test = isBlank(first.end, second.start)
      ? this.plain(':', raw)
      : this.arithmetic(first.end, second.start, raw);
    return {
      kind: 'group',
      body: [
        ...step(open.end, first.start),
        {
          kind: 'loop',
          keyword: 'while',
          test: [test],
          variable: null,
          items: [],
          body: [...this.statements(body.children), ...step(second.end, close.start)],
          line: this.lineOf(raw),
        },
      ],
      redirects: [],
    };
  }

  private loop(raw: SyntaxNode): Node {
    const keyword = raw.children[0]?.type;
    const group = raw.children.findLastIndex(
      ({ type }) => type === 'do_group' || type === 'compound_statement',
    );
    const head = raw.children.slice(1, group);
    const isFor = keyword !== 'while' && keyword !== 'until';
    const variable = isFor ? head.find(({ type }) => type === 'variable_name') : undefined;
    // Without `in`, the loop iterates over the script's arguments.
    const hasItems = !isFor || keyword === 'select' || head.some(({ type }) => type === 'in');
    const theArguments: Word = [{ kind: 'variable', name: '@', operator: null, word: null, quoted: true }];
    const items = (isFor ? head : [])
      .filter(({ type }) => !['variable_name', 'in', ';', '((', '))'].includes(type))
      .map((item) => this.word(item));
    return {
      kind: 'loop',
      keyword: isFor ? 'for' : keyword,
      test: isFor ? [] : this.statements(head),
      variable: variable === undefined ? null : this.text(variable),
      items: hasItems ? items : [theArguments],
      body: this.statements(raw.children[group]?.children ?? []),
      line: this.lineOf(raw),
    };
  }
}
