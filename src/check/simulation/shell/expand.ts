import { bounded } from '../../dockerfile/bounds.ts';
import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { bashOperator, lengthOperator, type Part, type Script, type Word } from '../../shell/syntax.ts';
import { nameOf, resolvePath } from '../image/files.ts';
import { homeOf } from '../image/stage.ts';
import { arithmetic } from './arithmetic.ts';
import { expandBraces } from './braces.ts';
import { fieldsIn, separatorsOf, splitFields } from './field-splitting.ts';
import { globMatches } from './glob.ts';
import { finishShell, type Machine, setVariable, subshell } from './machine.ts';
import { operated, operatedByBash } from './parameter-operators.ts';
import { processFile } from './process-files.ts';
import { newStream, type Stream } from './streams.ts';

/** The value of a shell variable; null if it is not set. */
export function variable(machine: Machine, name: string): string | null {
  if (name === '@') return bounded(machine.args.join(' '));
  if (name === '*') return bounded(machine.args.join(separatorsOf(machine)[0] ?? ''));
  if (name === '#') return String(machine.args.length);
  if (name === '0') return machine.name;
  if (name === 'BASH_SOURCE' && machine.dialect === 'bash') return elements(machine, name)[0] ?? null;
  if (/^[1-9]$/.test(name)) return machine.args[Number(name) - 1] ?? null;
  if (name === '?') return machine.shell.last === 'ok' ? '0' : unknownText;
  if (/^[!$_-]$/.test(name)) return unknownText;
  if (name === 'PWD') return machine.cwd;
  const value = machine.env.get(name) ?? machine.arrays.get(name)?.[0];
  if (value !== undefined) return value;
  if (name === 'HOME') return homeOf(machine.stage, machine.user) ?? unknownText;
  // A foreign image may set any variable, and Docker itself sets HOSTNAME.
  if (machine.stage.base.env === null || machine.variablesUnfollowed || name === 'HOSTNAME')
    return unknownText;
  return null;
}

function partText(machine: Machine, part: Part): string {
  if (machine.budget.text < 0) return unknownText;
  const text = textOf(machine, part);
  machine.budget.text -= text.length;
  return text;
}

function textOf(machine: Machine, part: Part): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'unknown':
    case 'array':
      return unknownText;
    case 'element': {
      const items = elements(machine, part.name);
      if (part.counted) return items.every(isKnown) ? String(items.length) : unknownText;
      return /^-?\d/.test(part.index) ? (items.at(Number(part.index)) ?? '') : bounded(items.join(' '));
    }
    case 'commands':
      return printedBy(machine, part.script);
    case 'process':
      return processFile(machine, part, (into) => printedBy(machine, part.script, into));
    case 'arithmetic': {
      const result = evaluated(machine, part.text);
      return typeof result === 'number' ? String(result) : unknownText;
    }
    case 'variable': {
      const value = variable(machine, part.name);
      return part.operator === null
        ? (value ?? '')
        : operatedValue(machine, { ...part, operator: part.operator }, value);
    }
  }
}

type OperatedVariable = Extract<Part, { kind: 'variable' }> & { readonly operator: string };

/** Expands `${name:-word}` and similar; `${name:=word}` also sets the variable. */
function operatedValue(
  machine: Machine,
  { name, operator, word }: OperatedVariable,
  value: string | null,
): string {
  if (operator === lengthOperator)
    return isKnown(value ?? '') ? String([...(value ?? '')].length) : unknownText;
  if (operator.startsWith(bashOperator)) return operatedByBash(operator.slice(1), value ?? '');
  const assigns = operator.endsWith('=') && (value === null || (operator === ':=' && value === ''));
  const unused = value !== null && value !== '' && /^:?[-=?]$/.test(operator);
  const result = operated(operator, value, word === null || unused ? '' : wordText(machine, word));
  if (assigns && /^[A-Za-z_]\w*$/.test(name)) setVariable(machine, name, result);
  return result;
}

/** The elements of an array; a plain variable counts as an array of one element. */
function elements(machine: Machine, name: string): readonly string[] {
  if (name === 'BASH_SOURCE' && machine.locals === null && !machine.sourced) return [machine.name];
  // Other arrays that bash itself sets.
  if (/^(?:BASH_\w+|FUNCNAME|PIPESTATUS|DIRSTACK|GROUPS|COMP_\w+)$/.test(name)) return [unknownText];
  const value = machine.env.get(name);
  return machine.arrays.get(name) ?? (value === undefined ? [] : [value]);
}

/** Assigns `name=value`, `name+=value` or `name=(a b c)`. */
export function assign(machine: Machine, name: string, value: Word, from: Machine = machine): void {
  const [first] = value;
  if (first?.kind !== 'array') {
    setVariable(machine, name, wholeWord(from, value));
    return;
  }
  const items = fields(from, first.words);
  machine.env.delete(name);
  machine.arrays.set(name, first.appends ? [...elements(from, name), ...items] : items);
}

/** Evaluates an arithmetic expression, which may set variables. */
export function evaluated(machine: Machine, text: string): ReturnType<typeof arithmetic> {
  const plain = text.replace(/\$\{?(\w+)\}?/g, (_, name: string) => variable(machine, name) ?? '');
  if (!isKnown(plain)) return null;
  return arithmetic(plain, {
    get: (name) => variable(machine, name),
    set: (name, value) => setVariable(machine, name, value),
    steps: machine.dialect !== 'dash',
  });
}

