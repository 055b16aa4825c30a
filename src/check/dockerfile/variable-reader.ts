import { bounded, longestExpansion } from './bounds.ts';
import { applyOperator } from './substitution-operators.ts';
import { replaceIn, SubstitutionError } from './substitution-patterns.ts';
import { WordSplitter } from './word-splitter.ts';

/** Looks up a variable; null if it is not set. */
export type VariableLookup = (name: string) => string | null;

/** Thrown if variables produce more text than the check tracks, so that the result is unknown. */
export class ExpansionTooLong extends Error {}

/** How a text is expanded. The defaults are right for most instructions. */
export interface ExpansionOptions {
  readonly escape?: string;
  readonly rawQuotes?: boolean;
  readonly rawEscapes?: boolean;
  readonly plainQuotes?: boolean;
  readonly keepUnset?: boolean;
}

export interface ExpandedText {
  readonly text: string;
  readonly words: readonly string[];
}

const specialParameters = '@*#?-$!0';

/** Maximum nesting depth. No student nests substitutions this deeply. */
const deepest = 64;

/** Expands a text in one pass and records the variables in it. */
export class VariableReader {
  readonly matched = new Set<string>();
  readonly unmatched = new Set<string>();
  #at = 0;
  #depth = 0;
  #expanded = 0;
  readonly #text: string;
  readonly #lookup: VariableLookup;
  readonly #options: ExpansionOptions;
  readonly #escape: string;

  constructor(text: string, lookup: VariableLookup, options: ExpansionOptions) {
    this.#text = text;
    this.#lookup = lookup;
    this.#options = options;
    this.#escape = options.escape ?? '\\';
  }

