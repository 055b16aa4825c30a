import { type Pattern, patternOf } from './patterns/pattern.ts';
import { readRegularExpression } from './patterns/reader.ts';
import { Refusal } from './refusal.ts';
import { SedCursor } from './sed-cursor.ts';

/** The address of a command, which selects lines. */
export type SedAddress =
  | { readonly kind: 'line'; readonly number: number }
  | { readonly kind: 'last' }
  /** Null when the pattern is not supported. */
  | { readonly kind: 'pattern'; readonly pattern: Pattern | null }
  /** `1~2`, `,+3` */
  | { readonly kind: 'unfollowed' };

/** `s/…/…/…`; unsupported parts are null. */
interface SedSubstitution {
  readonly pattern: Pattern | null;
  readonly replacement: string;
  readonly flags: string;
}

export interface SedCommand {
  readonly addresses: readonly SedAddress[];
  readonly negated: boolean;
  /** The command's letter, including `{` and `}`. */
  readonly name: string;
  /** The text to add, a label, a file name or an exit code. */
  readonly text: string;
  readonly substitution: SedSubstitution | null;
}

export type SedReading =
  | { readonly kind: 'read'; readonly commands: readonly SedCommand[] }
  | { readonly kind: 'refused'; readonly phrase: string };

/** Parses a script as GNU sed does (measured: 4.9). */
export const readSedScript = (script: string, extended: boolean): SedReading =>
  new SedReader(script, extended).read();

const withoutWords = 'dDgGhHnNpPxzF=';

class SedReader extends SedCursor {
  readonly #extended: boolean;
  readonly #commands: SedCommand[] = [];
  readonly #labels = new Set<string>();
  #depth = 0;
  /** Whether an earlier pattern exists, which an empty one (`//`) repeats. */
  #repeats = false;
  #hasPattern = false;

  constructor(script: string, extended: boolean) {
    super(script);
    this.#extended = extended;
  }

  read(): SedReading {
    try {
      while (this.skip(/[\s;]/) !== '') this.#command();
      if (this.#depth > 0) throw new Refusal('unmatched `{');
      if (this.#repeats && !this.#hasPattern) throw new Refusal('no previous regular expression');
      const jump = this.#commands.find(
        ({ name, text }) => 'btT'.includes(name) && text !== '' && !this.#labels.has(text),
      );
      if (jump !== undefined) throw new Refusal(`can't find label for jump to \`${jump.text}'`);
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refused', phrase: error.message };
      throw error;
    }
    return { kind: 'read', commands: this.#commands };
  }

  #command(): void {
    if (this.next === '#') {
      this.skip(/[^\n]/);
      return;
    }
    const addresses = this.#addresses();
    let marks = 0;
    for (; this.skip(/[ \t]/) === '!'; this.at += 1) marks += 1;
    if (marks > 1) throw new Refusal("multiple `!'s");
    const name = this.next;
    this.at += 1;
    if (name === '') throw new Refusal('missing command');
    const rest = this.#rest(name, addresses.length);
    this.#commands.push({ addresses, negated: marks > 0, name, text: '', substitution: null, ...rest });
  }

  #addresses(): readonly SedAddress[] {
    const first = this.#address(false);
    if (first === null) return [];
    if (this.skip(/[ \t]/) !== ',') {
      if (first.kind === 'line' && first.number === 0) throw new Refusal('invalid usage of line address 0');
      return [first];
    }
    this.at += 1;
    this.skip(/[ \t]/);
    const second = this.#address(true);
    if (second === null) throw new Refusal('unexpected `,');
    if (first.kind === 'line' && first.number === 0 && second.kind !== 'pattern')
      throw new Refusal('invalid usage of line address 0');
    return [first, second];
  }

