import { isKnown } from '../../dockerfile/unknown-text.ts';
import { type Entry, plainFile } from '../../simulation/image/entry.ts';
import { nameOf, parentOf, resolvePath } from '../../simulation/image/files.ts';
import { modeMakesExecutable } from '../../simulation/image/mode.ts';
import { within } from '../../simulation/image/within.ts';
import { fail, type Machine, type Program, unfollowed, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { fileNotFound, splitOperands } from './operands.ts';

/** cp and mv: `gone` removes the sources. */
export function transfer(machine: Machine, command: string, args: readonly string[], gone: boolean): Status {
  const { files } = machine.stage;
  const { options, operands } = splitOperands(args, ['-t', '-m', '-o', '-g']);
  const sources = operands.slice(0, -1);
  const last = operands.at(-1);
  if (last === undefined || sources.length === 0)
    return fail(machine, { kind: 'command-refused', phrase: `${command}: missing destination file operand` });
  const destination = resolvePath(machine.cwd, last);
  if (!isKnown(destination)) {
    files.blur();
    return unknown(machine, command);
  }
  const isNoFolder = ['absent', 'file'].includes(files.presence(destination));
  if (sources.length > 1 && isNoFolder)
    return fail(machine, {
      kind: 'command-failed',
      phrase: `${command}: target '${last}': No such file or directory`,
    });
  const mode = options.find((_, index) => options[index - 1] === '-m');
  const installed = mode === undefined || modeMakesExecutable(mode);
  const executable = command === 'install' ? installed : null;
  let status: Status = 'ok';
  for (const written of sources) {
    const source = resolvePath(machine.cwd, written.replace(/\/\.$/, ''));
    if (!isKnown(source)) {
      files.blur();
      status = unknown(machine, command);
      continue;
    }
    const entry = files.get(source);
    if (entry === null) {
      if (files.presence(source) === 'absent') {
        status = fileNotFound(machine, command, written, source);
      } else
        files.put(destination, { ...plainFile, executable: null, line: machine.place.line, certain: false });
      continue;
    }
    const intoFolder =
      files.presence(destination) === 'folder' ||
      last.endsWith('/') ||
      files.presence(destination) === 'unknown';
    const merge = written.endsWith('/.') || written.endsWith('/*');
    const target =
      intoFolder && !merge && (files.presence(destination) === 'folder' || last.endsWith('/'))
        ? resolvePath(destination, nameOf(source))
        : destination;
    const refused = refusedTarget(machine, command, { source, target, last, entry, options });
    if (refused !== null) {
      status = fail(machine, { kind: 'command-failed', phrase: refused });
      continue;
    }
    const put = (path: string, each: Entry): void =>
      files.put(path, {
        ...each,
        line: machine.place.line,
        executable: executable ?? each.executable,
        certain: machine.certain,
        named: each.kind === 'file' ? true : each.named,
      });
    if (entry.kind === 'folder' && command === 'cp' && !options.some((option) => /r|R|a/.test(option))) {
      const phrase = `cp: -r not specified; omitting directory '${written}'`;
      status = entry.certain ? fail(machine, { kind: 'command-failed', phrase }) : unknown(machine, 'cp');
      continue;
    }
    put(target, entry);
    carryBelow(machine, source, target, gone);
  }
  return status;
}

/** What lies below a folder comes along, the environments too; with `gone` it leaves its place. */
function carryBelow(machine: Machine, source: string, target: string, gone: boolean): void {
  const { files, environments } = machine.stage;
  const below = files.under(source);
  machine.budget.files -= below.length;
  if (machine.budget.files < 0) {
    files.blur();
    return;
  }
  for (const [path, each] of below) {
    files.put(`${target}${path.slice(source.length)}`, {
      ...each,
      line: machine.place.line,
      certain: machine.certain,
    });
  }
  for (const [folder, environment] of [...environments]) {
    if (folder.startsWith('/') && within(source, folder))
      environments.set(`${target}${folder.slice(source.length)}`, {
        ...environment,
        madeAt: environment.madeAt ?? (gone && environment.interpreter ? folder : null),
      });
  }
  if (gone && machine.certain) files.remove(source);
}

/** Why a file cannot be put at a path; null where it can, or may be. */
function refusedTarget(
  { stage: { files } }: Machine,
  command: string,
  request: {
    readonly source: string;
    readonly target: string;
    readonly last: string;
    readonly entry: Entry;
    readonly options: readonly string[];
  },
): string | null {
  const { source, target, last, entry, options } = request;
  if (source === target) return `${command}: '${last}' and '${last}' are the same file`;
  if (entry.kind === 'file' && last.endsWith('/') && files.presence(parentOf(target)) === 'absent')
    return `${command}: cannot create regular file '${last}': Not a directory`;
  const makesParents = command === 'install' && options.some((option) => /^-\w*D/.test(option));
  return !makesParents && files.presence(parentOf(target)) === 'absent'
    ? `${command}: cannot create '${last}': No such file or directory`
    : null;
}

/** `rmdir`: an empty folder, with `-p` those above it too. */
export const rmdir: Program = (machine, args) => {
  const { files } = machine.stage;
  for (const written of splitOperands(args).operands) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path)) return unknown(machine, 'rmdir');
    const presence = files.presence(path);
    if (presence === 'absent') return fileNotFound(machine, 'rmdir', written, path);
    if (presence === 'unknown' || files.isVague) return unknown(machine, 'rmdir');
    if (presence === 'file' || files.under(path).length > 0) {
      const why = presence === 'file' ? 'Not a directory' : 'Directory not empty';
      return fail(machine, {
        kind: 'command-failed',
        phrase: `rmdir: failed to remove '${written}': ${why}`,
      });
    }
    files.remove(path);
  }
  return 'ok';
};

