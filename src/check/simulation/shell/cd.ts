import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../image/files.ts';
import { homeOf } from '../image/stage.ts';
import { fail, type Machine, type Status, setVariable, unknown } from './machine.ts';
import { startsInProject } from './start-folder.ts';
import { print } from './streams.ts';

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

/** Where `cd -` leads. Without a folder to go back to dash stays where it is; null where bash fails. */
function previousFolder(machine: Machine): string | null {
  const before = machine.env.get('OLDPWD');
  if (before !== undefined) return before;
  if (machine.dialect === 'other') return unknownText;
  return machine.dialect === 'dash' ? machine.cwd : null;
}
