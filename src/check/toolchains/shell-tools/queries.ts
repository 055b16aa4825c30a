import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { isRoot } from '../../dockerfile/user.ts';
import { nameOf, parentOf, resolvePath } from '../../simulation/image/files.ts';
import { numberOf } from '../../simulation/image/stage.ts';
import { hasSystemUser } from '../../simulation/image/system-accounts.ts';
import { lookUp } from '../../simulation/shell/look-up.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { splitOperands } from './operands.ts';

/** A program that makes one line of each operand. */
const each =
  (line: (machine: Machine, operand: string) => string): Program =>
  (machine, args, _input, name) => {
    const { options, operands } = splitOperands(args);
    if (operands.length === 0)
      return fail(machine, { kind: 'command-failed', phrase: `${name}: missing operand` });
    const plain = options.every((option) => /^-[femzq]+$/.test(option)) && operands.every(isKnown);
    for (const operand of operands) print(machine, plain ? `${line(machine, operand)}\n` : unknownText);
    return 'ok';
  };

const realpath: Program = (machine, args, input, name) => {
  const { options, operands } = splitOperands(args);
  const presences = operands.map((operand) =>
    machine.stage.files.presence(resolvePath(machine.cwd, operand)),
  );
  const looks = !options.some((option) => /^-m$|^--canonicalize-missing$/.test(option));
  const [wanted = ''] = operands;
  each((_, operand) => resolvePath(machine.cwd, operand))(machine, args, input, name);
  // Plain readlink reads links alone.
  if (name === 'readlink' && options.length === 0) return 'unknown';
  const above = machine.stage.files.presence(parentOf(resolvePath(machine.cwd, wanted)));
  if (looks && presences.includes('absent') && above === 'absent') return 'failed';
  return 'ok';
};

/** Whether there is such a user, as `id user` and `getent passwd user` end. */
function user({ stage }: Machine, name: string): Status {
  if (!isKnown(name)) return 'unknown';
  const { users, files, base } = stage;
  const isSystems = hasSystemUser(base.family, name);
  if (users.has(name) || isSystems === true) return 'ok';
  return files.isVague || base.family === 'unknown' || isSystems === 'unknown' ? 'unknown' : 'failed';
}

/** Who runs the command: a name, or the number that USER gives. */
const ownName = ({ user: written }: Machine): string =>
  isRoot(written) ? 'root' : (written.split(':')[0] ?? '');

const id: Program = (machine, args) => {
  const { options, operands } = splitOperands(args);
  const status = operands[0] === undefined ? 'ok' : user(machine, operands[0]);
  print(machine, status === 'failed' ? '' : answerOf(machine, options, operands));
  return status;
};

/** What `id -u`, `id -un` and, for root, `id -g` print. */
function answerOf(machine: Machine, options: readonly string[], operands: readonly string[]): string {
  const name = operands[0] ?? ownName(machine);
  const flags = options.map((option) => option.replace(/^-+/, '')).join('');
  const number = numberOf(machine.stage, name);
  if (/^(?:u|user)$/.test(flags) && /^\d+$/.test(number)) return `${number}\n`;
  if (/^(?:un|nu)$/.test(flags) && isKnown(name) && !/^\d/.test(name)) return `${name}\n`;
  return flags === 'g' && name === 'root' ? '0\n' : unknownText;
}

const whoami: Program = (machine) => {
  const name = ownName(machine);
  print(machine, /^\d/.test(name) ? unknownText : `${name}\n`);
  return 'ok';
};

const printenv: Program = (machine, args) => {
  const [name] = args;
  if (name === undefined) {
    print(machine, unknownText);
    return 'ok';
  }
  const value = machine.env.get(name);
  const isOfSystem = machine.stage.base.env === null || /^(?:HOME|HOSTNAME|PWD|PATH)$/.test(name);
  if (value !== undefined) print(machine, `${value}\n`);
  else if (isOfSystem) print(machine, unknownText);
  if (value !== undefined) return 'ok';
  return isOfSystem ? 'unknown' : 'failed';
};

const seq: Program = (machine, args) => {
  const numbers = args.map(Number);
  // seq LAST, seq FIRST LAST, seq FIRST STEP LAST
  const [first = 1, second, third] = numbers;
  const from = second === undefined ? 1 : first;
  const by = third === undefined ? 1 : (second ?? 1);
  const to = third ?? second ?? first;
  if (!numbers.every(Number.isInteger) || by === 0 || Math.abs((to - from) / by) > 100) {
    print(machine, unknownText);
    return 'unknown';
  }
  for (let value = from; by > 0 ? value <= to : value >= to; value += by) print(machine, `${value}\n`);
  return 'ok';
};

