import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { parentOf, resolvePath } from '../../simulation/image/files.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { hasOption, optionsOf, optionValue } from './gnu/command-line.ts';
import type { GivenOption } from './gnu/getopt.ts';
import { fileNotFound } from './operands.ts';

const refused = (machine: Machine, phrase: string): Status =>
  fail(machine, { kind: 'command-failed', phrase });

/** The operations of tar; exactly one is required. */
const tasks: readonly (readonly string[])[] = [
  ['c', 'create'],
  ['x', 'extract', 'get'],
  ['t', 'list'],
  ['r', 'append'],
  ['u', 'update'],
  ['A', 'catenate', 'concatenate'],
  ['d', 'diff', 'compare'],
  ['delete'],
  ['test-label'],
];
const compressions = ['z', 'gzip', 'j', 'bzip2', 'J', 'xz', 'Z', 'compress', 'zstd', 'lzma', 'lzip', 'I'];

/** The compression of an archive that tar creates, as far as the options determine it. */
function compressionOf(options: readonly GivenOption[], archive: string): string {
  const given = compressions.find((each) => hasOption(options, each));
  if (hasOption(options, 'a', 'auto-compress')) return /\.[^./]*$/.exec(archive)?.[0] ?? '';
  return given === undefined ? '' : given.slice(0, 1);
}

export const tar: Program = (machine, args) => {
  const { options, operands } = optionsOf('tar', args);
  if (hasOption(options, 'usage', 'show-defaults')) return 'ok';
  const given = tasks.filter((names) => hasOption(options, ...names)).map(([name = '']) => name);
  const [task = ''] = given;
  if (given.length !== 1 && machine.stage.base.family === 'debian')
    return refused(
      machine,
      given.length === 0
        ? "tar: You must specify one of the '-Acdtrux', '--delete' or '--test-label' options"
        : 'tar: You may not specify more than one ‘-Acdtrux’, ‘--delete’ or ‘--test-label’ option',
    );
  const archive = optionValue(options, 'f', 'file') ?? '-';
  const folders = options.filter(({ name }) => name === 'C' || name === 'directory');
  const folder = resolvePath(machine.cwd, folders[0]?.value ?? '.');
  if (folders.length > 0 && isKnown(folder) && machine.stage.files.presence(folder) !== 'unknown') {
    if (machine.stage.files.presence(folder) !== 'folder')
      return refused(machine, `tar: ${folders[0]?.value ?? ''}: Cannot open: No such file or directory`);
  }
  if (task === 'c' && folders.length < 2) return create(machine, archive, folder, operands, options);
  if (task === 'x' || task === 't') return readArchive(machine, archive, options, operands, task === 'x');
  machine.stage.files.blur();
  return unknown(machine, 'tar');
};

/** `tar czf archive files`: every file has to exist. */
function create(
  machine: Machine,
  archive: string,
  folder: string,
  members: readonly string[],
  options: readonly GivenOption[],
): Status {
  const { files } = machine.stage;
  const compression = compressionOf(options, archive);
  const path = resolvePath(machine.cwd, archive);
  if (members.length === 0 && !hasOption(options, 'T', 'files-from'))
    return refused(machine, 'tar: Cowardly refusing to create an empty archive');
  if (archive !== '-' && isKnown(path)) {
    const above = files.presence(parentOf(path));
    if (above === 'absent' || above === 'file' || files.presence(path) === 'folder')
      return refused(machine, `tar: ${archive}: Cannot open: No such file or directory`);
    files.put(path, { ...plainFile, line: machine.place.line, certain: machine.certain, named: true });
  } else print(machine, unknownText, `tar ${compression}`);
  const missing = members.find(
    (member) =>
      member === '' || (isKnown(member) && files.presence(resolvePath(folder, member)) === 'absent'),
  );
  if (missing !== undefined) return fileNotFound(machine, 'tar', missing, resolvePath(folder, missing));
  const areThere = members.every(
    (member) => isKnown(member) && files.presence(resolvePath(folder, member)) !== 'unknown',
  );
  // The programs for other compressions are missing in some images.
  const isUsual = /^(?:|z|g|\.gz|\.tgz|\.tar)$/.test(compression) && !hasOption(options, 'T', 'files-from');
  return areThere && isUsual ? 'ok' : unknown(machine, 'tar');
}

/** Unpacks or lists an archive. A text file is not an archive; whether any other file is one is unknown. */
function readArchive(
  machine: Machine,
  archive: string,
  options: readonly GivenOption[],
  members: readonly string[],
  unpacks: boolean,
): Status {
  const { files } = machine.stage;
  const path = resolvePath(machine.cwd, archive);
  if (archive === '') return fileNotFound(machine, 'tar', archive, path);
  const isStream = archive === '-';
  if (!isStream && isKnown(path) && files.presence(path) === 'absent')
    return fileNotFound(machine, 'tar', archive, path);
  const text = isStream ? machine.input.text : files.get(path)?.text;
  if (text != null && isKnown(text)) return refused(machine, 'tar: This does not look like a tar archive');
  if (unpacks) files.blur();
  else print(machine, unknownText);
  const isOurs = isStream && machine.input.tool === `tar ${compressionOf(options, archive)}`;
  return isOurs && members.length === 0 ? 'ok' : unknown(machine, 'tar');
}

/** gzip, gunzip and zcat: replace the given files, or print their contents. */
export const gzip: Program = (machine, args, _input, name) => {
  const { files } = machine.stage;
  const { options, operands } = optionsOf('gzip', args);
  const unpacks = name !== 'gzip' || hasOption(options, 'd', 'decompress', 'uncompress');
  const looks = name === 'zcat' || hasOption(options, 'c', 'stdout', 'to-stdout', 't', 'test', 'l', 'list');
  const keeps = looks || hasOption(options, 'k', 'keep');
  print(machine, unknownText);
  if (operands.length === 0) return unpacks ? unknown(machine, name) : 'ok';
  if (hasOption(options, 'r', 'recursive', 'S', 'suffix')) {
    files.blur();
    return unknown(machine, name);
  }
  let status: Status = 'ok';
  for (const written of operands) {
    const path = resolvePath(machine.cwd, written);
    const entry = files.get(path);
    const presence = isKnown(path) ? files.presence(path) : 'unknown';
    const target = unpacks ? path.replace(/\.(?:gz|z|Z)$/, '').replace(/\.tgz$/, '.tar') : `${path}.gz`;
    const isText = entry?.text != null && (unpacks || hasOption(options, 't', 'l', 'test', 'list'));
    if (presence === 'absent') status = fileNotFound(machine, name, written, path);
    else if (presence === 'folder')
      status = refused(machine, `${name}: ${written} is a directory -- ignored`);
    else if (unpacks && target === path && !looks)
      status = refused(machine, `${name}: ${written}: unknown suffix -- ignored`);
    else if (isText) status = refused(machine, `${name}: ${written}: not in gzip format`);
    else if (!looks && files.presence(target) === 'file' && !hasOption(options, 'f', 'force'))
      status = refused(machine, `${name}: ${target} already exists; not overwritten`);
    else if (presence === 'unknown' || (status === 'ok' && unpacks)) status = unknown(machine, name);
    if (looks || presence !== 'file' || status === 'failed') continue;
    files.put(target, { ...(entry ?? plainFile), text: null, tool: null, line: machine.place.line });
    if (!keeps && machine.certain) files.remove(path);
  }
  return status;
};
