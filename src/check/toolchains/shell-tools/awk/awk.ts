import { isKnown, unknownText } from '../../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../../simulation/image/files.ts';
import { fail, type Machine, type Program } from '../../../simulation/shell/machine.ts';
import type { Status } from '../../../simulation/shell/status.ts';
import { print } from '../../../simulation/shell/streams.ts';
import { filter } from '../editing.ts';
import { byLine, type Edit, replaced } from '../edits.ts';
import { isCheap, readPattern } from '../patterns/pattern.ts';
import { readAwk } from './awk-syntax.ts';

/** Matches `awk '{ sub(/\r$/, ""); print }'` and `…; 1`, which print each line changed. */
function awkEdit(script: string): Edit | null {
  const match =
    /^\s*\{\s*(g?)sub\(\s*(?:\/((?:[^/\\]|\\.)*)\/|"((?:[^"\\]|\\.)*)")\s*,\s*"([^"\\&]*)"\s*\)\s*(?:;\s*)?(?:\}\s*(?:;\s*)?1|print(?:\s+\$0)?\s*(?:;\s*)?\})\s*(?:;\s*)?$/.exec(
      script,
    );
  if (match === null) return null;
  const [, all = '', inSlashes, inQuotes, replacement = ''] = match;
  const pattern = readPattern(inSlashes ?? inQuotes ?? '', 'awk');
  if (pattern === null) return null;
  // awk ends every line with a line feed, including the last one.
  return (text) => {
    if (text === '') return '';
    if (!isCheap(pattern, text)) return null;
    return `${byLine(text.replace(/\n$/, ''), (line) => replaced(pattern, line, replacement, all === 'g'))}\n`;
  };
}

/** Longer programs are not parsed (in characters). */
const longest = 10_000;

/** A parsed command line of awk: the options, the program, and the input files. */
interface AwkCall {
  readonly scripts: readonly (string | null)[];
  readonly paths: readonly string[];
  /** Whether options change what the program sees. */
  readonly hasOptions: boolean;
  readonly refusal: string | null;
}

function readCall(machine: Machine, args: readonly string[]): AwkCall {
  const scripts: (string | null)[] = [];
  let refusal: string | null = null;
  let at = 0;
  for (; /^-./.test(args[at] ?? '') && isKnown(args[at] ?? ''); at += 1) {
    const word = args[at] ?? '';
    if (word === '--') {
      at += 1;
      break;
    }
    const letter = word[1] ?? '';
    if (!'Ffv'.includes(letter)) {
      refusal ??= `not an option: ${word}`;
      continue;
    }
    if (word.length === 2) at += 1;
    const value = word.length === 2 ? args[at] : word.slice(2);
    if (value === undefined) refusal ??= `option ${word} lacks argument`;
    else if (letter === 'v' && isKnown(value) && !/^[A-Za-z_]\w*=/.test(value))
      refusal ??= `improper assignment: -v ${value}`;
    else if (letter === 'f') scripts.push(scriptIn(machine, value));
  }
  const hasOptions = at > 0;
  if (scripts.length > 0) return { scripts, paths: args.slice(at), hasOptions, refusal };
  return { scripts: args.slice(at, at + 1), paths: args.slice(at + 1), hasOptions, refusal };
}

/** The program in a file; null when it is unknown. */
function scriptIn(machine: Machine, written: string): string | null {
  const path = resolvePath(machine.cwd, written);
  if (isKnown(path) && machine.stage.files.presence(path) === 'absent') return '{';
  return machine.stage.files.get(path)?.text ?? null;
}

/** Whether awk is certainly mawk: other distributions have another one, and packages can replace it. */
const isMawk = ({ stage: { base, packages } }: Machine): boolean =>
  base.family === 'debian' && !['gawk', 'original-awk'].some((name) => packages.has(name));

export const awk: Program = (machine, args) => {
  const { scripts, paths, hasOptions, refusal } = readCall(machine, args);
  const refuse = (phrase: string): Status =>
    isMawk(machine) ? fail(machine, { kind: 'command-failed', phrase: `awk: ${phrase}` }) : 'unknown';
  if (refusal !== null) return args.some((arg) => /^(?:-W|--.)/.test(arg)) ? 'unknown' : refuse(refusal);
  const script = scripts.map((each) => each ?? unknownText).join('\n');
  // Without a program, awk prints its usage.
  if (scripts.length === 0 || !isKnown(script) || script.length > longest) {
    print(machine, unknownText);
    return 'unknown';
  }
  const read = readAwk(script);
  if (read.kind === 'refused') return refuse(read.phrase);
  const files = read.readsInput ? paths.filter((path) => !/^[A-Za-z_]\w*=/.test(path)) : [];
  const status = filter(machine, 'awk', files, hasOptions || !read.readsInput ? null : awkEdit(script));
  return status === 'ok' && read.reachesOut ? 'unknown' : status;
};
