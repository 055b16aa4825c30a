import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { Presence } from '../../simulation/image/slim-image.ts';
import { fail, type Machine, type Program } from '../../simulation/shell/machine.ts';
import { mayWrite } from '../../simulation/shell/redirect.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { awkEdit, type Edit, perlEdit, sedEdit, trEdit } from './edits.ts';
import { fileNotFound, notPermitted, splitOperands } from './operands.ts';

/** The text of a file that a program reads; null where it cannot be known. */
function textOf(machine: Machine, written: string): string | null {
  if (written === '-') return machine.input.text;
  return machine.stage.files.get(resolvePath(machine.cwd, written))?.text ?? null;
}

/** Whether an operand is there; `-` is the standard input. */
function presenceOf(machine: Machine, written: string, path: string): Presence {
  if (!isKnown(path)) return 'unknown';
  return written === '-' ? 'file' : machine.stage.files.presence(path);
}

/** What a program reads: its operands one after the other, else its input. The first operand that is not there ends it. */
export function readAll(
  machine: Machine,
  command: string,
  operands: readonly string[],
): { readonly status: Status; readonly text: string } {
  if (operands.length === 0) return { status: 'ok', text: machine.input.text };
  let status: Status = 'ok';
  let text = '';
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    const presence = presenceOf(machine, written, path);
    if (presence === 'absent') status = fileNotFound(machine, command, written, path);
    else if (presence === 'folder')
      status = fail(machine, { kind: 'command-failed', phrase: `${command}: ${written}: Is a directory` });
    else if (
      presence === 'unknown' &&
      status === 'ok' &&
      !/^\/(?:etc\/(?:os-release|passwd|hosts)|proc)/.test(path)
    )
      status = 'unknown';
    if (presence !== 'absent') text += textOf(machine, written) ?? unknownText;
  }
  return { status, text };
}

/** Edits files in place. After an edit that is not modelled their text is unknown. */
function editInPlace(machine: Machine, command: string, paths: readonly string[], edit: Edit | null): Status {
  let status: Status = 'ok';
  for (const written of paths) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path)) {
      status = 'unknown';
      continue;
    }
    const entry = machine.stage.files.get(path);
    const presence = machine.stage.files.presence(path);
    if (presence === 'absent') return fileNotFound(machine, command, written, path);
    if (presence === 'folder')
      return fail(machine, {
        kind: 'command-failed',
        phrase: `${command}: couldn't edit ${written}: not a regular file`,
      });
    if (entry === null) {
      status = 'unknown';
      continue;
    }
    const may = mayWrite(machine, path);
    if (may === false) return notPermitted(machine, command, written, path);
    if (may === 'unknown') status = 'unknown';
    const text = entry.text === null || edit === null || !machine.certain ? null : edit(entry.text);
    machine.stage.files.change(path, { text });
  }
  return status;
}

/** A program that prints what it reads, changed. */
function filter(machine: Machine, command: string, operands: readonly string[], edit: Edit | null): Status {
  const { status, text } = readAll(machine, command, operands);
  print(machine, (isKnown(text) ? edit?.(text) : null) ?? unknownText);
  return status;
}

const withoutReturns: Edit = (text) => text.replaceAll('\r\n', '\n');
const withReturns: Edit = (text) => text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n');

/** dos2unix and unix2dos: in place, or from input to output. */
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

/** Lines that are printed, taken away or counted, by their numbers or by a text in them. */
const sedAddress = String.raw`(?:\d+|\$|/[\w .:=,"'-]+/)`;
const lineChoice = new RegExp(`^(?:${sedAddress}(?:,${sedAddress})?\\s*!?)?[pdq=]$`);
const onlyChooses = (script: string): boolean => lineChoice.test(script);

/** Whether sed takes a script for sure, also where what it does is not followed. */
const isPlainSed = (script: string): boolean =>
  /^(?:\d+|\$)?s([^\w\s\\])(?:(?!\1)[^\\\n]|\\.)*\1(?:(?!\1)[^\\\n]|\\.)*\1[giIp\d]*$/.test(script);

export const sed: Program = (machine, args) => {
  const { operands, options } = splitOperands(args, ['-e', '-f', '--expression', '--file']);
  const isValue = (index: number): boolean => /^(?:-[a-zA-Z]*e|--expression)$/.test(options[index - 1] ?? '');
  const expressions = options.flatMap((option, index) => {
    if (isValue(index)) return [option];
    return option.startsWith('--expression=') ? [option.slice('--expression='.length)] : [];
  });
  const flags = options.filter((_, index) => !isValue(index));
  // `-ie` takes the e for the ending of a copy; the script is the next word all the same.
  const scripts = expressions.length > 0 ? expressions : operands.slice(0, 1);
  const paths = expressions.length > 0 ? operands : operands.slice(1);
  if (scripts.length === 0)
    return fail(machine, { kind: 'command-failed', phrase: 'sed: no script specified' });
  if (flags.some((flag) => /^-f|^--file/.test(flag)) || !scripts.every(isKnown))
    return runUnknownEdit(machine, paths);
  const extended = flags.some((flag) => /^-[a-zA-Z]*[Er]|^--regexp/.test(flag));
  const quiet = flags.some((flag) => /^-[a-hj-zA-Z]*n|^--quiet|^--silent/.test(flag));
  const inPlace = flags.some((flag) => /^-[a-zA-Z]*i|^--in-place/.test(flag));
  const edit = sedEdit(scripts.join('\n'), extended, quiet);
  const sure = edit !== null || scripts.every(isPlainSed) || (!inPlace && scripts.every(onlyChooses));
  const status = inPlace ? editInPlace(machine, 'sed', paths, edit) : filter(machine, 'sed', paths, edit);
  return status === 'ok' && !sure ? 'unknown' : status;
};

