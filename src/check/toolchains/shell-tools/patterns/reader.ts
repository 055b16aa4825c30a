import { controlEscapes, escapedSets, readSet } from './sets.ts';
import {
  character,
  escapedPlaces,
  type Flavour,
  lineEnd,
  lineStart,
  type PatternNode,
  type PatternReading,
  traits,
} from './syntax.ts';

/** Limit on nested groups; deeper ones are not supported. */
const deepest = 40;
/** glibc's limit on repetitions (RE_DUP_MAX). */
const mostRepetitions = 32_767;

const nothing: PatternNode = { kind: 'sequence', parts: [] };
const unfollowed: PatternNode = { kind: 'unfollowed' };

/** Parses a regular expression in the syntax of one of the standard programs. */
export const readRegularExpression = (text: string, flavour: Flavour): PatternReading =>
  new PatternReader(text, flavour).read();

class PatternReader {
  readonly #text: string;
  readonly #flavour: Flavour;
  readonly #traits: (typeof traits)[Flavour];
  #at = 0;
  #groups = 0;
  #depth = 0;
  #refusal: string | null = null;
  #isTooDeep = false;

  constructor(text: string, flavour: Flavour) {
    this.#text = text;
    this.#flavour = flavour;
    this.#traits = traits[flavour];
  }

