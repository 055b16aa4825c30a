import { editDistance } from '../../../spelling/nearest.ts';
import { cleanPath } from '../../dockerfile/clean-path.ts';
import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot } from '../../dockerfile/user.ts';
import { programsOfEveryImage } from '../image/base-image.ts';
import { nameOf, resolvePath } from '../image/files.ts';
import { programsOfSomeImages, slimPrograms } from '../image/slim-image.ts';
import { within } from '../image/within.ts';
import { builtins } from '../shell/builtins/builtins.ts';
import type { Machine } from '../shell/machine.ts';
import type { Tools } from '../tools.ts';
import type { ResolvedProgram } from './program-call.ts';

/** Maximum number of PATH folders searched for each command. */
const mostFolders = 64;
/** Maximum length of a folder and of a name (Linux's NAME_MAX) that can be joined without further checks. */
const mostPrefix = 1_024;
const mostName = 255;

interface PathFolder {
  readonly folder: string;
  /** The folder as a prefix for program names; null if it depends on the working directory. */
  readonly prefix: string | null;
  /** Whether the base image keeps its programs there. */
  readonly ofSystem: boolean;
  /** Whether it is below /usr/local while the PATH has none of the folders with the system's own programs. */
  readonly isLocalAlone: boolean;
}

/** Debian packages install nothing below /usr/local: what is there came with the image or was put there by a step. */
const isOfLocal = (path: string): boolean => path.startsWith('/usr/local/');

/** A build searches the same PATH again and again, so the last one split is cached. */
let lastPath: { readonly path: string; readonly folders: readonly PathFolder[] } = { path: '', folders: [] };

function foldersOf(path: string): readonly PathFolder[] {
  if (path !== lastPath.path || path === '') {
    const folders = path.split(':', mostFolders + 1);
    const hasSystem = folders.some((folder) => /^\/(?:usr\/)?bin\/?$/.test(folder));
    lastPath = {
      path,
      folders: folders.map((folder) => ({
        folder,
        prefix: prefixOf(folder),
        ofSystem: /^\/(?:usr\/(?:local\/)?)?s?bin$/.test(folder),
        isLocalAlone: !hasSystem && isOfLocal(folder),
      })),
    };
  }
  return lastPath.folders;
}

function prefixOf(folder: string): string | null {
  if (!folder.startsWith('/') || folder.length > mostPrefix || !isKnown(folder)) return null;
  const clean = cleanPath(folder);
  return clean === '/' ? clean : `${clean}/`;
}

/** Whether the simulation has a model of the program. */
type IsProgram = (name: string) => boolean;

/** Resolves a command name to a program. */
export function resolveProgram(
  tools: Tools,
  machine: Machine,
  name: string,
  isProgram: IsProgram,
): ResolvedProgram {
  const { stage } = machine;
  if (!isKnown(name)) return { kind: 'unknown' };
  // An empty word or one of punctuation only is not a program.
  if (!/[\p{L}\p{N}]/u.test(name) && !Object.hasOwn(builtins, name)) return { kind: 'absent' };
  if (name.includes('/')) {
    const path = resolvePath(machine.cwd, name);
    const entry = stage.files.get(path);
    if (entry?.tool != null) return { kind: 'tool', tool: entry.tool, path };
    if (entry?.kind === 'file') return entry.certain ? { kind: 'file', path } : { kind: 'unknown' };
    const inVenv = tools.inEnvironment(machine, path);
    if (inVenv !== null) return inVenv;
    const ofPackage = /^\/usr\/local\/bin\/[^/]+$/.test(path)
      ? tools.inSystemPackages(machine, nameOf(path))
      : null;
    if (ofPackage !== null) return ofPackage;
    if (tools.isKeptElsewhere(stage, path)) return { kind: stage.files.isVague ? 'unknown' : 'absent' };
    if (/^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/.test(path))
      return resolveInSystem(tools, machine, nameOf(path), isProgram);
    return stage.files.presence(path) === 'unknown' ? { kind: 'unknown' } : { kind: 'absent' };
  }
  const isOfShell = Object.hasOwn(builtins, name);
  // Without a shell, builtins do not exist, except for those that are also programs.
  if (isOfShell && !machine.direct) return { kind: 'tool', tool: name, path: null };
  if (isOfShell && !programsOfEveryImage.has(name)) return { kind: 'absent' };
  const path = machine.env.get('PATH') ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  let doubtful = false;
  let inSystem: ResolvedProgram | null = null;
  for (const { folder, prefix, ofSystem, isLocalAlone } of foldersOf(path)) {
    if (!isKnown(folder)) {
      doubtful = true;
      continue;
    }
    const file =
      prefix !== null && name.length <= mostName
        ? prefix + name
        : resolvePath(machine.cwd, `${folder === '' ? '.' : folder}/${name}`);
    const entry = stage.files.get(file);
    // Root's home folder is closed to all other users.
    if (within('/root', file) && !isRoot(machine.user) && isKnown(machine.user)) continue;
    if (entry !== null && entry.kind === 'file') {
      if (!entry.certain) return { kind: 'unknown' };
      if (entry.tool !== null) return { kind: 'tool', tool: entry.tool, path: file };
      if (entry.executable !== false) return { kind: 'file', path: file };
    }
    const inVenv = tools.inEnvironment(machine, file);
    if (inVenv !== null) return inVenv;
    if (ofSystem && !(isLocalAlone && slimPrograms.has(name))) {
      inSystem ??= resolveInSystem(tools, machine, name, isProgram);
      if (inSystem.kind === 'tool') return inSystem;
      if (inSystem.kind === 'unknown') doubtful = true;
    }
  }
  const installed = tools.inSystemPackages(machine, name);
  if (installed !== null) return installed;
  return { kind: doubtful || stage.files.isVague ? 'unknown' : 'absent' };
}

