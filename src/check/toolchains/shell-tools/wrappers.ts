import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { isRoot } from '../../dockerfile/user.ts';
import { homeFolder } from '../../simulation/shell/home.ts';
import {
  fail,
  type Machine,
  type Program,
  setVariable,
  subshell,
  unfollowed,
  unknown,
} from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { secondsOf } from './durations.ts';
import { hasOption, optionsOf, optionValue } from './gnu/command-line.ts';
import { startProgram } from './starting.ts';
import { xargs } from './xargs.ts';

/** Programs that run another program: `env A=1 cmd`, `command cmd`, `timeout 5 cmd`. */
export const wrappers: Readonly<Record<string, Program>> = {
  env,
  nohup: starter('nohup'),
  nice: starter('nice'),
  time: (machine, args, input) => machine.host.runWords(machine, args, input),
  timeout,
  stdbuf: starter('stdbuf'),
  setsid,
  flock,
  tini: afterDashes,
  'dumb-init': afterDashes,
  gosu: asUser,
  'su-exec': asUser,
  runuser: (machine, args, input) => {
    const [option, user = '', ...words] = args;
    if (option !== '-u' || words.length === 0) return unfollowed(machine, 'runuser');
    return asUser(machine, [user, ...(words[0] === '--' ? words.slice(1) : words)], input);
  },
  setpriv,
  sudo: (machine, args, input) =>
    machine.host.runWords(
      machine,
      args.filter((arg, index) => index > 0 || !arg.startsWith('-')),
      input,
    ),
  xargs,
};

/** Options of env that change no variable and are not simulated. */
const otherEnvOptions = ['a', 'argv0', 'C', 'chdir', 'S', 'split-string', 'block-signal', 'default-signal'];

function env(machine: Machine, args: readonly string[], input: string | null): Status {
  const inner = subshell(machine);
  const { options, operands } = optionsOf('env', args);
  if (operands[0] === '-' || hasOption(options, 'i', 'ignore-environment')) inner.env.clear();
  for (const { name, value } of options) if (name === 'u' || name === 'unset') inner.env.delete(value ?? '');
  const words = operands[0] === '-' ? operands.slice(1) : operands;
  const first = words.findIndex((word) => !/^[^=]*=/.test(word));
  const at = first < 0 ? words.length : first;
  for (const word of words.slice(0, at))
    if (/^[A-Za-z_]\w*=/.test(word))
      setVariable(inner, word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1));
  const text = optionValue(options, 'S', 'split-string');
  if (text !== null && /^[\w ./=:,-]*$/.test(text))
    return env(machine, [...text.split(' ').filter((word) => word !== ''), ...words], input);
  const other = options.find(({ name }) => otherEnvOptions.includes(name));
  if (other !== undefined) return unfollowed(machine, `env -${other.name}`);
  const command = words.slice(at);
  if (command.length > 0 && hasOption(options, '0', 'null'))
    return fail(machine, {
      kind: 'command-failed',
      phrase: 'env: cannot specify --null (-0) with command',
    });
  return command.length > 0 ? runIn(inner, command, input) : printVariables(machine, inner);
}

/** Runs a command with its own variables. */
function runIn(inner: Machine, command: readonly string[], input: string | null): Status {
  const [name = ''] = command;
  if (!inner.env.has('PATH') && !name.includes('/')) {
    // Without PATH, a program is only searched in the system's folders; Python may be elsewhere.
    if (/^(?:python|pip)/.test(name)) return unfollowed(inner, `env ${name}`);
    if (!/^(?:ba|da)?sh$/.test(name)) setVariable(inner, 'PATH', '/bin:/usr/bin');
  }
  return startProgram(inner, command, input);
}

function printVariables(machine: Machine, inner: Machine): Status {
  const { base, envLines } = machine.stage;
  // A build step also gets variables from the builder.
  if (base.env === null || machine.phase === 'build') {
    print(machine, unknownText);
    return 'ok';
  }
  // The unknown values of a known base image are checksums, so a placeholder will do. Docker sets HOSTNAME to the container's id.
  const shown = [...inner.env, ['HOSTNAME', '0123456789ab'] as const].map(([name, value]) => {
    const isOfBase = Object.hasOwn(base.env ?? {}, name) && !envLines.has(name);
    return `${name}=${isOfBase && !isKnown(value) ? '0' : value}\n`;
  });
  print(machine, shown.join(''));
  return 'ok';
}

/** `setsid command`: a container's first process already leads its session, so setsid forks and leaves the command in the background. */
function setsid(machine: Machine, args: readonly string[], input: string | null): Status {
  const { options, operands } = optionsOf('setsid', args);
  if (operands.length === 0) return unfollowed(machine, 'setsid');
  const waits = hasOption(options, 'w', 'wait');
  if (machine.phase === 'build' || !machine.exec || waits) return startProgram(machine, operands, input);
  const status = startProgram(subshell(machine, { background: true, exec: false }), operands, input);
  return status === 'stops' ? 'ok' : status;
}

