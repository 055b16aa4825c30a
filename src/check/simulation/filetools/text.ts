import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../files.ts';
import type { Machine, Program, Status } from '../machine.ts';
import { notThere, parted } from './operands.ts';

/** `sed -i 's/\r$//' file` and dos2unix: what mends CRLF. */
export function mended(machine: Machine, paths: readonly string[]): Status {
  for (const written of paths) {
    const path = resolvePath(machine.cwd, written);
    const entry = machine.stage.files.get(path);
    if (entry === null) {
      if (machine.stage.files.presence(path) === 'absent') {
        return notThere(machine, 'sed', written, path);
      }
      continue;
    }
    if (entry.text !== null) machine.stage.files.change(path, { text: entry.text.replaceAll('\r\n', '\n') });
  }
  return 'ok';
}

export const sed: Program = (machine, args) => {
  if (!args.some((arg) => /^-[a-zA-Z]*i|^--in-place/.test(arg))) return 'ok';
  const { operands, options } = parted(args, ['-e', '-f']);
  const given = options.filter((_, index) => options[index - 1] === '-e');
  const scripts = given.length > 0 ? given : operands.slice(0, 1);
  const paths = given.length > 0 ? operands : operands.slice(1);
  if (scripts.every((script) => /^s(.)(?:\\r|\\x0[dD]|\^M|\r)\$?\1\1g?$/.test(script)))
    return mended(machine, paths);
  for (const written of paths) {
    const path = resolvePath(machine.cwd, written);
    if (machine.stage.files.get(path) !== null) machine.stage.files.change(path, { text: null });
    else if (machine.stage.files.presence(path) === 'absent') {
      return notThere(machine, 'sed', written, path);
    }
  }
  return 'ok';
};

export const cat: Program = (machine, args) => {
  for (const written of parted(args).operands) {
    const path = resolvePath(machine.cwd, written);
    if (isKnown(path) && machine.stage.files.presence(path) === 'absent') {
      return notThere(machine, 'cat', written, path);
    }
  }
  return 'ok';
};