/** Resolves a program of the base image or of an installed distribution package. */
function resolveInSystem(
  tools: Tools,
  machine: Machine,
  name: string,
  isProgram: IsProgram,
): ResolvedProgram {
  const { stage } = machine;
  const { base, packages } = stage;
  const tool: ResolvedProgram = { kind: 'tool', tool: name, path: null };
  if (base.programs?.has(name) === true || tools.isInPackages(packages, name)) return tool;
  // Every image with a shell has the common programs.
  if (base.programs === null) return programsOfEveryImage.has(name) ? tool : { kind: 'unknown' };
  if (base.files === 'empty') return { kind: 'absent' };
  if (programsOfSomeImages.has(name)) return { kind: base.lacks.includes(name) ? 'absent' : 'unknown' };
  const more = tools.mayBringMore(stage);
  if (base.folders === 'all' && !more && !stage.files.isVague) return { kind: 'absent' };
  // The program lists of other base images are incomplete, but none of these images has scripts, misspelt names or tools that base images
  // usually lack.
  const known =
    !['adduser', 'addgroup'].includes(name) &&
    ((tools.oftenMissing.has(name) && !(base.folders === 'all' && more)) ||
      isMistyped(tools, name) ||
      isMisplaced(name) ||
      isWrongCase(name, isProgram) ||
      tools.isToolName(name) ||
      isOwnFunction(name) ||
      isProgram(name) ||
      /\.(?:sh|py|bash)$/.test(name));
  return { kind: known ? 'absent' : 'unknown' };
}

/** Programs of slim images with an underscore in their name. */
const underscored = new Set(['c_rehash', 'x86_64', 'unix_chkpwd', 'unix_update', 'pam_getenv', 'chage_']);

/** A typo such as `pyhton`: similar to the name of an existing program. */
const isMistyped = ({ commonPrograms }: Tools, name: string): boolean =>
  name.length >= 5 &&
  !/\d$/.test(name) &&
  commonPrograms.some((each) => each !== name && editDistance(each, name) <= 2);

/** Debian programs whose name differs from another program's only in case. */
const capitals = new Set(['GET', 'HEAD', 'POST']);

/** `UV sync`: Linux is case-sensitive. */
function isWrongCase(name: string, isProgram: IsProgram): boolean {
  const lower = name.toLowerCase();
  return name !== lower && !capitals.has(name) && isProgram(lower);
}

/** `RUN RUN pip …`, or a whole command as a single word: no program has such a name. */
const isMisplaced = (name: string): boolean =>
  /^(?:ADD|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|RUN|USER|WORKDIR)$|\s/.test(name);

/** A name typical of people's own functions, such as `wait_for_db`. */
const isOwnFunction = (name: string): boolean => /^[a-z]+(?:_[a-z]+)+$/.test(name) && !underscored.has(name);
