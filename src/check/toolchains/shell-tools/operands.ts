import type { NamedFile } from '../../simulation/failures.ts';
import { fail, type Machine } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';

/** Splits arguments into options and operands, in any order. `valued` are the options that take the next word. */
export function splitOperands(
  args: readonly string[],
  valued: readonly string[] = [],
): {
  readonly options: readonly string[];
  readonly operands: readonly string[];
} {
  const options: string[] = [];
  const operands: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (arg.startsWith('-') && arg.length > 1) {
      options.push(arg);
      if (valued.includes(arg)) {
        at += 1;
        options.push(args[at] ?? '');
      }
    } else operands.push(arg);
  }
  return { options, operands };
}

/** A file as a command refers to it. */
export const namedFile = (machine: Machine, path: string, resolved: string): NamedFile => ({
  path,
  resolved,
  from: machine.stage.files.get(resolved)?.from ?? null,
});

/** Fails a command for a path that does not exist in the image. */
export const fileNotFound = (machine: Machine, command: string, written: string, resolved: string): Status =>
  fail(machine, { kind: 'file-not-found', command, ...namedFile(machine, written, resolved) });

/** Fails a command for a file that the user must not change. */
export const notPermitted = (machine: Machine, command: string, written: string, resolved: string): Status =>
  fail(machine, {
    kind: 'not-permitted',
    command,
    user: machine.user,
    what: { kind: 'file', ...namedFile(machine, written, resolved) },
  });
