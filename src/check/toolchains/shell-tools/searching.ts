import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { fail, type Machine, type Program } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { readAll } from './editing.ts';
import { hasOption, optionsOf, optionValue } from './gnu/command-line.ts';
import type { GivenOption } from './gnu/getopt.ts';
import { isCheap, match, type Pattern, patternOf } from './patterns/pattern.ts';
import { readRegularExpression } from './patterns/reader.ts';
import {
  afterWord,
  beforeWord,
  character,
  type Flavour,
  lineEnd,
  lineStart,
  type PatternNode,
} from './patterns/syntax.ts';

/** The patterns to search for: each line of the text is one. */
type GrepPatterns =
  | { readonly kind: 'patterns'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'refused'; readonly phrase: string }
  | { readonly kind: 'unknown' };

/** The texts of `-e` and `-f`, else the first operand; null for an unknown one, an empty list when there is none. */
function patternTexts(
  machine: Machine,
  options: readonly GivenOption[],
  operands: readonly string[],
): readonly (string | null)[] {
  const texts = options.flatMap(({ name, value }) => {
    if (name === 'e' || name === 'regexp') return [value ?? ''];
    if (name !== 'f' && name !== 'file') return [];
    return [machine.stage.files.get(resolvePath(machine.cwd, value ?? ''))?.text?.replace(/\n$/, '') ?? null];
  });
  const isGiven = hasOption(options, 'e', 'regexp', 'f', 'file');
  return isGiven ? texts : operands.slice(0, 1);
}

function flavourOf(name: string, options: readonly GivenOption[]): Flavour | 'fixed' {
  if (name === 'fgrep' || hasOption(options, 'F', 'fixed-strings')) return 'fixed';
  if (hasOption(options, 'P', 'perl-regexp')) return 'perl';
  return name === 'egrep' || hasOption(options, 'E', 'extended-regexp') ? 'egrep' : 'grep';
}

function readWanted(texts: readonly (string | null)[], flavour: Flavour | 'fixed'): GrepPatterns {
  const nodes: PatternNode[] = [];
  for (const text of texts) {
    if (text === null || !isKnown(text)) return { kind: 'unknown' };
    for (const line of text.split('\n').slice(0, 200)) {
      if (flavour === 'fixed') {
        nodes.push({ kind: 'sequence', parts: [...line].map(character) });
        continue;
      }
      const read = readRegularExpression(line, flavour);
      if (read.kind === 'refused') return read;
      nodes.push(read.node);
    }
  }
  return { kind: 'patterns', nodes };
}

/** The conditions before and after a match; null when they are not supported. */
function placesAround(options: readonly GivenOption[]): readonly [PatternNode, PatternNode] | null {
  if (hasOption(options, 'x', 'line-regexp')) return [lineStart, lineEnd];
  return hasOption(options, 'w', 'word-regexp') ? [beforeWord, afterWord] : null;
}

/** Combines all patterns into one; null when that is not supported. */
function whole(nodes: readonly PatternNode[], options: readonly GivenOption[]): Pattern | null {
  const around = placesAround(options);
  const any: PatternNode = { kind: 'choice', options: nodes };
  const node: PatternNode = around === null ? any : { kind: 'sequence', parts: [around[0], any, around[1]] };
  return patternOf(node, hasOption(options, 'i', 'y', 'ignore-case'));
}

/** grep: exits with 0 if a line matches, 1 if none does, 2 if a file is missing. */
export const grep: Program = (machine, args, _input, name) => {
  const { options, operands } = optionsOf(name, args);
  const texts = patternTexts(machine, options, operands);
  if (texts.length === 0) return fail(machine, { kind: 'command-failed', phrase: `${name}: no pattern` });
  const isNamed = hasOption(options, 'e', 'regexp', 'f', 'file');
  const paths = isNamed ? operands : operands.slice(1);
  const wanted = readWanted(texts, flavourOf(name, options));
  // Other distributions have other regular expressions.
  if (wanted.kind === 'refused' && machine.stage.base.family === 'debian')
    return fail(machine, { kind: 'command-failed', phrase: `${name}: ${wanted.phrase}` });
  const pattern = wanted.kind === 'patterns' ? whole(wanted.nodes, options) : null;
  const isDeep =
    hasOption(options, 'r', 'R', 'recursive', 'dereference-recursive') ||
    /^recurse/.test(optionValue(options, 'd', 'directories') ?? '');
  if (isDeep || hasOption(options, 'include', 'exclude', 'exclude-dir', 'z', 'null-data')) {
    print(machine, unknownText);
    const isPlain = isDeep && !hasOption(options, 'include', 'exclude', 'exclude-dir', 'z', 'null-data');
    return isPlain ? searchFolders(machine, paths, pattern, args, name) : 'unknown';
  }
  const read = readAll(machine, name, paths);
  const found = isKnown(read.text) && pattern !== null ? matching(read.text, pattern, options) : null;
  print(machine, printed(found, pattern, options, paths));
  const isQuiet = hasOption(options, 'q', 'quiet', 'silent');
  // With `-q`, a match decides, even if files are missing.
  if (read.status === 'failed') return isQuiet && found !== null && found.length > 0 ? 'ok' : 'failed';
  if (found === null || read.status === 'unknown') return 'unknown';
  return found.length > 0 ? 'ok' : noLine(machine, args, name);
};

