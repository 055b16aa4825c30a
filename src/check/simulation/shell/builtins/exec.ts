import { lookUp } from '../look-up.ts';
import { fail, type Program, unknown } from '../machine.ts';

/** `command name`, and `command -v name`, which only looks it up. */
export const command: Program = (machine, args, input) => {
  const [first, ...rest] = args;
  if (first === undefined) return 'ok';
  if (first === '-p') return machine.host.runWords(machine, rest, input);
  if (!first.startsWith('-')) return machine.host.runWords(machine, args, input);
  return /^-[vV]$/.test(first) ? lookUp(machine, rest) : unknown(machine, `command ${first}`);
};

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