export const rm: Program = (machine, args) => {
  const { options, operands } = splitOperands(args);
  const force = options.some((option) => /^--force$|^-\w*f/.test(option));
  if (operands.length === 0 && !force)
    return fail(machine, { kind: 'command-failed', phrase: 'rm: missing operand' });
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path)) continue;
    const presence = machine.stage.files.presence(path);
    // A pattern that nothing matches stays as it is written.
    if (/[*?[]/.test(path) && presence !== 'absent') continue;
    if (presence === 'absent') {
      if (!force) return fileNotFound(machine, 'rm', written, path);
      continue;
    }
    if (presence === 'folder' && !options.some((option) => /^--recursive$|^--dir$|^-\w*[rRd]/.test(option))) {
      const phrase = `rm: cannot remove '${written}': Is a directory`;
      return fail(machine, { kind: 'command-failed', phrase });
    }
    if (!machine.certain) machine.stage.files.change(path, { certain: false });
    else {
      machine.events.push({ kind: 'removed', at: machine.place, path });
      machine.stage.files.remove(path);
      for (const folder of machine.stage.environments.keys()) {
        if (folder === path || folder.startsWith(`${path}/`)) machine.stage.environments.delete(folder);
      }
    }
  }
  return 'ok';
};

export const ln: Program = (machine, args) => {
  const { options, operands } = splitOperands(args);
  const [target = '', link = nameOf(target)] = operands;
  const isForced = options.some((option) => option === '--force' || /^-\w*f/.test(option));
  const name =
    machine.stage.files.presence(resolvePath(machine.cwd, link)) === 'folder'
      ? `${link}/${nameOf(target)}`
      : link;
  const path = resolvePath(machine.cwd, name);
  const source = resolvePath(target.startsWith('/') ? '/' : parentOf(path), target);
  if (!isKnown(path) || !isKnown(source)) return unfollowed(machine, 'ln');
  const there = machine.stage.files.get(path);
  if (there?.certain === true && (there.kind === 'folder' || !isForced))
    return fail(machine, {
      kind: 'command-failed',
      phrase: `ln: failed to create link '${name}': File exists`,
    });
  const entry = machine.stage.files.get(source);
  const isSymbolic = options.some((option) => option === '--symbolic' || /^-\w*s/.test(option));
  if (!isSymbolic && machine.stage.files.presence(source) === 'absent')
    return fileNotFound(machine, 'ln', target, source);
  if (entry?.kind === 'folder' && machine.certain) machine.stage.files.link(path, source);
  else if (entry !== null) machine.stage.files.put(path, { ...entry, line: machine.place.line });
  else {
    const found = machine.host.resolve(machine, source);
    const tool = found.kind === 'tool' ? found.tool : null;
    const leadsTo = tool === null ? source : null;
    machine.stage.files.put(path, {
      ...plainFile,
      executable: null,
      tool,
      leadsTo,
      line: machine.place.line,
    });
  }
  return 'ok';
};