/** `flock FILE command` and `flock 9`: in a container that has just started, nobody else holds the lock. */
function flock(machine: Machine, args: readonly string[], input: string | null): Status {
  const { options, operands } = optionsOf('flock', args);
  const [lock, ...words] = operands;
  if (lock === undefined || !isKnown(lock)) return unfollowed(machine, 'flock');
  const text = optionValue(options, 'c', 'command') ?? (words[0] === '-c' ? (words[1] ?? '') : null);
  if (text !== null) return machine.host.runText(subshell(machine), text, []);
  if (words.length === 0) return lockNumber(machine, lock);
  return startProgram(machine, words, input);
}

/** `flock 9`: locks a file descriptor that the script has opened before. */
function lockNumber(machine: Machine, lock: string): Status {
  if (!/^\d+$/.test(lock)) return unfollowed(machine, 'flock');
  const opened = machine.descriptors.get(Number(lock));
  if (opened?.certain === true) return 'ok';
  if (opened === undefined && Number(lock) > 2)
    return fail(machine, { kind: 'command-failed', phrase: `flock: ${lock}: Bad file descriptor` });
  return unknown(machine, 'flock');
}

/** A program that starts another one and changes nothing that the simulation tracks. */
function starter(name: string): Program {
  return (machine, args, input) => {
    const { operands } = optionsOf(name, args);
    if (operands.length > 0) return startProgram(machine, operands, input);
    print(machine, unknownText);
    return 'ok';
  };
}

function asUser(machine: Machine, args: readonly string[], input: string | null): Status {
  const [user = '', ...words] = args;
  const inner = subshell(machine, { user, shell: machine.shell });
  // These programs set the user's own HOME from /etc/passwd (measured: gosu, su-exec and runuser of Debian 12).
  inner.env.delete('HOME');
  return machine.host.runWords(inner, words, input);
}

/** `setpriv --reuid=1000 --regid=1000 --clear-groups command`: changes the user but keeps the variables. */
function setpriv(machine: Machine, args: readonly string[], input: string | null): Status {
  let user: string | null = null;
  let at = 0;
  for (; at < args.length && (args[at] ?? '').startsWith('-'); at += 1) {
    const [option = '', joined] = (args[at] ?? '').split('=', 2);
    if (option === '--') {
      at += 1;
      break;
    }
    if (option === '--reuid' || option === '--ruid' || option === '--euid')
      user = joined ?? args[at + 1] ?? '';
    else if (!/^--(?:regid|rgid|egid|groups|clear-groups|init-groups|keep-groups|no-new-privs)$/.test(option))
      return unfollowed(machine, `setpriv ${option}`);
    if (joined === undefined && !/^--(?:clear-groups|init-groups|keep-groups|no-new-privs)$/.test(option))
      at += 1;
  }
  const words = args.slice(at);
  if (words.length === 0) return unfollowed(machine, 'setpriv');
  if (!isRoot(machine.user) && user !== null)
    return fail(machine, {
      kind: 'command-failed',
      phrase: 'setpriv: setresuid failed: Operation not permitted',
    });
  if (user === null) return machine.host.runWords(machine, words, input);
  const inner = subshell(machine, { user, shell: machine.shell });
  // HOME also stays that of the previous user (measured, Debian 12).
  inner.env.set('HOME', homeFolder(machine));
  return machine.host.runWords(inner, words, input);
}

function afterDashes(machine: Machine, args: readonly string[], input: string | null): Status {
  const rest = args.filter(
    (arg, index) => !(arg === '--' || arg.startsWith('-')) || args.indexOf('--') < index,
  );
  return machine.host.runWords(machine, rest, input);
}

/** Programs that end at once, however busy the machine is. */
const quick = /^(?:true|false|echo|printf|test|\[|cat|ls|head|pwd|grep)$/;
/** Within this many seconds, it is uncertain whether any other program ends. */
const shortest = 2;

/** `timeout 30 command`: ends a program that runs longer. */
function timeout(machine: Machine, args: readonly string[], input: string | null): Status {
  const [time = '', ...words] = optionsOf('timeout', args).operands;
  if (!isKnown(time)) return unknown(machine, 'timeout');
  const seconds = secondsOf(time);
  if (seconds === null || words.length === 0)
    return fail(machine, { kind: 'command-failed', phrase: `timeout: invalid time interval ‘${time}’` });
  const asleep = words[0] === 'sleep' && words.length === 2 ? secondsOf(words[1] ?? '') : null;
  const ended = (): Status =>
    fail(machine, { kind: 'exit-code', command: `timeout ${args.join(' ')}`.slice(0, 100) });
  if (asleep !== null && asleep > seconds && seconds > 0) return ended();
  const before = machine.failures.length;
  const status = startProgram(machine, words, input);
  if (seconds > 0 && machine.failures.slice(before).some(({ kind }) => kind === 'never-ends')) {
    machine.failures.length = before;
    return ended();
  }
  const isShort = seconds > 0 && seconds < shortest && asleep === null && !quick.test(words[0] ?? '');
  if (status === 'ok' && isShort) return unknown(machine, 'timeout');
  // A server that is ended after a minute may have answered before; when a verification probes it is unknown.
  return status === 'stops' && seconds > 0 && seconds < 600 ? unknown(machine, 'timeout') : status;
}
