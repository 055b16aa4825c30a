/**
 * Docker's own variable substitution (`$x`, `${x:-y}`, `${x#y}`, …) and word splitting. It looks like a shell's
 * and is not one: no commands, no arithmetic, its own escape character.
 */

/** Stands in a text for a part that cannot be known here (a private-use character; sources are cleared of it). */
export const unknownText = '\ue000';
export const isKnown = (text: string): boolean => !text.includes(unknownText);

/** The value of a variable; null for one that is not set. */
export type Lookup = (name: string) => string | null;

export interface Expansion {
  readonly text: string;
  readonly words: readonly string[];
  readonly matched: ReadonlySet<string>;
  readonly unmatched: ReadonlySet<string>;
  /** What BuildKit says when the substitution is wrong. */
  readonly error: string | null;
}

export interface Reading {
  readonly escape?: string;
  readonly rawQuotes?: boolean;
  readonly rawEscapes?: boolean;
  readonly plainQuotes?: boolean;
  readonly keepUnset?: boolean;
}

class Wrong extends Error {}

const specialParameters = '@*#?-$!0';
/** Substitutions inside substitutions deeper than this are no student's. */
const deepest = 64;

interface Words {
  readonly list: string[];
  buffer: string;
}

function addCharacter(words: Words, character: string): void {
  if (!/\s/.test(character)) words.buffer += character;
  else if (words.buffer !== '') {
    words.list.push(words.buffer);
    words.buffer = '';
  }
}

class Reader {
  readonly matched = new Set<string>();
  readonly unmatched = new Set<string>();
  private at = 0;
  private depth = 0;
  private readonly text: string;
  private readonly lookup: Lookup;
  private readonly how: Reading;
  private readonly escape: string;

  constructor(text: string, lookup: Lookup, how: Reading) {
    this.text = text;
    this.lookup = lookup;
    this.how = how;
    this.escape = how.escape ?? '\\';
  }

  private get peek(): string {
    return this.text[this.at] ?? '';
  }

  private next(): string {
    const character = this.text[this.at] ?? '';
    this.at += 1;
    return character;
  }

  private value(name: string): string | null {
    const value = this.lookup(name);
    (value === null ? this.unmatched : this.matched).add(name);
    return value;
  }

  /** Reads up to a stop character, or to the end when there is none. */
  until(stop: string, rawEscapes: boolean): { readonly text: string; readonly words: readonly string[] } {
    this.depth += 1;
    if (this.depth > deepest) throw new Wrong('syntax error: bad substitution');
    const words: Words = { list: [], buffer: '' };
    const parts: string[] = [];
    while (this.at < this.text.length) {
      const character = this.peek;
      if (stop !== '' && character === stop) {
        this.at += 1;
        this.depth -= 1;
        return this.close(parts, words);
      }
      if (character === '$') {
        const value = this.dollar(rawEscapes);
        parts.push(value);
        for (const each of value) addCharacter(words, each);
      } else if (!this.how.plainQuotes && (character === "'" || character === '"')) {
        const value = character === "'" ? this.singleQuoted() : this.doubleQuoted(rawEscapes);
        parts.push(value);
        words.buffer += value;
      } else if (character === '<') {
        const value = this.heredocMark();
        parts.push(value);
        words.buffer += value;
      } else {
        this.plain(parts, words, rawEscapes);
      }
    }
    this.depth -= 1;
    if (stop !== '') throw new Wrong(`unexpected end of statement while looking for matching ${stop}`);
    return this.close(parts, words);
  }

  private close(
    parts: readonly string[],
    words: Words,
  ): { readonly text: string; readonly words: readonly string[] } {
    if (words.buffer !== '') words.list.push(words.buffer);
    return { text: parts.join(''), words: words.list };
  }

  private plain(parts: string[], words: Words, rawEscapes: boolean): void {
    const character = this.next();
    if (character !== this.escape) {
      parts.push(character);
      addCharacter(words, character);
      return;
    }
    if (rawEscapes) {
      parts.push(character);
      words.buffer += character;
    }
    if (this.at >= this.text.length) return;
    const escaped = this.next();
    parts.push(escaped);
    words.buffer += escaped;
  }

  private singleQuoted(): string {
    const end = this.text.indexOf("'", this.at + 1);
    if (end < 0) throw new Wrong('unexpected end of statement while looking for matching single-quote');
    const inner = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return this.how.rawQuotes ? `'${inner}'` : inner;
  }