  read(): PatternReading {
    const node = this.#choice();
    if (this.#isTooDeep) return { kind: 'read', node: unfollowed, groups: this.#groups };
    if (this.#at < this.#text.length) this.#refuse('Unmatched ) or \\)');
    return this.#refusal === null
      ? { kind: 'read', node, groups: this.#groups }
      : { kind: 'refused', phrase: this.#refusal };
  }

  /** Records the first error; parsing stops there. */
  #refuse(phrase: string): PatternNode {
    this.#refusal ??= phrase;
    this.#at = this.#text.length;
    return nothing;
  }

  /** Whether an operator follows; in basic syntax it has a backslash in front. */
  #sees(operator: string): boolean {
    const written = this.#traits.extended ? operator : `\\${operator}`;
    return this.#text.startsWith(written, this.#at);
  }

  #take(operator: string): boolean {
    if (!this.#sees(operator)) return false;
    this.#at += this.#traits.extended ? 1 : 2;
    return true;
  }

  #choice(): PatternNode {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    return options.length === 1 ? (options[0] ?? nothing) : { kind: 'choice', options };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    const from = this.#at;
    while (this.#at < this.#text.length && !this.#sees('|')) {
      if (this.#sees(')') && (this.#depth > 0 || this.#traits.closesNothing === 'refused')) break;
      const atStart = parts.length === 0 || (parts.length === 1 && parts[0] === lineStart);
      const one = this.#piece(atStart, from);
      if (one !== null) parts.push(one);
    }
    const isEmpty = parts.length === 0 && this.#refusal === null;
    if (isEmpty && this.#traits.emptyChoice === 'refused' && this.#text !== '')
      return this.#refuse('missing operand');
    return { kind: 'sequence', parts };
  }

  /** One character or group with its repetitions; null when there is none. */
  #piece(atStart: boolean, from: number): PatternNode | null {
    if (atStart && this.#repetition(true) !== null) return this.#repeatsNothing();
    let one = this.#atom(from);
    for (let times = 0; ; times += 1) {
      const range = this.#repetition(false);
      if (range === null) return one;
      if (times > 0 && this.#traits.repeatsTwice === 'refused') {
        // In perl, `+?` and `++` are lazy and possessive repetitions.
        if (this.#flavour !== 'perl') return this.#refuse('Invalid preceding regular expression');
        one = unfollowed;
      }
      one = { kind: 'repeat', body: one, least: range.least, most: range.most };
    }
  }

  /** Handles a repetition operator without anything to repeat. */
  #repeatsNothing(): PatternNode | null {
    const { repeatsNothing, extended } = this.#traits;
    const isBrace = this.#sees('{');
    if (repeatsNothing === 'refused' || (isBrace && this.#flavour === 'sed'))
      return this.#refuse('Invalid preceding regular expression');
    if (repeatsNothing === 'nothing') {
      this.#repetition(false);
      return null;
    }
    this.#at += this.#text[this.#at] === '*' || extended ? 1 : 2;
    return isBrace ? unfollowed : character(this.#text[this.#at - 1] ?? '');
  }

  /** Parses `*`, `+`, `?` or `{2,3}`; with `looks`, without consuming it. */
  #repetition(looks: boolean): { readonly least: number; readonly most: number } | null {
    const before = this.#at;
    const range = this.#readRepetition();
    if (looks || range === null) this.#at = before;
    return range;
  }

  #readRepetition(): { readonly least: number; readonly most: number } | null {
    if (this.#text[this.#at] === '*') {
      this.#at += 1;
      return { least: 0, most: Number.POSITIVE_INFINITY };
    }
    if (this.#take('+')) return { least: 1, most: Number.POSITIVE_INFINITY };
    if (this.#take('?')) return { least: 0, most: 1 };
    if (this.#flavour === 'awk' || !this.#sees('{')) return null;
    const rest = this.#text.slice(this.#at, this.#at + 40);
    const found = (this.#traits.extended ? /^\{(\d*)(?:(,)(\d*))?\}/ : /^\\\{(\d*)(?:(,)(\d*))?\\\}/).exec(
      rest,
    );
    if (found === null || found[1] + (found[3] ?? '') === '') return this.#looseBrace(rest);
    const [whole, least = '', comma = '', most = ''] = found;
    this.#at += whole.length;
    const low = Number(least);
    const last = most === '' ? Number.POSITIVE_INFINITY : Number(most);
    const high = comma === '' ? low : last;
    if (low > high) this.#refuse('Invalid content of \\{\\}');
    else if (Math.max(low, Number.isFinite(high) ? high : 0) > mostRepetitions)
      this.#refuse('Regular expression too big');
    return { least: low, most: high };
  }

  /** Handles a `{` that does not begin an interval: a literal or an error. */
  #looseBrace(rest: string): null {
    if (this.#traits.looseBrace === 'refused')
      this.#refuse(rest.includes('}') ? 'Invalid content of \\{\\}' : 'Unmatched \\{');
    return null;
  }

  #atom(from: number): PatternNode {
    const next = this.#text[this.#at] ?? '';
    if (next === '^' && (this.#traits.extended || this.#at === from)) return this.#past(1, lineStart);
    if (next === '$' && this.#endsHere()) return this.#past(1, lineEnd);
    if (this.#take('(')) return this.#group();
    if (next === '.') return this.#past(1, { kind: 'character', matches: (each) => each !== '\n' });
    if (next === '\\') return this.#escape();
    if (next !== '[')
      return this.#past(1, this.#flavour === 'awk' && /[{}]/.test(next) ? unfollowed : character(next));
    const set = readSet(this.#text, this.#at, this.#flavour);
    if (set.kind === 'refused') return this.#refuse(set.phrase);
    this.#at = set.end;
    return set.node;
  }

  #past(length: number, node: PatternNode): PatternNode {
    this.#at += length;
    return node;
  }

  /** Whether a `$` is an anchor and not a literal. */
  #endsHere(): boolean {
    const rest = this.#text.slice(this.#at + 1, this.#at + 3);
    return this.#traits.extended || rest === '' || /^\\[)|]/.test(rest);
  }

  #group(): PatternNode {
    this.#groups += 1;
    this.#depth += 1;
    // perl's special groups: `(?:…)`, `(?=…)`.
    const isOther = this.#flavour === 'perl' && this.#text[this.#at] === '?';
    if (isOther) this.#at += 1;
    if (this.#depth > deepest) {
      this.#isTooDeep = true;
      this.#at = this.#text.length;
    }
    const body = this.#choice();
    this.#depth -= 1;
    if (this.#refusal === null && !this.#take(')')) return this.#refuse('Unmatched ( or \\(');
    return isOther ? unfollowed : body;
  }

  #escape(): PatternNode {
    const next = this.#text[this.#at + 1] ?? '';
    if (next === '') return this.#refuse('Trailing backslash');
    if (/[1-9]/.test(next) && this.#flavour !== 'awk') {
      if (Number(next) > this.#groups && this.#flavour !== 'perl')
        return this.#refuse('Invalid back reference');
      return this.#past(2, unfollowed);
    }
    const hex = /^x([\da-fA-F]{2})/.exec(this.#text.slice(this.#at + 1, this.#at + 4))?.[1];
    if (hex !== undefined) return this.#past(4, character(String.fromCharCode(Number.parseInt(hex, 16))));
    const isPerl = this.#flavour === 'perl';
    const set =
      Object.hasOwn(escapedSets, next) && (isPerl || !/[dD]/.test(next)) ? escapedSets[next] : undefined;
    if (set !== undefined) return this.#past(2, { kind: 'character', matches: (each) => set.test(each) });
    const edge =
      Object.hasOwn(escapedPlaces, next) && this.#flavour !== 'awk' ? escapedPlaces[next] : undefined;
    if (edge !== undefined) return this.#past(2, edge);
    const isEscape = Object.hasOwn(controlEscapes, next) && !/grep/.test(this.#flavour);
    if (isEscape) return this.#past(2, character(controlEscapes[next] ?? next));
    return this.#past(2, /[A-Za-z0]/.test(next) ? unfollowed : character(next));
  }
}
