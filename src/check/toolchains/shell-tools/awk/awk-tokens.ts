import { readRegularExpression } from '../patterns/reader.ts';
import { Refusal } from '../refusal.ts';

export interface AwkToken {
  readonly kind: 'name' | 'number' | 'string' | 'mark' | 'end';
  readonly text: string;
  /** Whether a parenthesis follows the name immediately. */
  readonly calls: boolean;
  readonly end: number;
}

const marks = /^(?:\*\*=|\*\*|[-+*/%^]=|\+\+|--|[=!<>]=|!~|&&|\|\||>>|[-+*/%^<>=!~|?:,;{}()[\]$\n])/;

/** The tokens of an awk program. */
export class AwkTokens {
  readonly #text: string;
  #at = 0;
  #next: AwkToken;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#read(0);
  }

  get next(): AwkToken {
    return this.#next;
  }

  advance(): void {
    this.#at = this.#next.end;
    this.#next = this.#read(this.#at);
  }

  /** Whether an `else` follows the end of a statement. */
  peeksElse(): boolean {
    return /^[\s;]*else\b/.test(this.#text.slice(this.#at, this.#at + 200));
  }

  /** Takes a pattern between slashes, if the next token is the first of them. */
  takePattern(): void {
    const from = this.#next.end - this.#next.text.length;
    let at = from + 1;
    let inSet = false;
    for (; at < this.#text.length && (this.#text[at] !== '/' || inSet); at += 1) {
      const each = this.#text[at];
      if (each === '\n') break;
      if (each === '\\') at += 1;
      else if (each === '[' && !inSet) {
        inSet = true;
        if (this.#text[at + 1] === '^') at += 1;
        if (this.#text[at + 1] === ']') at += 1;
      } else if (each === ']') inSet = false;
    }
    if (this.#text[at] !== '/') throw new Refusal('runaway regular expression');
    const read = readRegularExpression(this.#text.slice(from + 1, at), 'awk');
    if (read.kind === 'refused') throw new Refusal(`regular expression compile failed (${read.phrase})`);
    this.#at = at + 1;
    this.#next = this.#read(this.#at);
  }

  #read(from: number): AwkToken {
    const blank = /^(?:[ \t\r]|\\\r?\n)*(?:#[^\n]*)?/.exec(this.#text.slice(from))?.[0].length ?? 0;
    const start = from + blank;
    const rest = this.#text.slice(start);
    const token = (kind: AwkToken['kind'], text: string): AwkToken => {
      const end = start + text.length;
      return { kind, text, calls: this.#text[end] === '(', end };
    };
    if (rest === '') return token('end', '');
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
    if (name !== undefined) return token('name', name);
    const number = /^(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(rest)?.[0];
    if (number !== undefined) return token('number', number);
    if (rest.startsWith('"')) {
      const string = /^"(?:[^"\\\n]|\\[\s\S])*"/.exec(rest)?.[0];
      if (string === undefined) throw new Refusal(`runaway string constant ${rest.slice(0, 10)} ...`);
      return token('string', string);
    }
    const mark = marks.exec(rest)?.[0];
    if (mark === undefined) throw new Refusal(`unexpected character '${rest[0] ?? ''}'`);
    return token('mark', mark);
  }
}
