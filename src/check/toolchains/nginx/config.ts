/** A directive of an nginx configuration: its name, its arguments, and the directives in its block. */
export interface NginxDirective {
  readonly name: string;
  readonly args: readonly string[];
  /** From 1. */
  readonly line: number;
  /** The line on which its arguments end, which nginx reports in errors. */
  readonly end: number;
  /** Null for a directive that ends with `;`. */
  readonly block: readonly NginxDirective[] | null;
}

/** A parsed configuration, or nginx's error and the line that causes it. */
export type NginxConfig =
  | { readonly kind: 'read'; readonly directives: readonly NginxDirective[] }
  | { readonly kind: 'refused'; readonly phrase: string; readonly line: number };

interface NginxToken {
  readonly text: string;
  readonly line: number;
  readonly quoted: boolean;
  /** Text directly after a closing quote, where it is not allowed; null when there is none. */
  readonly torn: string | null;
}

/** A quote or a closing brace is only special at the beginning of a word. */
const tokenPattern =
  /#[^\n]*|"(?:[^"\\]|\\[\s\S])*"?|'(?:[^'\\]|\\[\s\S])*'?|[{};]|\n|\s|(?:\$\{|\\[\s\S]?|[^\s{;\\])+/g;

/** The tokens of a configuration, in one pass. */
function* tokensOf(text: string): Generator<NginxToken> {
  let line = 1;
  for (const { 0: token, index } of text.matchAll(tokenPattern)) {
    const quoted = token.startsWith('"') || token.startsWith("'");
    if (!quoted && (token.startsWith('#') || /^\s/.test(token))) {
      if (token === '\n') line += 1;
      continue;
    }
    const next = quoted ? (text[index + token.length] ?? '') : '';
    yield {
      text: quoted ? token.slice(1, token.length > 1 ? -1 : undefined) : token,
      line,
      quoted,
      torn: /[^\s;{)]/.test(next) ? next : null,
    };
    for (const character of token) if (character === '\n') line += 1;
  }
}

interface OpenBlock {
  readonly opened: Omit<NginxDirective, 'block'>;
  readonly inside: NginxDirective[];
}

/** Parses a configuration: its words, braces and semicolons. */
export function readNginxConfig(text: string): NginxConfig {
  const top: NginxDirective[] = [];
  const open: OpenBlock[] = [];
  let words: NginxToken[] = [];
  let last = 1;
  for (const token of tokensOf(text)) {
    last = token.line;
    if (token.torn !== null) return refused(`unexpected "${token.torn}"`, token.line);
    if (token.quoted || !/^[{};]$/.test(token.text)) {
      words.push(token);
      continue;
    }
    const [name, ...args] = words.map((each) => each.text);
    const inside = open.at(-1)?.inside ?? top;
    if (token.text === '}') {
      if (name !== undefined) return refused(`unexpected "}"`, token.line);
      const closed = open.pop();
      if (closed === undefined) return refused(`unexpected "}"`, token.line);
      (open.at(-1)?.inside ?? top).push({ ...closed.opened, block: closed.inside });
    } else {
      if (name === undefined) return refused(`unexpected "${token.text}"`, token.line);
      const line = words[0]?.line ?? token.line;
      if (token.text === ';') inside.push({ name, args, line, end: token.line, block: null });
      else open.push({ opened: { name, args, line, end: token.line }, inside: [] });
    }
    words = [];
  }
  if (words.length > 0) return refused('unexpected end of file, expecting ";" or "}"', last);
  return open.length > 0
    ? refused('unexpected end of file, expecting "}"', last)
    : { kind: 'read', directives: top };
}

const refused = (phrase: string, line: number): NginxConfig => ({ kind: 'refused', phrase, line });