/** The output of `$(…)`. The exit status of its commands is stored for the enclosing command. */
function printedBy(machine: Machine, script: Script, into: Stream | null = newStream()): string {
  const out = into;
  const inner = subshell(machine, { out, exec: false, background: false });
  const status = finishShell(inner, machine.host.runScript(inner, script));
  machine.shell.substituted = status === 'stops' ? 'unknown' : status;
  return out === null ? '' : out.text.replace(/(?<!\n)\n+$/, '');
}

/** The text of a word, without field splitting. */
export const wordText = (machine: Machine, word: Word): string =>
  word.map((part) => partText(machine, part)).join('');

/** The text of a word as a pattern, in which quoted `*` and `?` are literal. */
export const patternText = (machine: Machine, word: Word): string =>
  word
    .map((part) => {
      const text = partText(machine, part);
      return 'quoted' in part && part.quoted ? text.replace(/[*?[]/g, '[$&]') : text;
    })
    .join('');

/** Expands words to a command's arguments: replaces variables, splits fields, and resolves `*` and `~`. */
export function fields(machine: Machine, words: readonly Word[]): readonly string[] {
  const found: string[] = [];
  for (const word of words) {
    for (const field of fieldsOf(machine, word)) {
      if (found.length >= mostFields) return [...found, unknownText];
      found.push(field);
    }
  }
  return found;
}

/** Maximum number of words tracked per command: `set -- "$@" "$@"` doubles them. */
const mostFields = 2_000;

function fieldsOf(machine: Machine, word: Word): readonly string[] {
  const only = word[0];
  if (word.length === 1 && only?.kind === 'element' && only.index === '@' && !only.counted) {
    const items = elements(machine, only.name);
    machine.budget.text -= items.length;
    return only.quoted ? items : items.flatMap((item) => fieldsIn(machine, item));
  }
  if (word.length === 1 && only?.kind === 'variable' && only.operator === null) {
    if (only.name === '@' || (only.name === '*' && !only.quoted)) {
      machine.budget.text -= machine.args.length;
      // Unquoted, the arguments are split again at blanks.
      return only.quoted ? machine.args : machine.args.flatMap((arg) => fieldsIn(machine, arg));
    }
  }
  const pieces: string[] = [];
  let current: string | null = null;
  let pattern = false;
  let braces = false;
  for (const part of word) {
    const text = partText(machine, part);
    const splits =
      (part.kind === 'variable' ||
        part.kind === 'element' ||
        part.kind === 'commands' ||
        part.kind === 'arithmetic') &&
      !part.quoted;
    if (!splits) {
      if (part.kind === 'text' && !part.quoted && /[*?[]/.test(text)) pattern = true;
      if (part.kind === 'text' && !part.quoted && text.includes('{')) braces = true;
      current = (current ?? '') + text;
      continue;
    }
    const [first = '', ...rest] = splitFields(machine, text);
    if (text !== '') current = (current ?? '') + first;
    for (const piece of rest) {
      if (current !== null && current !== '') pieces.push(current);
      current = piece === '' ? null : piece;
    }
  }
  if (current !== null) pieces.push(current);
  const all = braces && machine.dialect !== 'dash' ? pieces.flatMap(expandBraces) : pieces;
  const texts = all.map((piece) => withHome(machine, word, piece));
  return pattern ? texts.flatMap((text) => matching(machine, text)) : texts;
}

/** Replaces an unquoted `~` at the beginning of a word with the user's home folder. */
function withHome(machine: Machine, [first]: Word, text: string): string {
  if (first?.kind !== 'text' || first.quoted || (text !== '~' && !text.startsWith('~/'))) return text;
  const home = machine.env.get('HOME') ?? homeOf(machine.stage, machine.user);
  return home === null ? text : `${home}${text.slice(1)}`;
}

/** Expands a word without splitting it, as in redirections and assignments; resolves `~`. */
export const wholeWord = (machine: Machine, word: Word): string =>
  withHome(machine, word, wordText(machine, word));

/** Linux's limit (NAME_MAX). Longer patterns are not compared, because the time grows with the product of both lengths. */
export const longestName = 255;

/** Files in one folder that match a shell pattern; the pattern itself if there are none. */
function matching({ stage: { files }, cwd, shopt }: Machine, pattern: string): readonly string[] {
  const slash = pattern.lastIndexOf('/');
  const folder = slash < 0 ? cwd : resolvePath(cwd, pattern.slice(0, slash) || '/');
  const name = pattern.slice(slash + 1);
  if (name.length > longestName) return [unknownText];
  if (shopt.has('nullglob') && files.presence(folder) === 'absent') return [];
  if (!isKnown(pattern) || /[*?[]/.test(folder) || files.presence(folder) !== 'folder') return [pattern];
  const prefix = slash < 0 ? '' : pattern.slice(0, slash + 1);
  const found: string[] = [];
  for (const [path] of files.under(folder)) {
    const rest = path.slice(folder === '/' ? 1 : folder.length + 1);
    if (rest.includes('/') || (rest.startsWith('.') && !name.startsWith('.'))) continue;
    if (globMatches(name, rest)) found.push(`${prefix}${nameOf(path)}`);
  }
  return found.length > 0 || shopt.has('nullglob') ? found.toSorted() : [pattern];
}
