import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot, ownerOf } from '../../dockerfile/user.ts';
import { type Entry, plainFile } from '../../simulation/image/entry.ts';
import { parentOf, resolvePath } from '../../simulation/image/files.ts';
import { lacksUser } from '../../simulation/image/stage.ts';
import { fail, type Machine, type Program } from '../../simulation/shell/machine.ts';
import { closeRedirects, mayWrite, openRedirects } from '../../simulation/shell/redirect.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { hasOption, optionsOf, optionValue } from './gnu/command-line.ts';
import { isMode } from './modes.ts';
import { splitOperands } from './operands.ts';

const folderEntry = (machine: Machine): Entry => ({
  ...plainFile,
  kind: 'folder',
  executable: true,
  owner: ownerOf(machine.user),
  line: machine.place.line,
  certain: machine.certain,
});

export const mkdir: Program = (machine, args) => {
  const { options, operands } = splitOperands(args, ['-m', '--mode']);
  const { files } = machine.stage;
  if (operands.length === 0) return refused(machine, 'mkdir: missing operand');
  const withParents = options.some((option) => /^-[a-zA-Z]*p|^--parents$/.test(option));
  const mode = modeIn(options);
  if (mode !== null && isKnown(mode) && !isMode(mode))
    return refused(machine, `mkdir: invalid mode ‘${mode}’`);
  let status: Status = 'ok';
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    const presence = isKnown(path) ? files.presence(path) : 'unknown';
    if (!isKnown(path)) {
      files.blur();
      status = 'unknown';
      continue;
    }
    if (presence === 'file' || (presence === 'folder' && !withParents)) {
      status = refused(machine, `mkdir: cannot create directory ‘${written}’: File exists`);
      continue;
    }
    const above = files.presence(nearestThere(machine, path));
    if (written === '' || above === 'file' || (!withParents && files.presence(parentOf(path)) === 'absent')) {
      status = refused(machine, `mkdir: cannot create directory ‘${written}’: No such file or directory`);
      continue;
    }
    if (presence === 'unknown' && !withParents) status = 'unknown';
    const may = presence === 'folder' || mayWrite(machine, nearestFolder(machine, path));
    if (may === false) {
      status = refused(machine, `mkdir: cannot create directory ‘${written}’: Permission denied`);
      continue;
    }
    if (may === 'unknown') status = 'unknown';
    if (files.get(path) === null) files.put(path, folderEntry(machine));
  }
  return status;
};

/** The value of `-m`; null when it is not given. */
function modeIn(options: readonly string[]): string | null {
  const joined = options.flatMap((option) => /^(?:-[a-zA-Z]{0,9}m|--mode=)(.+)$/.exec(option)?.[1] ?? []);
  const behind = options.filter((_, at) => /^(?:-[a-zA-Z]*m|--mode)$/.test(options[at - 1] ?? ''));
  return [...joined, ...behind].at(-1) ?? null;
}

/** `install -d -o owner folder`: creates folders with their parents, and accepts existing ones. */
export function makeFolders(machine: Machine, args: readonly string[]): Status {
  const { operands } = splitOperands(args, ['-o', '-g', '-m', '--owner', '--group', '--mode']);
  const { stage } = machine;
  const at = args.findIndex((arg) => /^(?:-o|--owner)$/.test(arg));
  const owner =
    at < 0 ? (args.find((arg) => arg.startsWith('--owner=')) ?? '').slice(8) : (args[at + 1] ?? '');
  if (owner !== '' && lacksUser(stage, owner)) return refused(machine, `install: invalid user: ‘${owner}’`);
  const status = mkdir(machine, ['-p', ...operands], null, 'mkdir');
  if (owner === '' || !isRoot(machine.user)) return status;
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    if (isKnown(path) && stage.files.get(path) !== null) stage.files.change(path, { owner });
  }
  return status;
}

/** The closest existing folder above a path. */
function nearestFolder({ stage }: Machine, path: string): string {
  let folder = parentOf(path);
  while (folder !== '/' && stage.files.get(folder) === null) folder = parentOf(folder);
  return folder;
}

/** The closest existing file or folder above a path. */
function nearestThere({ stage }: Machine, path: string): string {
  let above = parentOf(path);
  while (above !== '/' && stage.files.presence(above) === 'absent') above = parentOf(above);
  return above;
}

const refused = (machine: Machine, phrase: string): Status =>
  fail(machine, { kind: 'command-failed', phrase });

export const touch: Program = (machine, args) => {
  const { files } = machine.stage;
  let status: Status = 'ok';
  const { options, operands } = optionsOf('touch', args);
  const makesNone = hasOption(options, 'c', 'no-create', 'h', 'no-dereference');
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    if (!isKnown(path)) {
      files.blur();
      status = 'unknown';
      continue;
    }
    if (written !== '' && files.get(path) !== null) continue;
    const above = files.presence(parentOf(path));
    if (makesNone && files.presence(path) === 'absent' && above !== 'file') continue;
    const isNowhere = written === '' || (written.endsWith('/') && files.presence(path) !== 'folder');
    if (isNowhere || above === 'absent' || above === 'file') {
      status = refused(machine, `touch: cannot touch '${written}': No such file or directory`);
      continue;
    }
    const may = mayWrite(machine, parentOf(path));
    if (may === false) {
      status = refused(machine, `touch: cannot touch '${written}': Permission denied`);
      continue;
    }
    if (above === 'unknown' || may === 'unknown') status = 'unknown';
    const isNew = files.presence(path) === 'absent';
    files.put(path, {
      ...folderEntry(machine),
      kind: 'file',
      executable: false,
      text: isNew ? '' : null,
      named: true,
    });
  }
  return status;
};

/** `truncate -s 0 file`: creates an empty file, or cuts an existing one. */
export const truncate: Program = (machine, args, input, name) => {
  const { options, operands } = optionsOf('truncate', args);
  const { files } = machine.stage;
  const flags = hasOption(options, 'c', 'no-create') ? ['-c'] : [];
  const status = touch(machine, [...flags, '--', ...operands], input, name);
  const text = optionValue(options, 's', 'size') === '0' ? '' : null;
  for (const written of operands) files.change(resolvePath(machine.cwd, written), { text });
  return status;
};

/** mkfifo: fails if the path already exists. */
export const makePipe: Program = (machine, args, input, name) => {
  const { operands } = optionsOf('mkfifo', args);
  const presences = operands.map((each) => machine.stage.files.presence(resolvePath(machine.cwd, each)));
  if (presences.some((presence) => presence === 'file' || presence === 'folder'))
    return refused(machine, 'mkfifo: cannot create fifo: File exists');
  const status = touch(machine, ['--', ...operands], input, name);
  for (const written of operands)
    machine.stage.files.change(resolvePath(machine.cwd, written), { text: null });
  return status;
};

/** tee: writes its input to files and to its output. */
export const tee: Program = (machine, args, input) => {
  const { options, operands } = splitOperands(args);
  const text = input ?? '';
  const appends = options.some((option) => /^-[a-zA-Z]*a|^--append$/.test(option));
  const redirects = operands.map((written) => ({
    operator: appends ? '>>' : '>',
    target: [{ kind: 'text', text: written, quoted: true } as const],
  }));
  let status: Status = 'ok';
  for (const redirect of redirects) {
    const opened = openRedirects(machine, [redirect]);
    if (opened.status !== 'ok') status = opened.status;
    for (const sink of opened.sinks) sink.stream.text = text;
    if (opened.status !== 'failed') closeRedirects(machine, opened);
  }
  print(machine, text);
  return status;
};
