import { resolvePath } from './files.ts';
import { dialectOf, type Machine, type Program, type Status, setVariable, subshell } from './machine.ts';
import { runFile } from './scripts.ts';

/** `env A=1 cmd`, `command cmd`, `timeout 5 cmd`: programs that run another. */
export const wrappers: Readonly<Record<string, Program>> = {
  env: (machine, args) => {
    const inner = subshell(machine);
    let at = 0;
    while (at < args.length) {
      const word = args[at] ?? '';
      if (word === '-S') at += 1;
      else if (word === '-u') at += 2;
      else if (word.startsWith('-')) at += 1;
      else if (/^[A-Za-z_]\w*=/.test(word)) {
        setVariable(inner, word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1));
        at += 1;
      } else break;
    }
    return at < args.length ? machine.run.words(inner, args.slice(at), null) : 'ok';
  },
  command: (machine, args) => {
    if (args[0]?.startsWith('-') !== true) return machine.run.words(machine, args, null);
    const found = machine.run.find(machine, args[1] ?? '');
    if (found.kind === 'unknown') return 'unknown';
    return found.kind === 'absent' ? 'failed' : 'ok';
  },
  nohup: (machine, args) => machine.run.words(machine, args, null),
  nice: (machine, args) => machine.run.words(machine, args.slice(args[0] === '-n' ? 2 : 0), null),
  time: (machine, args) => machine.run.words(machine, args, null),
  timeout: (machine, args) =>
    machine.run.words(machine, args.slice(args.findIndex((arg) => /^\d/.test(arg)) + 1), null),
  tini: (machine, args) => afterDashes(machine, args),
  'dumb-init': (machine, args) => afterDashes(machine, args),
  gosu: (machine, args) => machine.run.words(subshell(machine, { user: args[0] ?? '' }), args.slice(1), null),
  'su-exec': (machine, args) =>
    machine.run.words(subshell(machine, { user: args[0] ?? '' }), args.slice(1), null),
  exec: (machine, args) => {
    if (args.length === 0) return 'ok';
    machine.exec = true;
    const status = machine.run.words(machine, args, null);
    machine.exec = false;
    return machine.phase === 'start' && status !== 'failed' ? 'stops' : status;
  },
  sudo: (machine, args) =>
    machine.run.words(
      machine,
      args.filter((arg, index) => index > 0 || !arg.startsWith('-')),
      null,
    ),
  xargs: () => 'unknown',
  sh: runShell,
  bash: runShell,
  dash: runShell,
  ash: runShell,
};

function afterDashes(machine: Machine, args: readonly string[]): Status {
  const rest = args.filter(
    (arg, index) => !(arg === '--' || arg.startsWith('-')) || args.indexOf('--') < index,
  );
  return machine.run.words(machine, rest, null);
}

/** `sh -c text`, `sh file`, `sh <<EOF`. */
function runShell(machine: Machine, args: readonly string[], input: string | null, name: string): Status {
  let at = 0;
  let command = false;
  const inner = subshell(machine, {
    errexit: false,
    nounset: false,
    exec: machine.exec,
    dialect: dialectOf(machine, name),
  });
  while (at < args.length && /^[-+]/.test(args[at] ?? '')) {
    const word = args[at] ?? '';
    if (word.startsWith('-') && !word.startsWith('--')) {
      if (word.includes('c')) command = true;
      if (word.includes('e')) inner.errexit = true;
      if (word.includes('u')) inner.nounset = true;
      if (word.includes('o')) at += 1;
    }
    at += 1;
  }
  const rest = args.slice(at);
  const [first, ...others] = rest;
  if (command) return first === undefined ? 'failed' : machine.run.text(inner, first, others.slice(1));
  if (first !== undefined) return runFile(inner, resolvePath(machine.cwd, first), others, first, true);
  return input === null ? 'ok' : machine.run.text(inner, input, []);
}