  #address(isSecond: boolean): SedAddress | null {
    if (/\d/.test(this.next)) {
      const number = Number(this.taken(/\d/));
      if (isSecond || this.next !== '~') return { kind: 'line', number };
      this.at += 1;
      this.taken(/\d/);
      return { kind: 'unfollowed' };
    }
    if (isSecond && /[+~]/.test(this.next)) {
      this.at += 1;
      if (this.taken(/\d/) === '') throw new Refusal('expected number');
      return { kind: 'unfollowed' };
    }
    if (this.next === '$') {
      this.at += 1;
      return { kind: 'last' };
    }
    if (this.next === '\\') this.at += 1;
    else if (this.next !== '/') return null;
    const text = this.upTo(this.next, true, 'unterminated address regex');
    const flags = this.taken(/[IM]/);
    const { pattern } = this.#pattern(text, flags);
    return { kind: 'pattern', pattern };
  }

  #pattern(text: string, flags: string): { readonly pattern: Pattern | null; readonly groups: number } {
    if (text === '') {
      this.#repeats = true;
      return { pattern: null, groups: 9 };
    }
    this.#hasPattern = true;
    const read = readRegularExpression(text, this.#extended ? 'sed-extended' : 'sed');
    if (read.kind === 'refused') throw new Refusal(read.phrase);
    const pattern = /M/i.test(flags.replace('I', '')) ? null : patternOf(read.node, /I/i.test(flags));
    return { pattern, groups: read.groups };
  }

  /** Parses what follows a command's letter. */
  #rest(name: string, addresses: number): Partial<SedCommand> {
    if (name === '{') {
      this.#depth += 1;
      return {};
    }
    if (name === '}') {
      if (this.#depth === 0) throw new Refusal('unexpected `}');
      if (addresses > 0) throw new Refusal('} does not want any addresses');
      this.#depth -= 1;
    } else if (name === ':') {
      if (addresses > 0) throw new Refusal(': doesn’t want any addresses');
      this.skip(/[ \t]/);
      const label = this.taken(/[^\s;]/);
      if (label === '') throw new Refusal('":" lacks a label');
      this.#labels.add(label);
    } else if (/[btT]/.test(name)) return { text: this.word(/[^\s;}]/) };
    else if (/[aic]/.test(name)) return { text: this.#added() };
    else if (/[rRwW]/.test(name)) {
      const file = this.word(/[^\n]/);
      if (file === '') throw new Refusal('missing filename in r/R/w/W commands');
      return { text: file };
    } else if (name === 'e' || name === 'v') return { text: this.word(/[^\n]/) };
    else if (/[qQlL]/.test(name)) {
      if (/[qQ]/.test(name) && addresses > 1) throw new Refusal('command only uses one address');
      const text = this.word(/\d/);
      this.endOfCommand();
      return { text };
    } else if (name === 's') return { substitution: this.#substitution() };
    else if (name === 'y') this.#transliteration();
    else if (!withoutWords.includes(name)) throw new Refusal(`unknown command: \`${name}'`);
    if (name !== ':') this.endOfCommand();
    return {};
  }

  /** The text of `a`, `i` and `c`, up to a line feed without a backslash before it. */
  #added(): string {
    if (this.skip(/[ \t]/) === '') throw new Refusal("expected \\ after `a', `c' or `i'");
    if (this.next === '\\') {
      this.at += 1;
      if (this.skip(/[ \t]/) === '\n') this.at += 1;
    }
    let text = '';
    for (; this.next !== '' && this.next !== '\n'; this.at += 1) {
      if (this.next === '\\') this.at += 1;
      text += this.next;
    }
    return text;
  }

  #substitution(): SedSubstitution {
    const mark = this.next;
    const unended = "unterminated `s' command";
    if (mark === '' || /[\n\\]/.test(mark)) throw new Refusal(unended);
    const before = this.upTo(mark, true, unended);
    this.at -= 1;
    const replacement = this.upTo(mark, false, unended);
    const flags = this.#flags();
    const { pattern, groups } = this.#pattern(before.replaceAll('^M', '\r'), flags);
    const asked = [...replacement.matchAll(/\\([\s\S])/g)].map(([, each]) => Number(each));
    const wrong = asked.find((each) => each > groups);
    if (wrong !== undefined) throw new Refusal(`invalid reference \\${wrong} on \`s' command's RHS`);
    return { pattern, replacement, flags };
  }

  /** The flags after `s/…/…/`. */
  #flags(): string {
    let flags = '';
    for (;;) {
      const next = this.skip(/[ \t\r]/);
      if (next === '' || /[\n;#}]/.test(next)) return flags;
      if (next === 'w') {
        this.skip(/[^\n]/);
        return `${flags}w`;
      }
      const flag = /\d/.test(next) ? this.taken(/\d/) : next;
      if (/^0+$/.test(flag)) throw new Refusal("number option to `s' command may not be zero");
      if (!/^(?:[gpiImMe]|\d+)$/.test(flag)) throw new Refusal("unknown option to `s'");
      if (flags.includes(flag) && /[gp]/.test(flag))
        throw new Refusal(`multiple \`${flag}' options to \`s' command`);
      if (/\d/.test(flag) && /\d/.test(flags)) throw new Refusal("multiple number options to `s' command");
      if (!/\d/.test(flag)) this.at += 1;
      flags += flag;
    }
  }

  #transliteration(): void {
    const mark = this.next;
    const unended = "unterminated `y' command";
    if (mark === '' || /[\n\\]/.test(mark)) throw new Refusal(unended);
    const from = this.upTo(mark, false, unended);
    this.at -= 1;
    const to = this.upTo(mark, false, unended);
    const length = (text: string): number => [...text.replace(/\\[\s\S]/g, 'x')].length;
    if (length(from) !== length(to)) throw new Refusal("strings for `y' command are different lengths");
  }
}
