import { isKnown } from '../../../dockerfile/unknown-text.ts';
import { fieldsIn, readFields } from '../field-splitting.ts';
import { lookUp } from '../look-up.ts';
import { exitShell, fail, type Machine, type Program, setVariable, unknown } from '../machine.ts';
import { sourceFile } from '../scripts.ts';
import type { Status } from '../status.ts';
import { print, type Stream, takeLine } from '../streams.ts';
import { alias, unalias } from './alias.ts';
import { doubleParentheses } from './arithmetic-commands.ts';
import { bashBuiltins, prints } from './bash-builtins.ts';
import { cd } from './cd.ts';
import { test } from './conditions.ts';
import { withDashWords } from './dash-words.ts';
import { assign, local, readOnly, unset } from './declarations.ts';
import { builtin, command, exec } from './exec.ts';
import { getopts } from './getopts.ts';
import { jobControl } from './job-control.ts';
import { echo, printf } from './printing.ts';
import { trap } from './trap.ts';

/** Short options of `set`, and the long names. */
const letters = 'abCefhmnuvx';
const longNames = new Set(
  'allexport notify noclobber errexit noglob hashall monitor noexec nounset verbose xtrace ignoreeof interactive stdin vi emacs nolog debug priv'.split(
    ' ',
  ),
);

const set: Program = (machine, args) => {
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--' || !/^[-+]./.test(word)) {
      machine.args = args.slice(word === '--' ? at + 1 : at);
      return 'ok';
    }
    const on = word.startsWith('-');
    for (const letter of word.slice(1)) {
      if (letter !== 'o') {
        if (!setOption(machine, letter, on))
          return exitShell(machine, `set: Illegal option ${word[0]}${letter === '\r' ? '' : letter}`);
        continue;
      }
      at += 1;
      const name = args[at] ?? '';
      if (!setLong(machine, name, on)) return exitShell(machine, `set: Illegal option -o ${name}`);
    }
  }
  return 'ok';
};

function setOption(machine: Machine, letter: string, on: boolean): boolean {
  if (letter === 'e') machine.errexit = on;
  if (letter === 'u') machine.nounset = on;
  if (letter === 'a') machine.allexport = on;
  // With -n the shell only reads the rest and runs none of it.
  if (letter === 'n' && on) machine.shell.leaving = { kind: 'exit', status: 'ok' };
  if (letter === 'C' && on) unknown(machine, 'set -C');
  if (letter === 'm' && on) machine.shopt = new Set([...machine.shopt, 'monitor']);
  return letters.includes(letter) || (machine.dialect === 'dash' ? 'IimsVEb' : 'BEHPTkpt').includes(letter);
}

function setLong(machine: Machine, name: string, on: boolean): boolean {
  if (name === 'errexit') machine.errexit = on;
  if (name === 'nounset') machine.nounset = on;
  const letter = { allexport: 'a', noexec: 'n', noclobber: 'C' }[name];
  if (letter !== undefined) return setOption(machine, letter, on);
  if (name === 'pipefail') {
    if (machine.dialect === 'dash') return false;
    machine.pipefail = on;
    return true;
  }
  return name === '' || longNames.has(name) || machine.dialect !== 'dash';
}

const ok: Program = () => 'ok';

function statusOf(exitCode: string): Status {
  if (!isKnown(exitCode)) return 'unknown';
  const code = /^\s*\d+$/.test(exitCode) ? Number(exitCode) % 256 : 1;
  return code === 0 ? 'ok' : 'failed';
}

/** `exit` and `return`: with the given exit code, or with that of the last command. */
const exitWith =
  (kind: 'exit' | 'return'): Program =>
  (machine, args) => {
    const [code = ''] = args;
    const status = code === '' ? machine.shell.last : statusOf(code);
    machine.shell.leaving = { kind, status };
    if (status === 'failed' && machine.phase === 'build' && kind === 'exit')
      return fail(machine, { kind: 'command-refused', phrase: `exit ${code}` });
    return status;
  };

const exitLoop =
  (kind: 'break' | 'continue'): Program =>
  (machine, args) => {
    const loops = Number(args[0] ?? '1');
    machine.shell.leaving = { kind, loops: Math.max(loops, 1) };
    return 'ok';
  };

/** `read A B`: reads a line of input; fails at the end of the input, and if there is nobody to answer. */
const read: Program = (machine, args) => {
  const names: string[] = [];
  let array: string | null = null;
  for (let at = 0; at < args.length; at += 1) {
    if (/^-[a-zA-Z]*a$/.test(args[at] ?? '')) array = args[at + 1] ?? null;
    if (/^-[a-zA-Z]*[apdntNu]$/.test(args[at] ?? '')) at += 1;
    else if (!(args[at] ?? '').startsWith('-')) names.push(args[at] ?? '');
  }
  const source = numberToRead(machine, args);
  if (source === null)
    return fail(machine, {
      kind: 'shell-refused',
      phrase: 'read: invalid file descriptor: Bad file descriptor',
    });
  const isUnended = !source.text.includes('\n');
  const line = takeLine(source);
  if (array !== null) machine.arrays.set(array, fieldsIn(machine, line ?? ''));
  const values = readFields(machine, line ?? '', names.length);
  for (const [index, name] of names.entries()) setVariable(machine, name, values[index] ?? '');
  // A last line without a newline is read, but `read` still fails.
  if (line === null || (isUnended && isKnown(line))) return 'failed';
  return isKnown(line) ? 'ok' : 'unknown';
};

