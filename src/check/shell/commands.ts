import type { SyntaxNode } from './raw.ts';
import type { CommandNode, Node, Redirect, Word } from './syntax.ts';
import { tornTest } from './torn-tests.ts';
import { WordReader } from './words.ts';

/** Builds nodes for simple commands with their assignments and redirections. */
export abstract class CommandReader extends WordReader {
  /** Reads a statement; null for anything else (separators, comments, keywords). */
  protected abstract statement(raw: SyntaxNode): Node | null;

  protected command(raw: SyntaxNode): Node {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    const lists: { name: string; value: Word }[] = [];
    const bare = raw.type === 'variable_assignment';
    let end = raw.start;
    for (const [index, child] of (bare ? [raw] : raw.children).entries()) {
      // If several assignments share a line, the grammar attaches them to the command on the next line.
      const isNext = assignments.length > 0 && words.length === 0 && redirects.length === 0;
      if (isNext && child.type !== 'variable_assignment' && this.isNewLine(end, child.start)) {
        const rest = { ...raw, type: 'command', start: child.start, children: raw.children.slice(index) };
        const before: Node = { kind: 'command', assignments, words, redirects, line: this.lineOf(raw) };
        return { kind: 'group', body: [before, this.command(rest)], redirects: [] };
      }
      end = child.end;
      if (child.type === 'variable_assignment') {
        const { name, value } = this.assignment(child);
        if (raw.type === 'declaration_command' && isList(value)) {
          words.push([{ kind: 'text', text: name, quoted: false }]);
          lists.push({ name, value });
        } else if (raw.type === 'declaration_command') {
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
    const parted = raw.type === 'test_command' ? joinedBrackets(raw, words) : words;
    const command: CommandNode = {
      kind: 'command',
      assignments,
      words: parted,
      redirects,
      line: this.lineOf(raw),
    };
    if (raw.type === 'test_command' && raw.children[0]?.type === '[') return tornTest(command) ?? command;
    return lists.length === 0 ? command : this.withLists(command, lists);
  }

  /** `declare -a list=(a b)` declares the name and then sets it; for a constant, the order is reversed. */
  private withLists(declares: CommandNode, lists: CommandNode['assignments']): Node {
    const sets: Node = { ...declares, assignments: lists, words: [], redirects: [] };
    const [name] = declares.words;
    const isConstant = name?.[0]?.kind === 'text' && name[0].text === 'readonly';
    return { kind: 'group', body: isConstant ? [sets, declares] : [declares, sets], redirects: [] };
  }

  private isNewLine(from: number, to: number): boolean {
    return /(?<!\\)\n/.test(this.source.slice(from, to));
  }

  protected redirected(raw: SyntaxNode): Node {
    const [body, ...rest] = raw.children;
    let node: Node = (body === undefined ? null : this.statement(body)) ?? {
      kind: 'command',
      assignments: [],
      words: [],
      redirects: [],
      line: this.lineOf(raw),
    };
    if (body?.type.endsWith('_redirect')) rest.unshift(body);
    const name = this.numberName(body, rest[0]);
    if (name !== '' && node.kind === 'command') node = { ...node, words: node.words.slice(0, -1) };
    for (const [index, child] of rest.entries()) {
      if (!child.type.endsWith('_redirect')) continue;
      const redirects = this.redirects(child, index === 0 ? name : '');
      node = withRedirects(node, redirects);
      if (child.type === 'heredoc_redirect') node = this.afterHeredoc(node, child);
    }
    return node;
  }

  /** `cat <<X > f && next`: the grammar attaches the rest of the line to the heredoc. */
  private afterHeredoc(left: Node, raw: SyntaxNode): Node {
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

  /** bash's `exec {lock}>file`: the grammar has no node for the word directly before a redirection. */
  private numberName(body: SyntaxNode | undefined, redirect: SyntaxNode | undefined): string {
    const last = body?.children.at(-1);
    if (last === undefined || redirect === undefined || last.end !== redirect.start) return '';
    return /^\{[A-Za-z_]\w{0,30}\}$/.test(this.text(last)) ? this.text(last) : '';
  }

  private redirects(raw: SyntaxNode, name = ''): readonly Redirect[] {
    const descriptor = raw.children.find(({ type }) => type === 'file_descriptor');
    if (raw.type === 'heredoc_redirect') {
      const number = descriptor === undefined ? '' : this.text(descriptor);
      const body = raw.children.find(({ type }) => type === 'heredoc_body');
      const start = raw.children.find(({ type }) => type === 'heredoc_start');
      const chomps = raw.children.some(({ type }) => type === '<<-');
      const isQuoted = start !== undefined && /["'\\]/.test(this.text(start));
      const target = body === undefined ? [] : this.heredoc(body, { isQuoted, chomps });
      const inner = raw.children.filter(({ type }) => type === 'file_redirect');
      return [
        {
          operator: `${number}<<`,
          target: target.length > 0 ? target : [{ kind: 'text', text: '', quoted: true }],
        },
        ...inner.flatMap((child) => this.redirects(child)),
      ];
    }
    const operator = raw.children.find(({ type }) => /^[<>&|]+-?$/.test(type));
    const target = raw.children.at(-1);
    if (operator === undefined || target === undefined) return [];
    // The grammar does not support `3<>` and `3<<<` and has only read part of them.
    const signs =
      /^(?:<>|<<<)/.exec(this.source.slice(descriptor?.end ?? operator.start))?.[0] ?? operator.type;
    const written = `${name}${descriptor === undefined ? '' : this.text(descriptor)}${signs}`;
    if (written.endsWith('-'))
      return [{ operator: written.slice(0, -1), target: [{ kind: 'text', text: '-', quoted: false }] }];
    return [{ operator: written, target: this.word(target) }];
  }
}

/** Whether a word is `(a b c)`. Arrays with keys (`([key]=value)`) are not supported. */
function isList([only]: Word): boolean {
  if (only?.kind !== 'array') return false;
  return only.words.every(([first]) => first?.kind !== 'text' || first.quoted || !first.text.startsWith('['));
}

/** Without a space beside it, a bracket is part of a word: `[a = b]` calls the program `[a` with the arguments `=` and `b]`. */
function joinedBrackets({ children }: SyntaxNode, words: readonly Word[]): readonly Word[] {
  const [opening, first] = children;
  const [last, closing] = children.slice(-2);
  let joined = words;
  if (closing?.type === ']' && last !== opening && last?.end === closing.start && joined.length > 2)
    joined = [...joined.slice(0, -2), joined.slice(-2).flat()];
  if (opening?.end === first?.start && first !== closing && joined.length > 1)
    joined = [joined.slice(0, 2).flat(), ...joined.slice(2)];
  return joined;
}

/** The grammar attaches a redirection at the end of a list to the whole list, but it belongs to the last command. */
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
