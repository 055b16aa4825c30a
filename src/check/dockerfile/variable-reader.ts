import { bounded, longestExpansion } from './bounds.ts';
import { modified } from './operators.ts';
import { replaceIn, Wrong } from './patterns.ts';

/** The value of a variable; null for one that is not set. */
export type Lookup = (name: string) => string | null;

/** Variables give more than anybody's word holds. What the whole text comes to is not known then. */
export class TooLong extends Error {}

/** How a text is read; what is not said is as in most instructions. */
export interface Reading {
  readonly escape?: string;
  readonly rawQuotes?: boolean;
  readonly rawEscapes?: boolean;
  readonly plainQuotes?: boolean;
  readonly keepUnset?: boolean;
}

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

/** Reads a text from its first character to its last, and notes the variables that it meets. */
export class Reader {
  readonly matched = new Set<string>();
  readonly unmatched = new Set<string>();
  private at = 0;
  private depth = 0;
  private expanded = 0;
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
    if (value === null) return null;
    const followed = bounded(value);
    this.expanded += followed.length;
    if (this.expanded > longestExpansion) throw new TooLong(name);
    return followed;
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
        // Only the words of the whole text are asked for: those of each default inside of a default are not.
        if (stop === '') for (const each of value) addCharacter(words, each);
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
