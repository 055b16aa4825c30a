/**
 * Regular expressions as grep, sed and their like read them, as far as they are followed: characters, dots, sets and
 * repetitions, without groups. Matching walks over all states at once, so that no pattern of a student's can make it slow.
 */

interface Atom {
  readonly matches: (character: string) => boolean;
  readonly least: 0 | 1;
  readonly most: 1 | 'any';
}

export interface Pattern {
  readonly atoms: readonly Atom[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

const classes: Readonly<Record<string, RegExp>> = {
  space: /\s/,
  digit: /\d/,
  alpha: /[A-Za-z]/,
  alnum: /[A-Za-z0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  blank: /[ \t]/,
};
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' };
const escapedSets: Readonly<Record<string, RegExp>> = {
  s: /\s/,
  S: /\S/,
  d: /\d/,
  D: /\D/,
  w: /\w/,
  W: /\W/,
};

/** Reads a pattern; null where it has something that is not followed. `extended`: of egrep, `sed -E`, perl, awk. */
export function readPattern(text: string, extended: boolean): Pattern | null {
  let at = 0;
  const atStart = text.startsWith('^');
  if (atStart) at = 1;
  const body = /(?:^|[^\\])(?:\\\\)*\$$/.test(text) ? text.slice(0, -1) : text;
  const atoms: Atom[] = [];
  while (at < body.length) {
    const one = readOne(body, at, extended);
    if (one === null) return null;
    at = one.end;
    const [least, most, length] = repetition(body, at, extended);
    if (length < 0) return null;
    at += length;
    atoms.push({ matches: one.matches, least, most });
  }
  return { atoms, atStart, atEnd: body !== text };
}

function repetition(text: string, at: number, extended: boolean): [0 | 1, 1 | 'any', number] {
  const mark = text[at];
  if (mark === '*') return [0, 'any', 1];
  if (!extended && mark !== '\\') return [1, 1, 0];
  const [sign, length] = extended ? [mark, 1] : [text[at + 1], 2];
  if (sign === '+') return [1, 'any', length];
  if (sign === '?') return [0, 1, length];
  return sign === '{' ? [1, 1, -1] : [1, 1, 0];
}

function readOne(
  text: string,
  at: number,
  extended: boolean,
): { readonly matches: Atom['matches']; readonly end: number } | null {
  const character = text[at] ?? '';
  if (character === '.') return { matches: (each) => each !== '\n', end: at + 1 };
  if (character === '[') return readSet(text, at);
  if (character === '\\') {
    const next = text[at + 1] ?? '';
    if (
      next === '' ||
      (!extended && /[(){}|+?\d<>b]/.test(next)) ||
      (extended && /[\dbBAzZ<>xcpQ]/.test(next))
    ) {
      const hex = /^\\x([\da-fA-F]{2})/.exec(text.slice(at, at + 4))?.[1];
      if (hex === undefined) return null;
      const wanted = String.fromCharCode(Number.parseInt(hex, 16));
      return { matches: (each) => each === wanted, end: at + 4 };
    }
    const hex = next === 'x' ? /^([\da-fA-F]{2})/.exec(text.slice(at + 2, at + 4))?.[1] : undefined;
    if (hex !== undefined) {
      const wanted = String.fromCharCode(Number.parseInt(hex, 16));
      return { matches: (each) => each === wanted, end: at + 4 };
    }
    const set = Object.hasOwn(escapedSets, next) ? escapedSets[next] : undefined;
    if (set !== undefined) return { matches: (each) => set.test(each), end: at + 2 };
    const wanted = escapes[next] ?? next;
    return { matches: (each) => each === wanted, end: at + 2 };
  }
  if (extended && /[(){}|+?]/.test(character)) return null;
  return { matches: (each) => each === character, end: at + 1 };
}

function readSet(
  text: string,
  from: number,
): { readonly matches: Atom['matches']; readonly end: number } | null {
  let at = from + 1;
  const negated = text[at] === '^';
  if (negated) at += 1;
  const tests: ((character: string) => boolean)[] = [];
  let first = true;
  while (at < text.length && (text[at] !== ']' || first)) {
    first = false;
    const named = /^\[:(\w+):\]/.exec(text.slice(at, at + 12))?.[1];
    if (named !== undefined) {
      const set = Object.hasOwn(classes, named) ? classes[named] : undefined;
      if (set === undefined) return null;
      tests.push((each) => set.test(each));
      at += named.length + 4;
      continue;
    }
    let low = text[at] ?? '';
    if (low === '\\' && Object.hasOwn(escapes, text[at + 1] ?? '')) {
      low = escapes[text[at + 1] ?? ''] ?? '';
      at += 1;
    }
    const high = text[at + 1] === '-' && text[at + 2] !== ']' ? text[at + 2] : undefined;
    if (high === undefined) tests.push((each) => each === low);
    else tests.push((each) => low <= each && each <= high);
    at += high === undefined ? 1 : 3;
  }
  if (at >= text.length) return null;
  return { matches: (each) => tests.some((test) => test(each)) !== negated, end: at + 1 };
}

/** Whether matching every line of a text costs no more than a student's files are worth. */
export const isCheap = ({ atoms }: Pattern, text: string): boolean => {
  let cost = 0;
  for (const line of text.split('\n')) cost += line.length * line.length * (atoms.length + 1);
  return cost < 4_000_000;
};

/** Where the pattern matches first in a line, from a position on, as far as it reaches; null where it does not. */
export function match(
  { atoms, atStart, atEnd }: Pattern,
  line: string,
  from = 0,
): { readonly start: number; readonly end: number } | null {
  for (let start = from; start <= line.length; start += 1) {
    if (atStart && start > 0) return null;
    const end = longest(atoms, line, start, atEnd);
    if (end !== null) return { start, end };
  }
  return null;
}

function longest(atoms: readonly Atom[], line: string, start: number, atEnd: boolean): number | null {
  let states = reachableStates(atoms, new Set([0]));
  let found: number | null = null;
  for (let at = start; ; at += 1) {
    if (states.has(atoms.length) && (!atEnd || at === line.length)) found = at;
    if (at >= line.length || states.size === 0) return found;
    const character = line[at] ?? '';
    const next = new Set<number>();
    for (const state of states) {
      const atom = atoms[state];
      if (atom?.matches(character) !== true) continue;
      next.add(state + 1);
      if (atom.most === 'any') next.add(state);
    }
    states = reachableStates(atoms, next);
  }
}

/** States that can be reached without a character: past what may be left out. */
function reachableStates(atoms: readonly Atom[], states: Set<number>): Set<number> {
  for (const state of states) if (atoms[state]?.least === 0) states.add(state + 1);
  return states;
}