  private doubleQuoted(rawEscapes: boolean): string {
    this.at += 1;
    const parts: string[] = [];
    while (this.at < this.text.length) {
      const character = this.peek;
      if (character === '"') {
        this.at += 1;
        return this.how.rawQuotes ? `"${parts.join('')}"` : parts.join('');
      }
      if (character === '$') {
        parts.push(this.dollar(rawEscapes));
        continue;
      }
      this.at += 1;
      if (character !== this.escape) {
        parts.push(character);
        continue;
      }
      if (rawEscapes) parts.push(character);
      if (this.at >= this.text.length) continue;
      const next = this.peek;
      if (next === '"' || next === '$' || next === this.escape) parts.push(this.next());
      else parts.push(character);
    }
    throw new Wrong('unexpected end of statement while looking for matching double-quote');
  }

  private heredocMark(): string {
    this.at += 1;
    if (this.peek !== '<') return '<';
    this.at += 1;
    const start = this.at;
    while (' \t\r'.includes(this.text[this.at] ?? 'x')) this.at += 1;
    return `<<${this.text.slice(start, this.at)}`;
  }

  private name(): string {
    const rest = this.text.slice(this.at, this.at + 256);
    const match = /^\p{Nd}+/u.exec(rest) ?? /^[\p{L}\p{Nd}_]+/u.exec(rest);
    if (match !== null) {
      // A name longer than the window goes on: read it whole.
      let name = match[0];
      while (name.length >= 256 && /[\p{L}\p{Nd}_]/u.test(this.text[this.at + name.length] ?? '')) {
        name += this.text[this.at + name.length] ?? '';
      }
      this.at += name.length;
      return name;
    }
    if (this.peek !== '' && specialParameters.includes(this.peek)) return this.next();
    return '';
  }

  private dollar(rawEscapes: boolean): string {
    this.at += 1;
    if (this.peek !== '{') {
      const name = this.name();
      if (name === '') return '$';
      const value = this.value(name);
      return value ?? (this.how.keepUnset ? `$${name}` : '');
    }
    this.at += 1;
    if (this.at >= this.text.length) throw new Wrong("syntax error: missing '}'");
    if ('{}:'.includes(this.peek)) throw new Wrong('syntax error: bad substitution');
    const name = this.name();
    let operator = this.next();
    if (operator === '}') {
      const value = this.value(name);
      return value ?? (this.how.keepUnset ? `\${${name}}` : '');
    }
    if (operator === '/') return this.replaced(name);
    const colon = operator === ':';
    if (colon) operator = this.next();
    // Go writes the end of the text as this sign.
    const written = operator === '' ? '\ufffd' : operator;
    const shown = colon ? `:${written}` : written;
    if (!'+-?#%'.includes(operator) || operator === '' || (colon && '#%'.includes(operator))) {
      // BuildKit reads the rest before it says so; where nothing closes it, that is what it says.
      if (operator !== '' && colon && !'#%'.includes(operator)) this.closing('}', rawEscapes);
      throw new Wrong(`unsupported modifier (${shown}) in substitution`);
    }
    const word = this.closing('}', operator === '#' || operator === '%');
    const value = this.value(name);
    if (value === null && this.how.keepUnset) return `\${${name}${shown}${word}}`;
    return modified(name, operator, colon, word, value);
  }

  private closing(stop: string, rawEscapes: boolean): string {
    try {
      return this.until(stop, rawEscapes).text;
    } catch (error) {
      if (error instanceof Wrong && this.at >= this.text.length) {
        throw new Wrong(`syntax error: missing '${stop}'${stop === '/' ? ` in \${}` : ''}`);
      }
      throw error;
    }
  }

  private replaced(name: string): string {
    const all = this.peek === '/';
    if (all) this.at += 1;
    const pattern = this.closing('/', true);
    const replacement = this.closing('}', true);
    const value = this.value(name);
    if (value === null && this.how.keepUnset) return `\${${name}/${pattern}/${replacement}}`;
    return replaceIn(value ?? '', pattern, replacement, all);
  }
}

function modified(
  name: string,
  operator: string,
  colon: boolean,
  word: string,
  value: string | null,
): string {
  const unset = value === null || (colon && value === '');
  switch (operator) {
    case '-':
      return unset ? word : value;
    case '+':
      return unset ? '' : word;
    case '?':
      if (value === null) throw new Wrong(`${name}: ${word === '' ? 'is not allowed to be unset' : word}`);
      if (unset) throw new Wrong(`${name}: ${word === '' ? 'is not allowed to be empty' : word}`);
      return value;
    default:
      return cut(operator, word, value ?? '');
  }
}