/** expr: a result of nothing, or of 0, is a failure. */
const expr: Program = (machine, args) => {
  const [left = '', operator = '', right = ''] = args;
  const numbers = /^-?\d+$/.test(left) && /^-?\d+$/.test(right) && args.length === 3;
  const results: Readonly<Record<string, number>> = {
    '+': Number(left) + Number(right),
    '-': Number(left) - Number(right),
    '*': Number(left) * Number(right),
  };
  const result = numbers && Object.hasOwn(results, operator) ? results[operator] : undefined;
  print(machine, result === undefined ? unknownText : `${result}\n`);
  if (result === undefined) return 'unknown';
  return result === 0 ? 'failed' : 'ok';
};

/** Programs that go well when they are called so, and change nothing that anything here asks about. */
const harmless: Readonly<Record<string, RegExp>> = {
  'apt-cache': /./,
  'apt-mark': /./,
  arch: /^$/,
  date: /^(?:-u ?)?(?:\+[^\n]*|-I\w*|-R)?$/,
  df: /^(?:-\w+ ?)?(?:\/ ?)?$/,
  dpkg: /^(?:-l|--list|--print-architecture|--version|--configure -a)$/,
  free: /^(?:-\w+)?$/,
  getconf: /^(?:_NPROCESSORS_ONLN|LONG_BIT|PAGESIZE)$/,
  hostname: /^(?:-[fsi])?$/,
  ldconfig: /^$/,
  locale: /^(?:-a)?$/,
  'locale-gen': /^[\w.-]*(?: [\w.-]+)* ?$/,
  mktemp: /^(?:-[dq]+ ?)?$/,
  nproc: /^(?:--all)?$/,
  ps: /^(?:-?[aefux]+)?$/,
  sync: /^$/,
  uname: /^(?:-[asnrvmpio]+)?$/,
  'update-ca-certificates': /^(?:--fresh|--verbose)?$/,
  uptime: /^$/,
};

/** Programs that ask what the terminal can do. Where Docker gives none, TERM is not set. */
const terminalProgram =
  (phrase: string): Program =>
  (machine) => {
    if (machine.env.has('TERM')) return unknown(machine, 'TERM');
    return fail(machine, { kind: 'command-failed', phrase });
  };

const harmlessTools = Object.fromEntries(
  Object.entries(harmless).map(([name, shape]): [string, Program] => [
    name,
    (machine, args) => {
      print(machine, unknownText);
      if (shape.test(args.join(' '))) return 'ok';
      const [first = ''] = args;
      return name === 'sync' && /^--\w/.test(first) && !/^--(?:data|file-system|help|version)$/.test(first)
        ? fail(machine, { kind: 'command-failed', phrase: `sync: unrecognized option '${first}'` })
        : 'unknown';
    },
  ]),
);

/** Programs that are asked for something, and only answer. */
export const queryTools: Readonly<Record<string, Program>> = {
  ...harmlessTools,
  clear: terminalProgram('TERM environment variable not set.'),
  tput: terminalProgram('tput: No value for $TERM and no -T specified'),
  basename: (machine, args, input, name) =>
    args.length === 2 && args.every((arg) => isKnown(arg) && !arg.startsWith('-'))
      ? each((_, operand) =>
          nameOf(operand.replace(/(?<!\/)\/+$/, '')).replace(
            new RegExp(`(?<=.)${escaped(args[1] ?? '')}$`),
            '',
          ),
        )(machine, args.slice(0, 1), input, name)
      : each((_, operand) => nameOf(operand.replace(/(?<!\/)\/+$/, '')) || '/')(machine, args, input, name),
  dirname: each((_, operand) =>
    operand.replace(/(?<!\/)\/+$/, '').includes('/') ? parentOf(operand.replace(/(?<!\/)\/+$/, '')) : '.',
  ),
  realpath,
  readlink: realpath,
  which: (machine, args) => lookUp(machine, args),
  id,
  whoami,
  getent: (machine, args) => {
    print(machine, unknownText);
    if (args[0] !== 'passwd') return 'unknown';
    return args[1] === undefined ? 'ok' : user(machine, args[1]);
  },
  printenv,
  seq,
  expr,
  /** There is no terminal. */
  tty: (machine) => fail(machine, { kind: 'command-failed', phrase: 'not a tty' }),
  stty: (machine) =>
    fail(machine, {
      kind: 'command-failed',
      phrase: "stty: 'standard input': Inappropriate ioctl for device",
    }),
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
