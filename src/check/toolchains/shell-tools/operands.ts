import { nameOf } from '../../simulation/image/files.ts';
import { fail, type Machine, type Status } from '../../simulation/shell/machine.ts';

/** Options and operands, options first or not. `valued` are options that take the next word. */
export function parted(
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

/** The aim that a missing or unreachable file belongs to, when it is the lesson's start script. */
export function aimOf(machine: Machine, path: string): 'entrypoint-script' | null {
  const entry = machine.stage.files.get(path);
  const name = nameOf(path);
  const script =
    /\.sh$/.test(name) ||
    /entrypoint/i.test(name) ||
    (entry?.from !== null && /\.sh$/.test(entry?.from ?? ''));
  return script ? 'entrypoint-script' : null;
}

/** A path that the command is given and that is nowhere in the image. */
export const notThere = (machine: Machine, command: string, written: string, resolved: string): Status =>
  fail(machine, 'file-not-found', { command, path: written, resolved }, aimOf(machine, resolved));
