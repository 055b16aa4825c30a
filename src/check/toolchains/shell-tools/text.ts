import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { Presence } from '../../simulation/image/slim-image.ts';
import { fail, type Machine, type Program } from '../../simulation/shell/machine.ts';
import { closeRedirects, openRedirects } from '../../simulation/shell/redirect.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { editInPlace, filter, readAll } from './editing.ts';
import { type Edit, perlEdit } from './edits.ts';
import { hasOption, optionsOf, optionValue } from './gnu/command-line.ts';
import type { GivenOption } from './gnu/getopt.ts';
import { fileNotFound, splitOperands } from './operands.ts';

const withoutReturns: Edit = (text) => text.replaceAll('\r\n', '\n');
const withReturns: Edit = (text) => text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n');

/** dos2unix and unix2dos: convert in place, or from input to output. */
export const dos2unix: Program = (machine, args, _input, name) => {
  const edit = name.startsWith('unix2') ? withReturns : withoutReturns;
  const { options, operands } = splitOperands(args);
  if (options.some((option) => /^-n$|^--newfile$/.test(option))) return newFile(machine, operands, edit);
  return operands.length === 0 ? filter(machine, name, [], edit) : editInPlace(machine, name, operands, edit);
};

/** `dos2unix -n from to`. */
function newFile(machine: Machine, operands: readonly string[], edit: Edit): Status {
  const [from = '', to = ''] = operands;
  const status = machine.host.runWords(machine, ['cp', from, to], null);
  return status === 'ok' ? editInPlace(machine, 'dos2unix', [to], edit) : status;
}

export const perl: Program = (machine, args) => {
  const scripts: string[] = [];
  const paths: string[] = [];
  let inPlace = false;
  let prints = false;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    const letters = /^-([a-zA-Z0]+)(?:\.\w+)?$/.exec(arg)?.[1];
    if (letters === undefined) paths.push(arg);
    else {
      const suffix = letters.indexOf('i');
      if (suffix >= 0) inPlace = true;
      if (letters.includes('p')) prints = true;
      // Letters after `i` are the suffix of a backup: `-pie` contains no script.
      if (letters.endsWith('e') && (suffix < 0 || suffix > letters.indexOf('e') || letters.length === 1)) {
        at += 1;
        scripts.push(args[at] ?? '');
      } else if (!/^[pinlw0]+$/.test(letters)) return everything(machine, args);
    }
  }
  const [file = ''] = paths;
  const isMissing = scripts.length === 0 && isKnown(file) && presenceOf(machine, file) === 'absent';
  if (isMissing && args[0] === file)
    return fileNotFound(machine, 'perl', file, resolvePath(machine.cwd, file));
  if (!prints || scripts.length === 0) return everything(machine, args);
  const edit = perlEdit(scripts.join(';'));
  const status = inPlace ? editInPlace(machine, 'perl', paths, edit) : filter(machine, 'perl', paths, edit);
  return status === 'ok' && edit === null ? 'unknown' : status;
};

const presenceOf = ({ cwd, stage }: Machine, written: string): Presence =>
  stage.files.presence(resolvePath(cwd, written));

/** An arbitrary program, which can do anything with its files. */
function everything(machine: Machine, args: readonly string[]): Status {
  machine.stage.files.blur();
  machine.stage.files.doubt(machine.cwd, args.join(' '));
  print(machine, unknownText);
  return 'unknown';
}

export const cat: Program = (machine, args) => {
  const { options, operands } = splitOperands(args);
  return filter(machine, 'cat', operands, options.length > 0 ? null : (text) => text);
};

/** head and tail: print the first or the last lines. */
export const ends: Program = (machine, args, _input, name) => {
  const { options, operands } = optionsOf(name, args);
  const number = optionValue(options, 'n', 'lines') ?? '10';
  const isPlain = options.every((option) => /^(?:[nq]|lines|quiet|silent)$/.test(option.name));
  const count = isPlain && /^\d+$/.test(number) && operands.length < 2 ? Number(number) : null;
  const edit: Edit | null =
    count === null
      ? null
      : (text) => {
          const lines = text.split(/(?<=\n)/);
          return (name === 'head' ? lines.slice(0, count) : lines.slice(lines.length - count)).join('');
        };
  return filter(machine, name, operands, edit);
};

/** Programs that only read the given files, and fail for a missing one. */
export const inspectFiles: Program = (machine, args, _input, name) => {
  const { options, operands } = optionsOf(name, args);
  if (name === 'uniq' && operands.length > 1) return writeUnique(machine, args, operands);
  // With these options, shuf shuffles its operands or a range of numbers, not a file.
  const paths = name === 'shuf' && hasOption(options, 'e', 'echo', 'i', 'input-range') ? [] : operands;
  const { status, text } = readAll(machine, name, paths);
  print(machine, unknownText);
  if (name === 'comm' && paths[0] !== paths[1] && status === 'ok') return 'unknown';
  if (status === 'ok' && isNoList(name, options, text))
    return fail(machine, {
      kind: 'command-failed',
      phrase: `${name}: no properly formatted checksum lines found`,
    });
  return status === 'ok' && dependsOnText(name, options) ? 'unknown' : status;
};

/** `uniq from to`. */
function writeUnique(
  machine: Machine,
  args: readonly string[],
  [from = '', to = '']: readonly string[],
): Status {
  const words = args.slice(0, -1);
  const target = [{ kind: 'text', text: to, quoted: true } as const];
  const opened = openRedirects(machine, [{ operator: '>', target }]);
  if (opened.status === 'failed') return 'failed';
  const status = inspectFiles({ ...machine, out: null }, words, null, 'uniq');
  for (const sink of opened.sinks) sink.stream.text = unknownText;
  closeRedirects(machine, opened);
  return from === to ? 'unknown' : status;
}

/** Whether a list of checksums contains no valid line. */
const isNoList = (name: string, options: readonly GivenOption[], text: string): boolean =>
  /sum$/.test(name) &&
  hasOption(options, 'c', 'check') &&
  isKnown(text) &&
  !/^(?:\\?[\da-f]{32,}|[A-Z\d-]+ \()/im.test(text);

/** Whether a program's exit code depends on the contents of its files. */
function dependsOnText(name: string, options: readonly GivenOption[]): boolean {
  if (name === 'sort') return hasOption(options, 'c', 'C', 'check');
  if (/^base\d/.test(name)) return hasOption(options, 'd', 'decode');
  return /sum$/.test(name) && hasOption(options, 'c', 'check');
}

const removesReturns = /\.replace\(\s*b?(["'])\\r(\\n)?\1\s*,\s*b?(["'])(\\n)?\3\s*\)/;

/** Simulates a line of Python that removes CR characters from the files that it names; null for any other code. */
export function pythonRemovesReturns(machine: Machine, code: string): Status | null {
  const found = removesReturns.exec(code);
  if (found === null || (found[2] === undefined) !== (found[4] === undefined)) return null;
  if (!/\.write(?:_text|_bytes)?\(/.test(code) || /\b(?:if|for|while|def|exec|os\.|sys\.)/.test(code))
    return null;
  const paths = [...code.matchAll(/(["'])([\w./-]+)\1/g)]
    .map(([, , path = '']) => path)
    .filter((path) => machine.stage.files.get(resolvePath(machine.cwd, path))?.kind === 'file');
  return paths.length === 1 ? editInPlace(machine, 'python', paths, withoutReturns) : null;
}
