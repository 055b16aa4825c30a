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

/** `env A=1 cmd`, `command cmd`, `timeout 5 cmd`: programs that run another. */
export const wrappers: Readonly<Record<string, Program>> = {
  env,
  nohup: (machine, args, input) => machine.host.runWords(machine, args, input),
  nice: (machine, args, input) => machine.host.runWords(machine, args.slice(args[0] === '-n' ? 2 : 0), input),
  time: (machine, args, input) => machine.host.runWords(machine, args, input),
  timeout,
  stdbuf: (machine, args, input) => {
    const at = args.findIndex((arg) => !/^-[ioe](?:0|L|\d+[KM]?)$/.test(arg));
    return at < 0 ? unfollowed(machine, 'stdbuf') : machine.host.runWords(machine, args.slice(at), input);
  },
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

/** Options of env that change no variable, abbreviated or not. */
const otherEnvOptions =
  '--null --chdir= --split-string --block-signal --default-signal --ignore-signal --list-signal-handling --debug --help --version --argv0'.split(
    ' ',
  );

function env(machine: Machine, args: readonly string[], input: string | null): Status {
  const inner = subshell(machine);
  let at = 0;
  for (; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (/^(?:-S|-v)$/.test(word)) continue;
    if (/^(?:-|-i|--ignore-environment)$/.test(word)) inner.env.clear();
    else if (word === '-u' || word === '--unset') {
      at += 1;
      inner.env.delete(args[at] ?? '');
    } else if (word.startsWith('-u') || word.startsWith('--unset='))
      inner.env.delete(word.replace(/^-u|^--unset=/, ''));
    else if (
      /^-[0CSiuv]/.test(word) ||
      otherEnvOptions.some((each) => /^--./.test(word) && each.startsWith(word.split('=')[0] ?? ''))
    )
      return unfollowed(machine, `env ${word}`);
    else if (word.startsWith('-'))
      return fail(machine, { kind: 'command-failed', phrase: `env: unrecognized option '${word}'` });
    else if (/^[A-Za-z_]\w*=/.test(word))
      setVariable(inner, word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1));
    else break;
  }
  const [command = ''] = args.slice(at);
  if (command !== '' && !inner.env.has('PATH') && !command.includes('/')) {
    // Without PATH a program is searched for in the system's folders only; Python may be elsewhere.
    if (/^(?:python|pip)/.test(command)) return unfollowed(machine, `env ${command}`);
    if (!/^(?:ba|da)?sh$/.test(command)) setVariable(inner, 'PATH', '/bin:/usr/bin');
  }
  if (at < args.length) return machine.host.runWords(inner, args.slice(at), input);
  const { base, envLines } = machine.stage;
  // A build step gets variables of the builder's, too.
  if (base.env === null || machine.phase === 'build') {
    print(machine, unknownText);
    return 'ok';
  }
  // What a known image sets and is not known here are check sums; Docker sets the container's number.
  const shown = [...inner.env, ['HOSTNAME', '0123456789ab'] as const].map(([name, value]) => {
    const isOfBase = Object.hasOwn(base.env ?? {}, name) && !envLines.has(name);
    return `${name}=${isOfBase && !isKnown(value) ? '0' : value}\n`;
  });
  print(machine, shown.join(''));
  return 'ok';
}

/** `setsid command`: what leads its session already, as a container's first program does, leaves the command behind. */
function setsid(machine: Machine, args: readonly string[], input: string | null): Status {
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  if (at < 0) return unfollowed(machine, 'setsid');
  const waits = args.slice(0, at).some((arg) => /^-\w*w|^--wait$/.test(arg));
  if (machine.phase === 'build' || !machine.exec || waits)
    return machine.host.runWords(machine, args.slice(at), input);
  const status = machine.host.runWords(
    subshell(machine, { background: true, exec: false }),
    args.slice(at),
    input,
  );
  return status === 'stops' ? 'ok' : status;
}

