import { isKnown, unknownText } from '../dockerfile/unknown-text.ts';
import { resolvePath } from './files.ts';
import {
  astray,
  endsShell,
  fail,
  type Machine,
  type Program,
  type Status,
  setVariable,
  unknown,
} from './machine.ts';
import { sourceFile } from './scripts.ts';
import { homeOf } from './stage.ts';

function cd(machine: Machine, args: readonly string[]): Status {
  const target =
    args.find((arg) => !/^-[LP]$|^--$/.test(arg)) ?? homeOf(machine.stage, machine.user) ?? '/root';
  if (!isKnown(target) || target === '-') {
    machine.cwd = resolvePath('/', target);
    return unknown(machine, 'cd');
  }
  const path = resolvePath(machine.cwd, target);
  const presence = machine.stage.files.presence(path);
  if (presence === 'absent' || presence === 'file') {
    // The shell stays where it is, and a script without -e goes on from there.
    const { place: at, phase, cwd: folder } = machine;
    if (machine.certain) machine.happenings.push({ kind: 'stays', at, phase, path, folder });
    return fail(
      machine,
      'folder-not-found',
      { command: 'cd', path: target, folder: machine.cwd },
      astray(machine),
    );
  }
  machine.cwd = path;
  return 'ok';
}

function assign(machine: Machine, args: readonly string[]): Status {
  for (const arg of args) {
    const equals = arg.indexOf('=');
    if (equals > 0 && !arg.startsWith('-')) setVariable(machine, arg.slice(0, equals), arg.slice(equals + 1));
  }
  return 'ok';
}

function set(machine: Machine, args: readonly string[]): Status {
  if (machine.dialect === 'dash' && args.includes('pipefail')) {
    return endsShell(machine, 'set: Illegal option -o pipefail');
  }
  for (const [index, arg] of args.entries()) {
    if (arg === '--') {
      machine.args = args.slice(index + 1);
      break;
    }
    if (/^-[a-zA-Z]*e/.test(arg) && !arg.startsWith('--')) machine.errexit = true;
    if (/^\+[a-zA-Z]*e/.test(arg)) machine.errexit = false;
    if (/^-[a-zA-Z]*u/.test(arg) && !arg.startsWith('--')) machine.nounset = true;
    if (/^\+[a-zA-Z]*u/.test(arg)) machine.nounset = false;
    if (arg === 'nounset' && args[index - 1] === '-o') machine.nounset = true;
    if (arg === 'errexit' && args[index - 1] === '-o') machine.errexit = true;
  }
  return 'ok';
}

/** `[ … ]`: decided where what it asks about is known. */
function test(machine: Machine, args: readonly string[]): Status {
  const words = args.at(-1) === ']' || args.at(-1) === ']]' ? args.slice(0, -1) : args;
  if (words.some((word) => !isKnown(word))) return 'unknown';
  if (words[0] === '!') {
    const inner = test(machine, words.slice(1));
    return inner === 'ok' ? 'failed' : inner === 'failed' ? 'ok' : inner;
  }
  if (words.includes('-a') || words.includes('-o') || words.includes('&&') || words.includes('||'))
    return 'unknown';
  const truth = (value: boolean): Status => (value ? 'ok' : 'failed');
  const [left = '', operator = '', right = ''] = words;
  if (words.length === 3) {
    // Dash complains of an unexpected operator, and that is no yes.
    if (operator === '==' && machine.dialect === 'dash') return 'failed';
    if (operator === '=' || operator === '==') return truth(left === right);
    if (operator === '!=') return truth(left !== right);
    const numbers: Readonly<Record<string, boolean>> = {
      '-eq': Number(left) === Number(right),
      '-ne': Number(left) !== Number(right),
      '-gt': Number(left) > Number(right),
      '-ge': Number(left) >= Number(right),
      '-lt': Number(left) < Number(right),
      '-le': Number(left) <= Number(right),
    };
    return Object.hasOwn(numbers, operator) ? truth(numbers[operator] === true) : 'unknown';
  }
  if (words.length === 2) {
    if (left === '-n') return truth(operator !== '');
    if (left === '-z') return truth(operator === '');
    if (/^-[efdrwxs]$/.test(left)) return asksFile(machine, left, operator);
    return 'unknown';
  }
  return words.length <= 1 ? truth(left !== '') : 'unknown';
}

function asksFile(machine: Machine, operator: string, name: string): Status {
  const presence = machine.stage.files.presence(resolvePath(machine.cwd, name));
  if (presence === 'unknown') return 'unknown';
  if (presence === 'absent') return 'failed';
  if (operator === '-d') return presence === 'folder' ? 'ok' : 'failed';
  if (operator === '-f') return presence === 'file' ? 'ok' : 'failed';
  return operator === '-e' || operator === '-r' ? 'ok' : 'unknown';
}

const ok: Program = () => 'ok';
/** A word that bash has and dash has not. */
const bashWord =
  (name: string, program: Program): Program =>
  (machine, args, input) =>
    machine.dialect === 'dash'
      ? fail(machine, 'command-not-found', { command: name })
      : program(machine, args, input, name);
const stop: Program = (machine, args) => {
  if (args[0] === undefined || args[0] === '0') return machine.phase === 'start' ? 'stops' : 'ok';
  return isKnown(args[0]) && machine.phase === 'build'
    ? fail(machine, 'shell-usage', { phrase: `exit ${args[0]}` })
    : 'stops';
};

/** A program that never ends with such arguments: what keeps a container alive. */
function staysWith(forEver: (args: readonly string[]) => boolean): Program {
  return (machine, args) => {
    if (!forEver(args)) return 'ok';
    return machine.phase === 'start' && !machine.background ? 'stops' : 'ok';
  };
}

export const builtins: Readonly<Record<string, Program>> = {
  cd,
  export: assign,
  declare: bashWord('declare', assign),
  local: assign,
  readonly: assign,
  typeset: bashWord('typeset', assign),
  let: bashWord('let', () => 'unknown'),
  shopt: bashWord('shopt', ok),
  pushd: bashWord('pushd', cd),
  popd: bashWord('popd', (machine) => unknown(machine, 'popd')),
  set,
  test,
  '[': test,
  '[[': bashWord('[[', test),
  '.': (machine, args) => sourceFile(machine, args),
  source: bashWord('source', sourceFile),
  ':': ok,
  true: ok,
  false: () => 'failed',
  echo: ok,
  printf: ok,
  tail: staysWith((args) => args.some((arg) => /^-[a-zA-Z]*[fF]$|^--follow/.test(arg))),
  sleep: staysWith((args) => /^inf/.test(args[0] ?? '')),
  trap: ok,
  umask: ok,
  ulimit: ok,
  shift: (machine, args) => {
    machine.args = machine.args.slice(Number(args[0] ?? '1'));
    return 'ok';
  },
  unset: (machine, args) => {
    for (const name of args) machine.env.delete(name);
    return 'ok';
  },
  read: (machine, args) => {
    for (const name of args) machine.env.set(name, unknownText);
    return 'ok';
  },
  eval: () => 'unknown',
  wait: (machine) => (machine.phase === 'start' ? 'stops' : 'ok'),
  type: (machine, args) => (args.length === 0 ? 'ok' : unknown(machine, 'type')),
  hash: ok,
  alias: ok,
  break: ok,
  continue: ok,
  return: (machine, args, input, name) =>
    machine.inFunction || machine.dialect === 'bash' ? 'ok' : stop(machine, args, input, name),
  exit: stop,
};