/** `grep -r`: searches all files below a folder, if all of them are known. */
function searchFolders(
  machine: Machine,
  paths: readonly string[],
  pattern: Pattern | null,
  args: readonly string[],
  name: string,
): Status {
  const { files } = machine.stage;
  const roots = (paths.length === 0 ? ['.'] : paths).map((path) => resolvePath(machine.cwd, path));
  if (pattern === null || !roots.every(isKnown) || files.isVague) return 'unknown';
  const read = readAll(machine, name, []).status;
  const entries = roots.flatMap((root) => [
    ...files.under(root).map(([, entry]) => entry),
    ...[files.get(root)].filter((entry) => entry !== null),
  ]);
  const texts = entries.filter(({ kind }) => kind === 'file').map(({ text }) => text);
  const isFound = texts.some((text) => text !== null && (matching(text, pattern, []) ?? []).length > 0);
  if (isFound) return read;
  const areOurs = roots.every((root) => files.get(root) !== null && root !== '/');
  return areOurs && texts.every((text) => text !== null) ? noLine(machine, args, name) : 'unknown';
}

/** grep's output for the matching lines. */
function printed(
  found: readonly string[] | null,
  pattern: Pattern | null,
  options: readonly GivenOption[],
  paths: readonly string[],
): string {
  if (hasOption(options, 'q', 'quiet', 'silent')) return '';
  const isPlain = options.every((option) => /^(?:[EFGPivwxceyoshf]|regexp|file)$/.test(option.name));
  if (found === null || pattern === null || !isPlain || (paths.length > 1 && !hasOption(options, 'h')))
    return unknownText;
  if (hasOption(options, 'c')) return `${found.length}\n`;
  const shown = hasOption(options, 'o') ? found.flatMap((line) => pieces(line, pattern)) : found;
  return shown.map((line) => `${line}\n`).join('');
}

/** The matching parts of a line, for `-o`. */
function pieces(line: string, pattern: Pattern): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const found = match(pattern, line, at);
    if (found === null) break;
    if (found.end > found.start) parts.push(line.slice(found.start, found.end));
    at = Math.max(found.end, found.start + 1);
  }
  return parts;
}

/** diff and cmp: exit with 1 if two files differ, 2 if one is missing. */
export const compare: Program = (machine, args, _input, name) => {
  const { options, operands } = optionsOf(name, args);
  const [one = '', other = ''] = operands;
  if (operands.length < 2)
    return name === 'cmp' && operands.length === 1
      ? 'unknown'
      : fail(machine, { kind: 'command-failed', phrase: `${name}: missing operand` });
  const isDeep = hasOption(options, 'r', 'recursive');
  const isSame = resolvePath(machine.cwd, one) === resolvePath(machine.cwd, other);
  if (isDeep || (isSame && machine.stage.files.presence(resolvePath(machine.cwd, one)) === 'folder'))
    return isSame ? 'ok' : 'unknown';
  const [first, second] = [readAll(machine, name, [one]), readAll(machine, name, [other])];
  if (!hasOption(options, 'q', 's', 'quiet', 'brief', 'silent')) print(machine, unknownText);
  if (first.status !== 'ok' || second.status !== 'ok')
    return first.status === 'failed' || second.status === 'failed' ? 'failed' : 'unknown';
  if (isSame && operands.length === 2) return 'ok';
  const isPlain = options.every((option) => /^(?:[usq]|quiet|silent|brief|unified)$/.test(option.name));
  if (!isPlain || operands.length > 2 || !isKnown(first.text) || !isKnown(second.text)) return 'unknown';
  return first.text === second.text ? 'ok' : noLine(machine, args, name);
};

/** The matching lines; null when the search would cost too much. */
function matching(text: string, pattern: Pattern, options: readonly GivenOption[]): readonly string[] | null {
  const input = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const wanted = !hasOption(options, 'v', 'invert-match');
  if (!isCheap(pattern, text)) return null;
  if (hasOption(options, 'm', 'max-count') && !/^[1-9]/.test(optionValue(options, 'm', 'max-count') ?? ''))
    return null;
  return input.filter((line) => (match(pattern, line) !== null) === wanted);
}

/** No line matches: a valid answer, but a failure for a shell with -e. */
function noLine(machine: Machine, args: readonly string[], name: string): Status {
  return fail(machine, { kind: 'exit-code', command: [name, ...args].join(' ').slice(0, 100) });
}
