import { type Flavour, type PatternNode, traits } from './syntax.ts';

/** The named character classes. */
export const namedClasses: Readonly<Record<string, RegExp>> = {
  space: /\s/,
  digit: /\d/,
  alpha: /[A-Za-z]/,
  alnum: /[A-Za-z0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  print: /[ -~]/,
  graph: /[!-~]/,
  cntrl: /[\0-\x1f\x7f]/,
  xdigit: /[\da-fA-F]/,
};
export const controlEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  v: '\v',
};
export const escapedSets: Readonly<Record<string, RegExp>> = {
  s: /\s/,
  S: /\S/,
  d: /\d/,
  D: /\D/,
  w: /\w/,
  W: /\W/,
};

type SetReading =
  | { readonly kind: 'read'; readonly node: PatternNode; readonly end: number }
  | { readonly kind: 'refused'; readonly phrase: string };

const refused = (phrase: string): SetReading => ({ kind: 'refused', phrase });
const unmatched = 'Unmatched [, [^, [:, [., or [=';

/** One item of a set: what it matches, where it ends, and its character, if it can begin a range. */
interface SetItem {
  readonly matches: (character: string) => boolean;
  readonly end: number;
  readonly character: string | null;
}

/** Parses a set such as `[a-z_]` or `[^[:space:]]`, starting at its bracket. */
export function readSet(text: string, from: number, flavour: Flavour): SetReading {
  let at = from + 1;
  const negated = text[at] === '^';
  if (negated) at += 1;
  const tests: SetItem['matches'][] = [];
  for (const first = at; at < text.length && (text[at] !== ']' || at === first); ) {
    const item = readItem(text, at, flavour);
    if (typeof item === 'string') return refused(item);
    at = item.end;
    const isRange =
      item.character !== null && text[at] === '-' && at + 1 < text.length && text[at + 1] !== ']';
    if (!isRange) {
      tests.push(item.matches);
      continue;
    }
    const last = readItem(text, at + 1, flavour);
    if (typeof last === 'string') return refused(last);
    const [low, high] = [item.character ?? '', last.character ?? ''];
    if (low > high && traits[flavour].checksSets) return refused('Invalid range end');
    tests.push((each) => low <= each && each <= high);
    at = last.end;
  }
  if (at >= text.length) return refused(unmatched);
  const written = text.slice(from, at + 1);
  if (traits[flavour].checksSets && written.startsWith('[:') && written.endsWith(':]'))
    return refused('character class syntax is [[:space:]], not [:space:]');
  return {
    kind: 'read',
    node: { kind: 'character', matches: (each) => tests.some((test) => test(each)) !== negated },
    end: at + 1,
  };
}

/** Parses a character, an escape sequence or a named class; returns a text when it is refused. */
function readItem(text: string, at: number, flavour: Flavour): SetItem | string {
  const { checksSets, escapesInSets } = traits[flavour];
  const [, kind = '', name = ''] = /^\[([:.=])([^\]]{0,40}?)\1\]/.exec(text.slice(at, at + 50)) ?? [];
  if (kind === ':') {
    const set = Object.hasOwn(namedClasses, name) ? namedClasses[name] : undefined;
    if (set === undefined && checksSets) return 'Invalid character class name';
    return { matches: (each) => set?.test(each) === true, end: at + name.length + 4, character: null };
  }
  if (kind !== '') {
    if ([...name].length !== 1) return 'Invalid collation character';
    return { matches: (each) => each === name, end: at + name.length + 4, character: name };
  }
  if (/^\[[:.=]/.test(text.slice(at, at + 2)) && checksSets) return unmatched;
  const next = text[at + 1] ?? '';
  if (text[at] === '\\' && escapesInSets) {
    const set = Object.hasOwn(escapedSets, next) && !checksSets ? escapedSets[next] : undefined;
    if (set !== undefined) return { matches: (each) => set.test(each), end: at + 2, character: null };
    const meant = Object.hasOwn(controlEscapes, next) ? (controlEscapes[next] ?? next) : null;
    // sed treats other backslashes as literals; awk and perl do not.
    if (meant !== null || !checksSets) {
      const single = meant ?? next;
      return { matches: (each) => each === single, end: at + 2, character: single };
    }
  }
  const single = text[at] ?? '';
  return { matches: (each) => each === single, end: at + 1, character: single };
}
