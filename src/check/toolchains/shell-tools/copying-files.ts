import { isKnown } from '../../dockerfile/unknown-text.ts';
import { type Entry, plainFile } from '../../simulation/image/entry.ts';
import { nameOf, parentOf, resolvePath } from '../../simulation/image/files.ts';
import { modeMakesExecutable } from '../../simulation/image/mode.ts';
import { within } from '../../simulation/image/within.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { hasOption, optionsOf, optionValue } from './gnu/command-line.ts';
import type { GivenOption } from './gnu/getopt.ts';
import { fileNotFound, splitOperands } from './operands.ts';

/** A call of cp, mv or install. */
interface Transfer {
  readonly command: string;
  readonly options: readonly GivenOption[];
  /** The last operand as written, and its resolved path. */
  readonly last: string;
  readonly destination: string;
  /** Whether the sources are removed. */
  readonly gone: boolean;
}

const hasParents = (command: string, options: readonly GivenOption[]): boolean =>
  command === 'install' && hasOption(options, 'D');
const isDeep = (command: string, options: readonly GivenOption[]): boolean =>
  command === 'mv' || hasOption(options, 'r', 'R', 'recursive', 'a', 'archive');

/** cp and mv: `gone` removes the sources. */
export function transfer(machine: Machine, command: string, args: readonly string[], gone: boolean): Status {
  const { files } = machine.stage;
  const { options, operands } = optionsOf(command, args);
  const sources = operands.slice(0, -1);
  const last = operands.at(-1);
  if (last === undefined || sources.length === 0)
    return fail(machine, { kind: 'command-refused', phrase: `${command}: missing destination file operand` });
  const destination = resolvePath(machine.cwd, last);
  if (!isKnown(destination)) {
    files.blur();
    return unknown(machine, command);
  }
  const isFixed = hasOption(options, 'T', 'no-target-directory');
  const isNoFolder = ['absent', 'file'].includes(files.presence(destination));
  const makesIt = hasParents(command, options) && last.endsWith('/');
  if (last === '' || (sources.length > 1 && (isFixed || (isNoFolder && !makesIt))))
    return fail(machine, {
      kind: 'command-failed',
      phrase: `${command}: target '${last}': No such file or directory`,
    });
  let status: Status = 'ok';
  for (const written of sources) {
    const one = transferOne(machine, { command, options, last, destination, gone }, written);
    if (one === 'failed' || status === 'ok') status = one;
  }
  return status;
}

/** The path at which a source ends up. */
function targetOf(machine: Machine, { last, destination, options }: Transfer, written: string): string {
  const presence = machine.stage.files.presence(destination);
  const merges =
    written.endsWith('/.') || written.endsWith('/*') || hasOption(options, 'T', 'no-target-directory');
  if (merges || (presence !== 'folder' && !last.endsWith('/'))) return destination;
  const source = resolvePath(machine.cwd, written);
  const isRenamed = presence === 'absent' && machine.stage.files.presence(source) === 'folder';
  return isRenamed ? destination : resolvePath(destination, nameOf(source));
}

function transferOne(machine: Machine, request: Transfer, written: string): Status {
  const { files } = machine.stage;
  const { command, options, destination, gone } = request;
  const source = resolvePath(machine.cwd, written.replace(/\/\.$/, ''));
  if (!isKnown(source)) {
    files.blur();
    return unknown(machine, command);
  }
  const entry = written === '' ? null : files.get(source);
  if (entry === null) {
    if (written === '' || files.presence(source) === 'absent')
      return fileNotFound(machine, command, written, source);
    files.put(destination, { ...plainFile, executable: null, line: machine.place.line, certain: false });
    return 'ok';
  }
  if (entry.kind === 'folder' && !isDeep(command, options)) {
    const phrase = `${command}: -r not specified; omitting directory '${written}'`;
    return entry.certain ? fail(machine, { kind: 'command-failed', phrase }) : unknown(machine, command);
  }
  const target = targetOf(machine, request, written);
  const refused = refusedTarget(machine, request, { source, target, entry });
  if (refused !== null) return fail(machine, { kind: 'command-failed', phrase: refused });
  const mode = optionValue(options, 'm', 'mode');
  const installed = mode === null || modeMakesExecutable(mode);
  files.put(target, {
    ...entry,
    line: machine.place.line,
    executable: (command === 'install' ? installed : null) ?? entry.executable,
    certain: machine.certain,
    named: entry.kind === 'file' ? true : entry.named,
  });
  carryBelow(machine, source, target, gone);
  return 'ok';
}

/** Copies everything below a folder, including environments; with `gone`, it is removed from the source. */
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

/** The error for a file that cannot be created at a path; null when it can, or might. */
function refusedTarget(
  { stage: { files } }: Machine,
  { command, last, options, destination, gone }: Transfer,
  { source, target, entry }: { readonly source: string; readonly target: string; readonly entry: Entry },
): string | null {
  const isFolder = entry.kind === 'folder';
  const there = files.presence(target);
  const above = files.presence(parentOf(target));
  const makesParents = hasParents(command, options);
  // The same error covers `cp -r folder/. folder`.
  if (source === target) return `${command}: '${last}' and '${last}' are the same file`;
  if (isFolder && within(source, target))
    return `${command}: cannot copy a directory, '${source}', into itself, '${target}'`;
  if (last.endsWith('/') && files.presence(destination) === 'file')
    return `${command}: cannot stat '${last}': Not a directory`;
  if (isFolder && there === 'file')
    return `${command}: cannot overwrite non-directory '${target}' with directory '${source}'`;
  if (!isFolder && there === 'folder')
    return `${command}: cannot overwrite directory '${target}' with non-directory`;
  if (isFolder && gone && there === 'folder' && files.under(target).length > 0)
    return `${command}: cannot move '${source}' to '${target}': Directory not empty`;
  if (!isFolder && last.endsWith('/') && above === 'absent' && !makesParents)
    return `${command}: cannot create regular file '${last}': Not a directory`;
  return above === 'file' || (above === 'absent' && !makesParents)
    ? `${command}: cannot create '${last}': No such file or directory`
    : null;
}

/** `rmdir`: removes an empty folder; with `-p`, also the empty folders above it. */
export const rmdir: Program = (machine, args) => {
  const { files } = machine.stage;
  const { options, operands } = optionsOf('rmdir', args);
  const forgives = hasOption(options, 'ignore-fail-on-non-empty');
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path)) return unknown(machine, 'rmdir');
    const presence = files.presence(path);
    if (presence === 'absent') return fileNotFound(machine, 'rmdir', written, path);
    if (presence === 'unknown' || files.isVague) return unknown(machine, 'rmdir');
    if (forgives && presence === 'folder' && files.under(path).length > 0) continue;
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
    if (/^(?:.*\/)?\.\.?\/*$/.test(written))
      return fail(machine, {
        kind: 'command-failed',
        phrase: `rm: refusing to remove '.' or '..' directory: skipping '${written}'`,
      });
    const presence = written === '' ? 'absent' : machine.stage.files.presence(path);
    // A pattern without matches stays unchanged.
    if (/[*?[]/.test(path) && presence !== 'absent') continue;
    if (presence === 'absent') {
      if (!force) return fileNotFound(machine, 'rm', written, path);
      continue;
    }
    const isDeep = options.some((option) => /^--recursive$|^-[A-Za-z]*[rR]/.test(option));
    const isEmpty =
      options.some((option) => /^--dir$|^-[A-Za-z]*d/.test(option)) &&
      machine.stage.files.under(path).length === 0;
    if (presence === 'folder' && !isDeep && !isEmpty) {
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
