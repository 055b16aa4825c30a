import { lookUp } from '../look-up.ts';
import { fail, type Machine, type Program, unknown } from '../machine.ts';
import type { Status } from '../status.ts';

/** `command name`, and `command -v name`, which only looks it up. */
export const command: Program = (machine, args, input) => {
  const [first, ...rest] = args;
  if (first === undefined) return 'ok';
  if (first === '-p' || !first.startsWith('-'))
    return surviving(machine, () => machine.host.runWords(machine, first === '-p' ? rest : args, input));
  return /^-[vV]$/.test(first) ? lookUp(machine, rest) : unknown(machine, `command ${first}`);
};

/** With `command` in front, an error of a dash builtin (`. ./missing`, `shift 9`) only fails. Without it, the shell would exit. */
function surviving(machine: Machine, run: () => Status): Status {
  const { errexit, shell } = machine;
  const status = run();
  if (machine.dialect !== 'dash' || shell.leaving.kind !== 'exit' || shell.leaving.error !== true)
    return status;
  machine.errexit = errexit;
  shell.leaving = { kind: 'no' };
  return status;
}

export const builtin: Program = (machine, args, input) =>
  machine.dialect === 'dash'
    ? fail(machine, { kind: 'command-not-found', command: 'builtin' })
    : machine.host.runWords(machine, args, input);

/** `exec command` replaces the shell. */
export const exec: Program = (machine, args, input) => {
  const words = machine.dialect === 'bash' ? withoutOptions(args) : args;
  if (words.length === 0) return 'ok';
  machine.exec = true;
  const status = machine.host.runWords(machine, words, input);
  machine.exec = false;
  return status;
};

/** Removes the options of `exec -a name`, which only bash has. */
function withoutOptions(args: readonly string[]): readonly string[] {
  let at = 0;
  while (/^-[acl]+$|^--$/.test(args[at] ?? '')) at += args[at]?.includes('a') === true ? 2 : 1;
  return args.slice(at);
}
