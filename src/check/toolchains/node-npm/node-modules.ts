import { ownerOf } from '../../dockerfile/user.ts';
import { type Entry, plainFile } from '../../simulation/image/entry.ts';
import { parentOf, resolvePath } from '../../simulation/image/files.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import type { LockedPackage } from './package-json.ts';

/** The file in which npm records what it has installed. The simulation keeps one package on each line. */
const noteName = 'node_modules/.package-lock.json';
/** The mark of a program of an installed package; its effect is unknown. */
export const packageProgram = 'node-package-program';

/** Puts the packages of an installation into the image. `packages` is null when they are unknown. */
export function putModules(machine: Machine, root: string, packages: readonly LockedPackage[] | null): void {
  const { files } = machine.stage;
  const entry: Entry = {
    ...plainFile,
    line: machine.place.line,
    certain: machine.certain,
    owner: ownerOf(machine.user),
  };
  files.remove(resolvePath(root, 'node_modules'));
  const text = packages === null ? null : packages.map(({ name }) => name).join('\n');
  files.put(resolvePath(root, noteName), { ...entry, text });
  for (const { path, programs, linkedTo } of packages ?? []) {
    if (path.lastIndexOf('node_modules/') > 0) continue;
    // npm also links to a missing folder, but links none of its programs.
    if (linkedTo !== null && files.presence(resolvePath(root, linkedTo)) === 'absent') continue;
    for (const program of programs.slice(0, 20))
      if (/^[\w.-]{1,60}$/.test(program))
        files.put(resolvePath(root, `node_modules/.bin/${program}`), {
          ...entry,
          executable: true,
          tool: packageProgram,
        });
  }
}

/** Whether a package can be found from a folder: in its own node_modules or in one above it. */
export function hasPackage(machine: Machine, folder: string, name: string): boolean | 'unknown' {
  const { files } = machine.stage;
  let result: boolean | 'unknown' = files.isVague ? 'unknown' : false;
  for (let each = folder; ; each = parentOf(each)) {
    const note = files.get(resolvePath(each, noteName));
    if (note !== null) {
      if (note.text === null || !note.certain) return 'unknown';
      if (note.text.split('\n').includes(name)) return true;
    } else if (files.presence(resolvePath(each, 'node_modules')) !== 'absent') result = 'unknown';
    if (each === '/') return result;
  }
}

/** Whether packages are installed in a folder or in one above it. */
export function isInstalled(machine: Machine, folder: string): boolean | 'unknown' {
  const { files } = machine.stage;
  let unsure = files.isVague;
  for (let each = folder; ; each = parentOf(each)) {
    const note = files.get(resolvePath(each, noteName));
    if (note?.certain === true) return true;
    if (note !== null || files.presence(resolvePath(each, 'node_modules')) !== 'absent') unsure = true;
    if (each === '/') return unsure ? 'unknown' : false;
  }
}
