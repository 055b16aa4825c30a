import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { nameOf, parentOf, resolvePath } from '../../simulation/image/files.ts';
import { fail, type Machine, type Program, unfollowed } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { hasOption, optionsOf } from './gnu/command-line.ts';
import type { GivenOption } from './gnu/getopt.ts';
import { fileNotFound } from './operands.ts';

const refused = (machine: Machine, phrase: string): Status =>
  fail(machine, { kind: 'command-failed', phrase: `ln: ${phrase}` });

/** `ln target link`, `ln target`, `ln targets … folder`. */
export const ln: Program = (machine, args) => {
  const { options, operands } = optionsOf('ln', args);
  const { files } = machine.stage;
  const isFixed = hasOption(options, 'T', 'no-target-directory');
  const last = operands.at(-1) ?? '';
  const folder = resolvePath(machine.cwd, last);
  const intoFolder =
    operands.length > 1 &&
    !isFixed &&
    (files.presence(folder) === 'folder' || (operands.length > 2 && files.presence(folder) === 'unknown')) &&
    // With -n, a link to a folder is treated as the link itself.
    !(hasOption(options, 'n', 'no-dereference') && isLink(machine, folder));
  if (operands.length > 2 && !intoFolder)
    return refused(machine, `target ‘${last}’: No such file or directory`);
  const targets = operands.length > 1 ? operands.slice(0, -1) : operands;
  let status: Status = 'ok';
  for (const target of targets) {
    const name = intoFolder || operands.length === 1 ? `${intoFolder ? last : '.'}/${nameOf(target)}` : last;
    const made = link(machine, target, name, options);
    if (made !== 'ok' && status !== 'failed') status = made;
  }
  return status;
};

/** Whether the path itself is a link to a folder, and not only part of a linked folder. */
function isLink({ stage: { files } }: Machine, path: string): boolean {
  const { links } = files;
  return links.follow(path) !== resolvePath(links.follow(parentOf(path)), nameOf(path));
}

function link(machine: Machine, target: string, name: string, options: readonly GivenOption[]): Status {
  const { files } = machine.stage;
  const path = resolvePath(machine.cwd, name);
  const isSymbolic = hasOption(options, 's', 'symbolic');
  const from = isSymbolic && !target.startsWith('/') && !hasOption(options, 'r', 'relative');
  const source = resolvePath(from ? parentOf(path) : machine.cwd, target);
  if (!isKnown(path) || !isKnown(source)) return unfollowed(machine, 'ln');
  const above = files.presence(parentOf(path));
  if (target === '' || name === '' || name.endsWith('/') || above === 'absent' || above === 'file')
    return refused(machine, `failed to create link '${name}': No such file or directory`);
  if (!isSymbolic && files.presence(source) === 'absent') return fileNotFound(machine, 'ln', target, source);
  if (!isSymbolic && files.presence(source) === 'folder')
    return refused(machine, `${target}: hard link not allowed for directory`);
  const isForced = hasOption(options, 'f', 'force', 'b', 'backup', 'S', 'suffix');
  const overLink = isLink(machine, path);
  const there = overLink ? null : files.get(path);
  if (overLink && !isForced) return refused(machine, `failed to create link '${name}': File exists`);
  if (there?.certain === true && (there.kind === 'folder' || !isForced || (!isSymbolic && source === path)))
    return refused(machine, `failed to create link '${name}': File exists`);
  if (overLink && machine.certain) files.links.delete(path);
  put(machine, path, source);
  return 'ok';
}

function put(machine: Machine, path: string, source: string): void {
  const { files } = machine.stage;
  const entry = files.get(source);
  if (entry?.kind === 'folder' && machine.certain) files.link(path, source);
  else if (entry !== null) files.put(path, { ...entry, line: machine.place.line });
  else {
    const found = machine.host.resolve(machine, source);
    const tool = found.kind === 'tool' ? found.tool : null;
    const leadsTo = tool === null ? source : null;
    files.put(path, { ...plainFile, executable: null, tool, leadsTo, line: machine.place.line });
  }
}
