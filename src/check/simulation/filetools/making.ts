import { isKnown } from '../../dockerfile/unknown-text.ts';
import { type Entry, plainFile, resolvePath } from '../files.ts';
import type { Machine, Program } from '../machine.ts';
import { parted } from './operands.ts';

const folderEntry = (machine: Machine): Entry => ({
  ...plainFile,
  kind: 'folder',
  executable: true,
  owner: machine.user === '' ? 'root' : machine.user,
  line: machine.place.line,
  certain: machine.certain,
});

export const mkdir: Program = (machine, args) => {
  const { operands } = parted(args, ['-m']);
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    if (isKnown(path) && machine.stage.files.get(path) === null)
      machine.stage.files.put(path, folderEntry(machine));
  }
  return 'ok';
};

export const touch: Program = (machine, args) => {
  for (const written of parted(args).operands) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path) || machine.stage.files.get(path) !== null) continue;
    machine.stage.files.put(path, {
      ...folderEntry(machine),
      kind: 'file',
      executable: false,
      text: '',
      named: true,
    });
  }
  return 'ok';
};

export const tee: Program = (machine, args) => {
  for (const written of parted(args).operands) {
    const path = resolvePath(machine.cwd, written);
    if (isKnown(path))
      machine.stage.files.put(path, {
        ...folderEntry(machine),
        kind: 'file',
        executable: false,
        named: true,
      });
  }
  return 'ok';
};