/** What bash's `read -u 3` reads from; null if that descriptor is not open. */
function numberToRead({ input, descriptors }: Machine, args: readonly string[]): Stream | null {
  const at = args.findIndex((arg) => /^-[a-zA-Z]*u\d*$/.test(arg));
  if (at < 0) return input;
  const joined = /\d{1,6}/.exec(args[at] ?? '')?.[0];
  const number = Number(joined ?? args[at + 1]);
  return number === 0 ? input : (descriptors.get(number)?.input ?? null);
}

const shift: Program = (machine, args) => {
  const [amount = '1'] = args;
  if (!/^\d+$/.test(amount))
    return isKnown(amount)
      ? fail(machine, { kind: 'shell-refused', phrase: `shift: ${amount}: numeric argument required` })
      : unknown(machine, 'shift');
  const by = Number(amount);
  if (by > machine.args.length) {
    if (machine.dialect === 'dash') return exitShell(machine, "shift: can't shift that many");
    return 'failed';
  }
  machine.args = machine.args.slice(by);
  return 'ok';
};

/** `umask 022`, `umask u=rwx`: the effect on the mode of new files is not simulated. */
const umask: Program = (machine, args) => {
  const [mode = ''] = args.filter((arg) => !arg.startsWith('-'));
  if (mode === '' || !isKnown(mode) || /^[0-7]+$/.test(mode) || /^[ugoa]*[-+=][rwx]*(?:,|$)/.test(mode))
    return 'ok';
  return fail(machine, { kind: 'command-failed', phrase: `umask: Illegal mode: ${mode}` });
};

/** `ulimit -n 65535`: with a low limit, later programs might not start. */
const ulimit: Program = (machine, args) => {
  const [amount = ''] = args.filter((arg) => !arg.startsWith('-'));
  if (isKnown(amount) && !/^(?:|\d+|unlimited|hard|soft)$/.test(amount))
    return fail(machine, { kind: 'command-failed', phrase: 'ulimit: bad number' });
  const isWide = args.some((arg) => /^-[HS]*[cs]$/.test(arg)) || amount === '' || amount === 'unlimited';
  const isUsual = args.some((arg) => /^-[HS]*n$/.test(arg)) && Number(amount) >= 256;
  return isWide || isUsual ? 'ok' : unknown(machine, 'ulimit');
};

/** `hash NAME` caches the path of a program and fails if there is none. */
const hash: Program = (machine, args) => {
  const names = args.filter((arg) => !arg.startsWith('-'));
  const found = names.map((name) => machine.host.resolve(machine, name).kind);
  const missing = names[found.indexOf('absent')];
  if (missing !== undefined)
    return fail(machine, { kind: 'command-failed', phrase: `hash: ${missing}: not found` });
  return found.includes('unknown') ? unknown(machine, 'hash') : 'ok';
};

/** `type NAME`; bash has options that print only the path or the kind of command. */
const type: Program = (machine, args) => {
  const names = args.filter((arg) => machine.dialect === 'dash' || !/^-[afpPt]+$/.test(arg));
  return lookUp(machine, names);
};

export const builtins: Readonly<Record<string, Program>> = withDashWords({
  ...bashBuiltins,
  ...jobControl,
  cd,
  command,
  builtin,
  exec,
  export: assign,
  local,
  readonly: readOnly,
  '((': doubleParentheses,
  getopts,
  set,
  test,
  '[': test,
  '.': (machine, args) => sourceFile(machine, args),
  ':': ok,
  true: ok,
  false: () => 'failed',
  echo,
  printf,
  trap,
  umask,
  ulimit,
  shift,
  unset,
  read,
  eval: (machine, args) => machine.host.runText(machine, args.join(' '), machine.args),
  times: prints,
  type,
  pwd: (machine, args) => {
    const wrong = args.find((arg) => /^-/.test(arg) && !/^-(?:[LP]+|-)$/.test(arg));
    if (wrong !== undefined && machine.dialect === 'bash')
      return fail(machine, { kind: 'shell-refused', phrase: `pwd: ${wrong}: invalid option` });
    print(machine, `${machine.cwd}\n`);
    return 'ok';
  },
  hash,
  alias,
  unalias,
  break: exitLoop('break'),
  continue: exitLoop('continue'),
  return: exitWith('return'),
  exit: exitWith('exit'),
});
