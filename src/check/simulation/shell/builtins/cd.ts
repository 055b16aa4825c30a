import { isKnown, unknownText } from '../../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../image/files.ts';
import { homeOf } from '../../image/stage.ts';
import { startsInProject } from '../../project-commands.ts';
import { fail, type Machine, setVariable, unknown } from '../machine.ts';
import type { Status } from '../status.ts';
import { print } from '../streams.ts';

/** `cd folder`, `cd`, `cd -`. */
export function cd(machine: Machine, args: readonly string[]): Status {
  const operand =
    args.find((arg) => !/^-[LP]$|^--$/.test(arg)) ?? homeOf(machine.stage, machine.user) ?? '/root';
  const target = operand === '-' ? previousFolder(machine) : operand;
  if (target === null) return fail(machine, { kind: 'command-failed', phrase: 'cd: OLDPWD not set' });
  if (!isKnown(target)) {
    machine.cwd = resolvePath('/', target);
    return unknown(machine, 'cd');
  }
  const path = machine.stage.files.links.follow(resolvePath(machine.cwd, target));
  const presence = machine.stage.files.presence(path);
  if (presence === 'absent' || presence === 'file') {
    // The shell stays where it is, and a script without -e goes on from there.
    const { place: at, phase, cwd: folder } = machine;
    if (machine.certain) machine.events.push({ kind: 'cd-ignored', at, phase, path, folder });
    return fail(machine, {
      kind: 'folder-not-found',
      path: target,
      folder,
      startsInProject: startsInProject(machine),
    });
  }
  setVariable(machine, 'OLDPWD', machine.cwd);
  machine.cwd = path;
  if (operand === '-') print(machine, `${path}\n`);
  return 'ok';
}

/** bash's directory stack, in the array DIRSTACK. */
const stack = 'DIRSTACK';

/** `pushd folder`, which `popd` undoes. Without a folder or with a number, it is not simulated. */
export function pushd(machine: Machine, args: readonly string[]): Status {
  const [folder = ''] = args;
  if (args.length !== 1 || /^[-+]|^$/.test(folder)) return lost(machine, 'pushd');
  const { cwd, arrays } = machine;
  const status = cd(machine, args);
  if (status === 'ok') arrays.set(stack, [cwd, ...(arrays.get(stack) ?? [])]);
  return status;
}

export function popd(machine: Machine, args: readonly string[]): Status {
  const [back, ...rest] = machine.arrays.get(stack) ?? [];
  if (args.length > 0) return lost(machine, 'popd');
  if (back === undefined)
    return fail(machine, { kind: 'command-failed', phrase: 'popd: directory stack empty' });
  machine.arrays.set(stack, rest);
  return cd(machine, [back]);
}

function lost(machine: Machine, name: string): Status {
  machine.cwd = `/${unknownText}`;
  return unknown(machine, name);
}

/** Target of `cd -`. Without a previous folder, dash stays where it is and bash fails (null). */
function previousFolder(machine: Machine): string | null {
  const before = machine.env.get('OLDPWD');
  if (before !== undefined) return before;
  if (machine.dialect === 'other') return unknownText;
  return machine.dialect === 'dash' ? machine.cwd : null;
}