/** Longer values and patterns are not worked out but unknown: build arguments are short. */
const longestValue = 256;
const longestPattern = 64;

/** A shell's pattern in its parts: `*`, `?`, or a character as it is. Null when an escape makes no sense. */
interface PatternPart {
  readonly kind: 'any' | 'one' | 'text';
  /** Of a character as it is. */
  readonly text?: string;
}

function patternParts(pattern: string): readonly PatternPart[] | null {
  const parts: PatternPart[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (character === '*') {
      if (parts.at(-1)?.kind !== 'any') parts.push({ kind: 'any' });
    } else if (character === '?') parts.push({ kind: 'one' });
    else if (character === '\\') {
      const next = pattern[at + 1] ?? '';
      // `\}` and `\/` only keep the substitution open.
      if (next === '}' || next === '/') continue;
      at += 1;
      if (next !== '*' && next !== '?' && next !== '\\') return null;
      parts.push({ kind: 'text', text: next });
    } else parts.push({ kind: 'text', text: character });
  }
  return parts;
}

/** Whether a pattern matches the whole of a text; the time is the product of both lengths at most. */
function matches(parts: readonly PatternPart[], text: string): boolean {
  let part = 0;
  let at = 0;
  let star = -1;
  let mark = 0;
  while (at < text.length) {
    const each = parts[part];
    if (each?.kind === 'any') {
      star = part;
      mark = at;
      part += 1;
    } else if (each !== undefined && (each.kind === 'one' || each.text === text[at])) {
      part += 1;
      at += 1;
    } else if (star >= 0) {
      part = star + 1;
      mark += 1;
      at = mark;
    } else return false;
  }
  while (parts[part]?.kind === 'any') part += 1;
  return part === parts.length;
}

function readPattern(pattern: string): readonly PatternPart[] {
  const parts = patternParts(pattern);
  if (parts === null) throw new Wrong(`invalid pattern (${pattern}) in substitution`);
  return parts;
}

const tooLong = (value: string, pattern: string): boolean =>
  value.length > longestValue || pattern.length > longestPattern || !isKnown(value) || !isKnown(pattern);

/** `${x#pattern}` and `${x%pattern}`, doubled for the longest match. */
function cut(operator: string, word: string, value: string): string {
  const greedy = word.startsWith(operator);
  const pattern = greedy ? word.slice(1) : word;
  const parts = readPattern(pattern);
  if (tooLong(value, pattern)) return unknownText;
  const lengths = [...Array(value.length + 1).keys()];
  for (const length of greedy ? lengths.toReversed() : lengths) {
    if (operator === '#' && matches(parts, value.slice(0, length))) return value.slice(length);
    const end = value.length - length;
    if (operator === '%' && matches(parts, value.slice(end))) return value.slice(0, end);
  }
  return value;
}

/** `${x/pattern/text}`, and with two slashes everywhere: the longest match at the first place where there is one. */
function replaceIn(value: string, pattern: string, replacement: string, all: boolean): string {
  const parts = readPattern(pattern);
  if (value === '') return value;
  if (tooLong(value, pattern)) return unknownText;
  let result = '';
  let at = 0;
  while (at < value.length) {
    let end = value.length;
    while (end > at && !matches(parts, value.slice(at, end))) end -= 1;
    if (end === at) {
      result += value[at] ?? '';
      at += 1;
      continue;
    }
    result += replacement;
    at = end;
    if (!all) break;
  }
  return result + value.slice(at);
}

/** Replaces the variables of one word. Its quotes go, its blanks stay. */
export function expandWord(text: string, lookup: Lookup, how: Reading = {}): Expansion {
  if (!/[$'"<\\`]/.test(text)) {
    return { text, words: text.split(/\s+/).filter((word) => word !== ''), ...nothing, error: null };
  }
  const reader = new Reader(text, lookup, how);
  try {
    const { text: result, words } = reader.until('', how.rawEscapes ?? false);
    return { text: result, words, matched: reader.matched, unmatched: reader.unmatched, error: null };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const message = `failed to process ${JSON.stringify(text)}: ${error.message}`;
    return { text: '', words: [], matched: reader.matched, unmatched: reader.unmatched, error: message };
  }
}

const nothing = { matched: new Set<string>(), unmatched: new Set<string>() } as const;

/** The words of a line, variables left as they are; none when its quotes do not close. */
export function wordsOf(
  text: string,
  how: Reading = { rawQuotes: true, rawEscapes: true },
): readonly string[] {
  return expandWord(text, () => null, { ...how, keepUnset: true }).words;
}