  get #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #next(): string {
    const character = this.#text[this.#at] ?? '';
    this.#at += 1;
    return character;
  }

  #valueOf(name: string): string | null {
    const value = this.#lookup(name);
    (value === null ? this.unmatched : this.matched).add(name);
    if (value === null) return null;
    const followed = bounded(value);
    this.#expanded += followed.length;
    if (this.#expanded > longestExpansion) throw new ExpansionTooLong(name);
    return followed;
  }

  /** Expands up to a stop character, or to the end if it is empty. */
  until(stop: string, rawEscapes: boolean): ExpandedText {
    this.#depth += 1;
    if (this.#depth > deepest) throw new SubstitutionError('syntax error: bad substitution');
    const words = new WordSplitter();
    const parts: string[] = [];
    const addWhole = (value: string): void => {
      parts.push(value);
      words.addWhole(value);
    };
    while (this.#at < this.#text.length) {
      const character = this.#peek;
      if (stop !== '' && character === stop) {
        this.#at += 1;
        this.#depth -= 1;
        return { text: parts.join(''), words: words.finish() };
      }
      if (character === '$') {
        const value = this.#substitution(rawEscapes);
        parts.push(value);
        // Only the words of the whole text are needed, not those of a default value.
        if (stop === '') for (const each of value) words.addCharacter(each);
      } else if (!this.#options.plainQuotes && character === "'") addWhole(this.#singleQuoted());
      else if (!this.#options.plainQuotes && character === '"') addWhole(this.#doubleQuoted(rawEscapes));
      else if (character === '<') addWhole(this.#heredocMark());
      else if (character === this.#escape) addWhole(this.#escaped(rawEscapes));
      else {
        this.#at += 1;
        parts.push(character);
        words.addCharacter(character);
      }
    }
    this.#depth -= 1;
    if (stop !== '')
      throw new SubstitutionError(`unexpected end of statement while looking for matching ${stop}`);
    return { text: parts.join(''), words: words.finish() };
  }

  /** The character after an escape, including the escape itself if `rawEscapes`. */
  #escaped(rawEscapes: boolean): string {
    const mark = this.#next();
    return (rawEscapes ? mark : '') + this.#next();
  }

  #singleQuoted(): string {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0)
      throw new SubstitutionError('unexpected end of statement while looking for matching single-quote');
    const inner = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return this.#options.rawQuotes ? `'${inner}'` : inner;
  }

  #doubleQuoted(rawEscapes: boolean): string {
    this.#at += 1;
    const parts: string[] = [];
    while (this.#at < this.#text.length) {
      const character = this.#peek;
      if (character === '"') {
        this.#at += 1;
        return this.#options.rawQuotes ? `"${parts.join('')}"` : parts.join('');
      }
      if (character === '$') {
        parts.push(this.#substitution(rawEscapes));
        continue;
      }
      this.#at += 1;
      if (character !== this.#escape) {
        parts.push(character);
        continue;
      }
      if (rawEscapes) parts.push(character);
      if (this.#at >= this.#text.length) continue;
      const next = this.#peek;
      if (next === '"' || next === '$' || next === this.#escape) parts.push(this.#next());
      else parts.push(character);
    }
    throw new SubstitutionError('unexpected end of statement while looking for matching double-quote');
  }

  #heredocMark(): string {
    this.#at += 1;
    if (this.#peek !== '<') return '<';
    this.#at += 1;
    const start = this.#at;
    while (' \t\r'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1;
    return `<<${this.#text.slice(start, this.#at)}`;
  }

  #name(): string {
    const rest = this.#text.slice(this.#at, this.#at + 256);
    const match = /^\p{Nd}+/u.exec(rest) ?? /^[\p{L}\p{Nd}_]+/u.exec(rest);
    if (match !== null) {
      // The name is longer than the window, so read the rest of it.
      let name = match[0];
      while (name.length >= 256 && /[\p{L}\p{Nd}_]/u.test(this.#text[this.#at + name.length] ?? '')) {
        name += this.#text[this.#at + name.length] ?? '';
      }
      this.#at += name.length;
      return name;
    }
    if (this.#peek !== '' && specialParameters.includes(this.#peek)) return this.#next();
    return '';
  }

  /** `$name` or `${…}`. */
  #substitution(rawEscapes: boolean): string {
    this.#at += 1;
    if (this.#peek === '{') {
      this.#at += 1;
      return this.#braced(rawEscapes);
    }
    const name = this.#name();
    if (name === '') return '$';
    return this.#valueOf(name) ?? (this.#options.keepUnset ? `$${name}` : '');
  }

  /** Expands what follows `${`. */
  #braced(rawEscapes: boolean): string {
    if (this.#at >= this.#text.length) throw new SubstitutionError("syntax error: missing '}'");
    if ('{}:'.includes(this.#peek)) throw new SubstitutionError('syntax error: bad substitution');
    const name = this.#name();
    let operator = this.#next();
    if (operator === '}') return this.#valueOf(name) ?? (this.#options.keepUnset ? `\${${name}}` : '');
    if (operator === '/') return this.#replacement(name);
    const colon = operator === ':';
    if (colon) operator = this.#next();
    // Go prints this character for the end of the text.
    const written = operator === '' ? '\ufffd' : operator;
    const shown = colon ? `:${written}` : written;
    if (!'+-?#%'.includes(operator) || operator === '' || (colon && '#%'.includes(operator))) {
      // BuildKit reads the rest before it rejects the modifier; if the `}` is missing, it reports that instead.
      if (operator !== '' && colon && !'#%'.includes(operator)) this.#closing('}', rawEscapes);
      throw new SubstitutionError(`unsupported modifier (${shown}) in substitution`);
    }
    const word = this.#closing('}', operator === '#' || operator === '%');
    const value = this.#valueOf(name);
    if (value === null && this.#options.keepUnset) return `\${${name}${shown}${word}}`;
    return applyOperator(name, operator, colon, word, value);
  }

  #closing(stop: string, rawEscapes: boolean): string {
    try {
      return this.until(stop, rawEscapes).text;
    } catch (error) {
      if (error instanceof SubstitutionError && this.#at >= this.#text.length) {
        throw new SubstitutionError(`syntax error: missing '${stop}'${stop === '/' ? ` in \${}` : ''}`);
      }
      throw error;
    }
  }

  #replacement(name: string): string {
    const all = this.#peek === '/';
    if (all) this.#at += 1;
    const pattern = this.#closing('/', true);
    const replacement = this.#closing('}', true);
    const value = this.#valueOf(name);
    if (value === null && this.#options.keepUnset) return `\${${name}/${pattern}/${replacement}}`;
    return replaceIn(value ?? '', pattern, replacement, all);
  }
}