/** The content of the files after such a command is unknown. */
function runUnknownEdit(machine: Machine, paths: readonly string[]): Status {
  for (const written of paths) machine.stage.files.change(resolvePath(machine.cwd, written), { text: null });
  print(machine, unknownText);
  return 'unknown';
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
      // Letters after an i are the ending of a copy: `-pie` has no script.
      if (letters.endsWith('e') && (suffix < 0 || suffix > letters.indexOf('e') || letters.length === 1)) {
        at += 1;
        scripts.push(args[at] ?? '');
      } else if (!/^[pinlw0]+$/.test(letters)) return everything(machine, args);
    }
  }
  if (!prints || scripts.length === 0) return everything(machine, args);
  const edit = perlEdit(scripts.join(';'));
  const status = inPlace ? editInPlace(machine, 'perl', paths, edit) : filter(machine, 'perl', paths, edit);
  return status === 'ok' && edit === null ? 'unknown' : status;
};

/** An arbitrary program, which may do anything with the files that it is given. */
function everything(machine: Machine, args: readonly string[]): Status {
  machine.stage.files.blur();
  machine.stage.files.doubt(machine.cwd, args.join(' '));
  print(machine, unknownText);
  return 'unknown';
}

export const awk: Program = (machine, args) => {
  const { operands } = splitOperands(args, ['-F', '-v', '-f']);
  const [script = '', ...paths] = operands;
  const edit = args.some((arg) => /^-[fv]/.test(arg)) ? null : awkEdit(script);
  const status = filter(machine, 'awk', paths, edit);
  return status === 'ok' && edit === null && !/^\s*(?:\S+\s*)?\{\s*print[^>|]*\}\s*$/.test(script)
    ? 'unknown'
    : status;
};

export const tr: Program = (machine, args, input) => {
  const { options, operands } = splitOperands(args);
  if (operands.length === 0) return fail(machine, { kind: 'command-failed', phrase: 'tr: missing operand' });
  // tr reads no files: a name after its sets is one set too many.
  const sets =
    options.some((option) => /d/.test(option)) && !options.some((option) => /s/.test(option)) ? 1 : 2;
  if (operands.length > sets && operands.every(isKnown))
    return fail(machine, { kind: 'command-failed', phrase: `tr: extra operand ‘${operands[sets] ?? ''}’` });
  const edit = trEdit(options.map((option) => option.replace(/^--?/, '')).join(''), operands);
  const text = input ?? '';
  print(machine, (isKnown(text) ? edit?.(text) : null) ?? unknownText);
  return 'ok';
};

export const cat: Program = (machine, args) => {
  const { options, operands } = splitOperands(args);
  return filter(machine, 'cat', operands, options.length > 0 ? null : (text) => text);
};

/** head and tail: the first lines, the last ones. */
export const ends: Program = (machine, args, _input, name) => {
  const { options, operands } = splitOperands(args, ['-n', '-c', '--lines', '--bytes']);
  const number = options.join(' ');
  const count =
    options.length === 0 ? 10 : Number(/^(?:-n ?|--lines[= ]|-)(\d+)$/.exec(number)?.[1] ?? Number.NaN);
  const edit: Edit | null = Number.isNaN(count)
    ? null
    : (text) => {
        const lines = text.split(/(?<=\n)/);
        return (name === 'head' ? lines.slice(0, count) : lines.slice(-count)).join('');
      };
  return filter(machine, name, operands, edit);
};

/**
 * Programs that only look at the files that they are given: one that is not there is a failure. `valued` are the options that
 * take the next word.
 */
export const inspectFiles =
  (valued: readonly string[]): Program =>
  (machine, args, _input, name) => {
    const { options, operands } = splitOperands(args, valued);
    const { status } = readAll(machine, name, operands);
    print(machine, unknownText);
    // `md5sum -c` compares with what the files say.
    return status === 'ok' && name.endsWith('sum') && options.some((each) => /^-\w*c|^--check$/.test(each))
      ? 'unknown'
      : status;
  };

const removesReturns = /\.replace\(\s*b?(["'])\\r(\\n)?\1\s*,\s*b?(["'])(\\n)?\3\s*\)/;

/** A line of Python that takes the CR out of files that it names; null for any other. */
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
