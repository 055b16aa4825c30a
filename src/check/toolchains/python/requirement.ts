import { byText } from '../../simulation/by-text.ts';

/** A requirement as pip and uv parse it (PEP 508), possibly with a URL in place of a version. */
export interface Requirement {
  /** The normalised name of the distribution (PEP 503). */
  readonly name: string;
  readonly extras: readonly string[];
  /** Such as `>=5,<6`, sorted; empty for any version. */
  readonly specifier: string;
  readonly marker: string;
}

/** Normalises a name. Comparisons ignore case and treat `-`, `_` and `.` as equal (PEP 503). */
export const normalizedName = (name: string): string => name.toLowerCase().replace(/[._-]+/g, '-');

const nameForm = /^([A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?)(.*)$/s;
const clause = /^(?:===|~=|==|!=|<=|>=|<|>)\s*v?\d[A-Za-z0-9.*+!_-]*$/;

/** Reads a requirement; null when it is not one. A lesson's own are the same for every student. */
export const readRequirement = byText(parseRequirement, 200);

function parseRequirement(written: string): Requirement | null {
  // Python's `strip` removes unusual blanks, but no zero-width characters.
  const [head = '', marker = ''] = split(written.slice(0, 500).replaceAll('\ufeff', '\u200b'), ';');
  const [, name, after] = nameForm.exec(head.trim()) ?? [];
  if (name === undefined || after === undefined) return null;
  let rest = after.trim();
  const extras: string[] = [];
  if (rest.startsWith('[')) {
    const end = rest.indexOf(']');
    if (end < 0) return null;
    for (const extra of rest.slice(1, end).split(','))
      if (extra.trim() !== '') extras.push(normalizedName(extra.trim()));
    rest = rest.slice(end + 1).trim();
  }
  // A URL in place of a version.
  if (rest.startsWith('@') && !/^@\s*\d[\d.]*$/.test(rest))
    return { name: normalizedName(name), extras, specifier: rest, marker: marker.trim() };
  if (rest.startsWith('(') && rest.endsWith(')')) rest = rest.slice(1, -1);
  const clauses = rest === '' ? [] : rest.split(',').map((each) => each.trim());
  if (clauses.at(-1) === '') clauses.pop();
  if (!clauses.every((each) => clause.test(each))) return null;
  const specifier = clauses
    .map((each) => each.replace(/\s+/g, ''))
    .toSorted()
    .join(',');
  return {
    name: normalizedName(name),
    extras: extras.toSorted(),
    specifier,
    marker: marker.replace(/\s+/g, ' ').trim(),
  };
}

const split = (text: string, mark: string): readonly [string, string] => {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
};

/** Requirements with the same meaning have the same canonical form. */
export const canonical = ({ name, extras, specifier, marker }: Requirement): string =>
  `${name}[${extras.join(',')}]${specifier};${marker}`;

/** Whether a requirement's marker holds; `unknown` when it uses more than the Python version or the name of the system. */
export function holds(marker: string, python: string | null): boolean | 'unknown' {
  if (marker === '') return true;
  const [, left = '', operator = '', right = ''] =
    /^\(?\s*([\w.]+)\s*(==|!=|<=|>=|<|>)\s*["']([^"']*)["']\s*\)?$/.exec(marker) ?? [];
  if (left === 'python_version') return python === null ? 'unknown' : versionFits(operator, right, python);
  const own = { sys_platform: 'linux', platform_system: 'Linux', os_name: 'posix' }[left];
  if (own === undefined || (operator !== '==' && operator !== '!=')) return 'unknown';
  return (own === right) === (operator === '==');
}

/** `python_version` is the first two numbers of the version, compared numerically. */
function versionFits(operator: string, wanted: string, python: string): boolean | 'unknown' {
  const [one, other] = [numbersOf(python), numbersOf(wanted)];
  if (one === null || other === null) return 'unknown';
  const differing = [0, 1, 2].map((at) => (one[at] ?? 0) - (other[at] ?? 0)).find((each) => each !== 0) ?? 0;
  switch (operator) {
    case '==':
      return differing === 0;
    case '!=':
      return differing !== 0;
    case '<':
      return differing < 0;
    case '<=':
      return differing <= 0;
    case '>':
      return differing > 0;
    default:
      return differing >= 0;
  }
}

/** A version as numbers: `3.11` means any 3.11.x. */
const numbersOf = (text: string): readonly number[] | null =>
  /^\d+(?:\.\d+){0,3}$/.test(text) ? text.split('.').map(Number) : null;

/**
 * Whether every release of a Python `3.x` satisfies a specifier (PEP 440); `unknown` when that depends on the patch number, or the
 * specifier has an unsupported form.
 */
export function fitsPython(specifier: string, python: string): boolean | 'unknown' {
  const own = numbersOf(python);
  if (own === null) return 'unknown';
  let doubtful = false;
  for (const each of specifier.split(',').filter((part) => part.trim() !== '')) {
    const [, operator = '', wanted = '', star] =
      /^\s*(~=|==|!=|<=|>=|<|>)\s*(\d+(?:\.\d+)*)(\.\*)?\s*$/.exec(each) ?? [];
    const numbers = numbersOf(wanted);
    if (operator === '' || numbers === null) return 'unknown';
    const fit = fits(operator, numbers, star !== undefined, own);
    if (fit === false) return false;
    if (fit === 'unknown') doubtful = true;
  }
  return doubtful ? 'unknown' : true;
}

function fits(
  operator: string,
  wanted: readonly number[],
  star: boolean,
  own: readonly number[],
): boolean | 'unknown' {
  // Only the first two numbers of the image's Python are known; its patch number is greater than 0.
  const [major = 0, minor = 0, patch = 0] = wanted;
  const order = (own[0] ?? 0) - major || (wanted.length < 2 ? 0 : (own[1] ?? 0) - minor);
  const short = wanted.length <= 2;
  switch (operator) {
    case '>=':
      return order > 0 || (order === 0 && (patch === 0 ? true : 'unknown'));
    case '>':
      return order > 0 || (order === 0 && (short && wanted.length === 2 ? true : 'unknown'));
    case '<':
      return order < 0 || (order === 0 && patch > 0 && 'unknown');
    case '<=':
      return order < 0 || (order === 0 && !short && 'unknown');
    case '==':
      return order === 0 && (short ? star : 'unknown');
    case '!=':
      return order !== 0 || (short ? !star : 'unknown');
    default:
      // ~=3.11 is >=3.11 and ==3.*; ~=3.11.2 is >=3.11.2 and ==3.11.*
      if (short) return order >= 0 && own[0] === major;
      return order === 0 && (patch === 0 ? true : 'unknown');
  }
}