/** `flock FILE command` and `flock 9`: nobody else holds the lock of a container that has just begun. */
function flock(machine: Machine, args: readonly string[], input: string | null): Status {
  let at = 0;
  for (; (args[at] ?? '').startsWith('-'); at += 1) {
    if (/^(?:-w|--timeout|--wait|-E|--conflict-exit-code)$/.test(args[at] ?? '')) at += 1;
    else if (
      !/^(?:-[nxesuoF]+|--(?:nonblock|nb|exclusive|shared|unlock|close|no-fork)|--\w+=\d+)$/.test(
        args[at] ?? '',
      )
    )
      return unfollowed(machine, 'flock');
  }
  const [lock, ...words] = args.slice(at);
  if (lock === undefined || !isKnown(lock)) return unfollowed(machine, 'flock');
  if (words.length === 0) return /^\d+$/.test(lock) ? 'ok' : unfollowed(machine, 'flock');
  if (words[0] !== '-c') return machine.host.runWords(machine, words, input);
  return machine.host.runText(subshell(machine), words[1] ?? '', []);
}

function asUser(machine: Machine, args: readonly string[], input: string | null): Status {
  const [user = '', ...words] = args;
  const inner = subshell(machine, { user, shell: machine.shell });
  // The user's own, from /etc/passwd (measured: gosu, su-exec and runuser of Debian 12).
  inner.env.delete('HOME');
  return machine.host.runWords(inner, words, input);
}

/** `setpriv --reuid=1000 --regid=1000 --clear-groups command`: another user, with the variables of the one before. */
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
  // HOME stays that of the user before, too (measured, Debian 12).
  inner.env.set('HOME', homeFolder(machine));
  return machine.host.runWords(inner, words, input);
}

function afterDashes(machine: Machine, args: readonly string[], input: string | null): Status {
  const rest = args.filter(
    (arg, index) => !(arg === '--' || arg.startsWith('-')) || args.indexOf('--') < index,
  );
  return machine.host.runWords(machine, rest, input);
}

/** `timeout 30 command`: ends what runs longer. */
function timeout(machine: Machine, args: readonly string[], input: string | null): Status {
  let at = 0;
  while ((args[at] ?? '').startsWith('-')) at += /^-[ks]$/.test(args[at] ?? '') ? 2 : 1;
  const [time = '', ...words] = args.slice(at);
  if (!isKnown(time)) return unknown(machine, 'timeout');
  const seconds = secondsOf(time);
  if (seconds === null || words.length === 0)
    return fail(machine, { kind: 'command-failed', phrase: `timeout: invalid time interval ‘${time}’` });
  const asleep = words[0] === 'sleep' && words.length === 2 ? secondsOf(words[1] ?? '') : null;
  const ended = (): Status =>
    fail(machine, { kind: 'exit-code', command: `timeout ${args.join(' ')}`.slice(0, 100) });
  if (asleep !== null && asleep > seconds && seconds > 0) return ended();
  const before = machine.failures.length;
  const status = machine.host.runWords(machine, words, input);
  if (seconds > 0 && machine.failures.slice(before).some(({ kind }) => kind === 'never-ends')) {
    machine.failures.length = before;
    return ended();
  }
  // A server that ends after a minute may still have answered; when it is probed is not known.
  return status === 'stops' && seconds > 0 && seconds < 600 ? unknown(machine, 'timeout') : status;
}

/** `… | xargs command`: its words come from the input. */
function xargs(machine: Machine, args: readonly string[], input: string | null): Status {
  let at = 0;
  let splits = /\s+/;
  while ((args[at] ?? '').startsWith('-')) {
    const option = args[at] ?? '';
    if (option === '-0' || option === '--null') splits = /\0/;
    else if (/^-[nPL]$/.test(option)) at += 1;
    else if (!/^(?:-[rt]|-[nPL]\d+|--no-run-if-empty)$/.test(option))
      return unfollowed(machine, `xargs ${option}`);
    at += 1;
  }
  const [name = 'echo', ...own] = args.slice(at);
  const text = input ?? '';
  if (!isKnown(text) || /['"\\]/.test(text)) {
    machine.host.runWords(subshell(machine, { certain: false }), [name, ...own, unknownText], null);
    return 'unknown';
  }
  machine.input.text = '';
  const words = text.split(splits).filter((word) => word !== '');
  const skips = words.length === 0 && args.slice(0, at).some((option) => /^-r$|^--no-run/.test(option));
  return skips ? 'ok' : machine.host.runWords(machine, [name, ...own, ...words], null);
}
