import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { isRoot } from '../../dockerfile/user.ts';
import { nameOf, parentOf, resolvePath } from '../../simulation/image/files.ts';
import { numberOf } from '../../simulation/image/stage.ts';
import { hasSystemUser } from '../../simulation/image/system-accounts.ts';
import { lookUp } from '../../simulation/shell/look-up.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { isTaken } from './account-numbers.ts';
import { expr } from './expr.ts';
import { hasOption, isRead, optionsOf } from './gnu/command-line.ts';
import type { GivenOption } from './gnu/getopt.ts';
import { hasGroup } from './known-accounts.ts';
import { splitOperands } from './operands.ts';
import { seq } from './seq.ts';

/** A program that prints one line for each operand. */
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

/** How much of a path has to exist: all of it, all but the last part, or nothing. */
function wantsThere(options: readonly GivenOption[]): 'all' | 'above' | 'nothing' {
  if (hasOption(options, 'm', 'canonicalize-missing')) return 'nothing';
  return hasOption(options, 'e', 'canonicalize-existing') ? 'all' : 'above';
}

const realpath: Program = (machine, args, input, name) => {
  const { options, operands } = optionsOf(name, args);
  const { files } = machine.stage;
  const wants = wantsThere(options);
  each((_, operand) => resolvePath(machine.cwd, operand))(machine, args, input, name);
  const statuses = operands.map((operand): Status => {
    const path = resolvePath(machine.cwd, operand);
    if (!isKnown(path)) return 'unknown';
    if (operand === '') return 'failed';
    // Without options, readlink only accepts links.
    if (name === 'readlink' && !hasOption(options, 'f', 'e', 'm', ...long))
      return files.presence(path) === 'absent' ? 'failed' : 'unknown';
    if (wants === 'nothing') return 'ok';
    return files.presence(wants === 'all' ? path : parentOf(path)) === 'absent' ? 'failed' : 'ok';
  });
  if (!statuses.includes('failed')) return statuses.includes('unknown') ? 'unknown' : 'ok';
  return fail(machine, { kind: 'command-failed', phrase: `${name}: No such file or directory` });
};
const long = ['canonicalize', 'canonicalize-existing', 'canonicalize-missing'];

/** Whether a user exists, as the status of `id user` and `getent passwd user`. */
function user({ stage }: Machine, name: string): Status {
  if (!isKnown(name)) return 'unknown';
  const { users, files, base } = stage;
  if (/^\d+$/.test(name) && base.family === 'debian' && !files.isVague)
    return isTaken(stage, name) || [...stage.userNumbers.values()].includes(name) ? 'ok' : 'failed';
  const isSystems = hasSystemUser(base.family, name);
  if (users.has(name) || isSystems === true) return 'ok';
  return files.isVague || base.family === 'unknown' || isSystems === 'unknown' ? 'unknown' : 'failed';
}

/** The user that runs the command: a name, or the number from USER. */
const ownName = ({ user: written }: Machine): string =>
  isRoot(written) ? 'root' : (written.split(':')[0] ?? '');

/** The status of a query for several users: all have to exist. */
function allUsers(machine: Machine, names: readonly string[]): Status {
  const statuses = names.map((name) => user(machine, name));
  if (statuses.includes('failed')) return 'failed';
  return statuses.includes('unknown') ? 'unknown' : 'ok';
}

const id: Program = (machine, args, _input, name) => {
  const { options, operands } = splitOperands(args);
  const status = allUsers(machine, operands);
  const isPlain = name === 'id' && operands.length < 2;
  const shown = isPlain ? answerOf(machine, options, operands) : unknownText;
  print(machine, status === 'failed' ? '' : shown);
  return status;
};

/** The output of `id -u`, `id -un` and, for root, `id -g`. */
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
  const { operands } = optionsOf('printenv', args);
  const statuses = operands.slice(1).map((name) => printVariable({ ...machine, out: null }, name));
  const first = printVariable(machine, operands[0]);
  return statuses.find((status) => status !== 'ok') ?? first;
};

function printVariable(machine: Machine, name: string | undefined): Status {
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
}

/** Programs that succeed with matching arguments and change nothing that the simulation tracks. */
const harmless: Readonly<Record<string, RegExp>> = {
  'apt-cache': /./,
  'apt-mark': /./,
  arch: /^$/,
  date: /^(?:-u ?)?(?:\+[^\n]*|-I\w*|-R)?$/,
  df: /^(?:-\w+ ?)?(?:\/ ?)?$/,
  dpkg: /^(?:-l|--list|--print-architecture|--version|--configure -a)$/,
  free: /^(?:-\w+)?$/,
  getconf: /^(?:_NPROCESSORS_ONLN|LONG_BIT|PAGESIZE)$/,
  hostname: /^(?:-[fsiIA])?$/,
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

const shapeStatus = (shape: RegExp, args: readonly string[]): Status =>
  shape.test(args.join(' ')) ? 'ok' : 'unknown';

/** df and sync fail for a missing file. */
function ofOperands(machine: Machine, name: string, args: readonly string[]): Status {
  if (name !== 'df' && name !== 'sync') return 'ok';
  const { options, operands } = optionsOf(name, args);
  const presences = operands.map((each) => machine.stage.files.presence(resolvePath(machine.cwd, each)));
  if (presences.includes('absent'))
    return fail(machine, { kind: 'command-failed', phrase: `${name}: No such file or directory` });
  const isOpen = presences.includes('unknown') || hasOption(options, 't', 'type', 'x', 'exclude-type');
  return isOpen ? 'unknown' : 'ok';
}

/** Programs that query the terminal's capabilities. Without a terminal from Docker, TERM is not set. */
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
      return isRead(machine, name) ? ofOperands(machine, name, args) : shapeStatus(shape, args);
    },
  ]),
);

/** Databases that getent supports. */
const databases =
  'ahosts ahostsv4 ahostsv6 aliases ethers group gshadow hosts initgroups netgroup networks passwd protocols rpc services shadow'.split(
    ' ',
  );

const getent: Program = (machine, args) => {
  const [database, ...keys] = splitOperands(args).operands;
  print(machine, unknownText);
  if (database === undefined || (isKnown(database) && !databases.includes(database)))
    return fail(machine, { kind: 'command-failed', phrase: `Unknown database: ${database ?? ''}` });
  if (database === 'passwd' || database === 'shadow') return allUsers(machine, keys);
  if (database !== 'group') return keys.every((key) => key === 'localhost') ? 'ok' : 'unknown';
  const found = keys.map((key) => (/^\d+$/.test(key) ? 'unknown' : hasGroup(machine.stage, key)));
  if (found.includes(false)) return 'failed';
  return found.includes('unknown') ? 'unknown' : 'ok';
};

/** Programs that only print information. */
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
  which: (machine, args) => {
    const { operands, options } = splitOperands(args);
    if (operands.length > 0 && options.every((option) => /^-[as]+$/.test(option)))
      return lookUp(machine, operands);
    return fail(machine, { kind: 'exit-code', command: 'which' });
  },
  id,
  whoami,
  groups: id,
  getent,
  printenv,
  seq,
  expr,
  logname: (machine) => fail(machine, { kind: 'command-failed', phrase: 'logname: no login name' }),
  factor: (machine) => {
    print(machine, unknownText);
    return 'ok';
  },
  /** There is no terminal. */
  tty: (machine) => fail(machine, { kind: 'command-failed', phrase: 'not a tty' }),
  stty: (machine) =>
    fail(machine, {
      kind: 'command-failed',
      phrase: "stty: 'standard input': Inappropriate ioctl for device",
    }),
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
