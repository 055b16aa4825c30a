import { isKnown } from '../../dockerfile/unknown-text.ts';
import { editDistance } from '../../nearest.ts';
import { programsOf } from '../../toolchains/debian/packages.ts';
import { normal } from '../../toolchains/python/requirement.ts';
import { everywhere, seldomThere } from '../image/base-image.ts';
import { nameOf, resolvePath, within } from '../image/files.ts';
import { sometimesThere } from '../image/slim-image.ts';
import { isRoot, systemPython } from '../image/stage.ts';
import { builtins } from '../shell/builtins.ts';
import type { Found, Machine } from '../shell/machine.ts';

/** Programs of packages whose names differ between distributions. */
const packageOf: Readonly<Record<string, readonly string[]>> = {
  nc: ['nmap-ncat', 'busybox', 'netcat-openbsd'],
  pg_isready: ['postgresql-client', 'postgresql'],
  psql: ['postgresql-client', 'postgresql'],
  gcc: ['build-base'],
  make: ['build-base'],
  node: ['nodejs'],
  python3: ['python3', 'python3-pip', 'python3-venv', 'python3-full', 'python3-dev'],
  pip3: ['python3-pip', 'py3-pip'],
  pip: ['python3-pip', 'py3-pip'],
  pipx: ['pipx'],
};

/** Folders of a PATH that are looked through for each command. */
const mostFolders = 64;

/** Whether a name is one of the programs whose effect the simulation knows. */
type Knows = (name: string) => boolean;

/** Finds what a command's name stands for. */
export function resolveProgram(machine: Machine, name: string, isProgram: Knows): Found {
  const { stage, project } = machine;
  if (!isKnown(name)) return { kind: 'unknown' };
  // An empty word, or signs alone, name no program.
  if (!/[\p{L}\p{N}]/u.test(name) && !Object.hasOwn(builtins, name)) return { kind: 'absent' };
  if (name.includes('/')) {
    const path = resolvePath(machine.cwd, name);
    const entry = stage.files.get(path);
    if (entry?.tool != null) return { kind: 'tool', tool: entry.tool, path };
    if (entry?.kind === 'file') return entry.certain ? { kind: 'file', path } : { kind: 'unknown' };
    const inVenv = environmentProgram(machine, path);
    if (inVenv !== null) return inVenv;
    if (/^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/.test(path))
      return bySystem(machine, nameOf(path), isProgram);
    return stage.files.presence(path) === 'unknown' ? { kind: 'unknown' } : { kind: 'absent' };
  }
  const isOfShell = Object.hasOwn(builtins, name) || name === 'exec' || name === 'command';
  // What no shell starts is none of a shell's own words, but for those that are programs too.
  if (isOfShell && !machine.direct) return { kind: 'tool', tool: name, path: null };
  if (isOfShell && !everywhere.has(name)) return { kind: 'absent' };
  const path = machine.env.get('PATH') ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  let doubtful = false;
  for (const folder of path.split(':', mostFolders + 1)) {
    if (!isKnown(folder)) {
      doubtful = true;
      continue;
    }
    const file = resolvePath(machine.cwd, `${folder === '' ? '.' : folder}/${name}`);
    const entry = stage.files.get(file);
    // Root's own folder is closed to everybody else.
    if (within('/root', file) && !isRoot(machine.user) && isKnown(machine.user)) continue;
    if (entry !== null && entry.kind === 'file') {
      if (!entry.certain) return { kind: 'unknown' };
      if (entry.tool !== null) return { kind: 'tool', tool: entry.tool, path: file };
      if (entry.executable !== false) return { kind: 'file', path: file };
    }
    const inVenv = environmentProgram(machine, file);
    if (inVenv !== null) return inVenv;
    if (/^\/(?:usr\/(?:local\/)?)?s?bin$/.test(folder)) {
      const found = bySystem(machine, name, isProgram);
      if (found.kind === 'tool') return found;
      if (found.kind === 'unknown') doubtful = true;
    }
  }
  const system = stage.environments.get(systemPython);
  // uv lies where its own file says, wherever its package is.
  if (name !== 'uv' && system?.packages.has(normal(name)) === true)
    return { kind: 'tool', tool: name, path: null };
  if (system?.project === true && project.metadata.dependencies?.has(normal(name)) === true) {
    return { kind: 'tool', tool: name, path: null };
  }
  return { kind: doubtful || stage.files.isVague ? 'unknown' : 'absent' };
}

const stageHas = ({ stage }: Machine, path: string): boolean => stage.files.get(path) !== null;

/** Programs that are not called like their Python package. */
const packageOfProgram: Readonly<Record<string, string>> = {
  'waitress-serve': 'waitress',
  'django-admin': 'django',
};

/** A program in a virtual environment's bin folder. */
function environmentProgram(machine: Machine, path: string): Found | null {
  for (const [folder, environment] of machine.stage.environments) {
    if (folder === systemPython || !path.startsWith(`${folder}/bin/`)) continue;
    const name = path.slice(folder.length + 5);
    const there = stageHas(machine, path);
    if (environment.moved && !there && /^[a-z]/.test(name) && !/^python/.test(name)) {
      // Its programs begin with the path of a Python that is not there any more.
      const brings = environment.project !== false || environment.packages.size > 0;
      if (brings) return { kind: 'unknown' };
    }
    const brings = packageOfProgram[name];
    if (brings !== undefined && environment.packages.has(brings)) return { kind: 'tool', tool: name, path };
    if (environment.packages.has(normal(name))) return { kind: 'tool', tool: name, path };
    if (environment.project !== true) continue;
    const dependencies = machine.project.metadata.dependencies;
    if (dependencies === null) return { kind: 'unknown' };
    if (dependencies.has(normal(name)) || (name === 'django-admin' && dependencies.has('django'))) {
      return { kind: 'tool', tool: name, path };
    }
  }
  return null;
}

/** A program that the base image or a package of its distribution has. */
function bySystem(machine: Machine, name: string, isProgram: Knows): Found {
  const { stage } = machine;
  const { base, packages } = stage;
  const tool: Found = { kind: 'tool', tool: name, path: null };
  if (base.programs?.has(name) === true) return tool;
  if (packages.has(name) || packageOf[name]?.some((each) => packages.has(each)) === true) return tool;
  for (const each of packages) if (programsOf(each)?.has(name) === true) return tool;
  // Every image that a shell runs in has the everyday tools.
  if (base.programs === null) return everywhere.has(name) ? tool : { kind: 'unknown' };
  if (base.files === 'empty') return { kind: 'absent' };
  if (sometimesThere.has(name)) return { kind: 'unknown' };
  const more = hasMore(machine);
  if (base.folders === 'all' && !more && !stage.files.isVague) return { kind: 'absent' };
  // The list of another base's programs is not complete; scripts are surely none of them.
  const known =
    !['adduser', 'addgroup'].includes(name) &&
    ((seldomThere.has(name) && !(base.folders === 'all' && more)) ||
      isMistyped(name) ||
      isMisplaced(name) ||
      isOwnFunction(name) ||
      isProgram(name) ||
      /^python|^pip|\.(?:sh|py|bash)$/.test(name));
  return { kind: known ? 'absent' : 'unknown' };
}

/**
 * Whether something was installed that may bring programs nobody here knows: a package of the distribution, or one of
 * Python's beside those that bring one of their own name.
 */
function hasMore({ stage }: Machine): boolean {
  if ([...stage.packages].some((each) => programsOf(each) === null)) return true;
  const python = stage.environments.get(systemPython);
  return [...(python?.packages ?? [])].some((each) => !bringsItsName.has(each));
}

const bringsItsName = new Set(
  'uv pip setuptools wheel django djangorestframework gunicorn uvicorn pipx poetry pipenv psycopg psycopg2 psycopg2-binary whitenoise requests virtualenv'.split(
    ' ',
  ),
);

/** Programs that every script of a lesson calls. */
const everyday = [
  'python',
  'python3',
  'runserver',
  'migrate',
  'manage',
  'chmod',
  'mkdir',
  'sleep',
  'apt-get',
  'install',
];

/** Programs of a slim image with an underscore in their name. */
const underscored = new Set(['c_rehash', 'x86_64', 'unix_chkpwd', 'unix_update', 'pam_getenv', 'chage_']);

/** `pyhton`: nearly the name of a program that is there, and not in any list itself. */
const isMistyped = (name: string): boolean =>
  name.length >= 5 &&
  !/\d$/.test(name) &&
  everyday.some((each) => each !== name && editDistance(each, name) <= 2);

/** `RUN RUN pip …`, `uvsync`, a whole command as one word: no program is called so. */
const isMisplaced = (name: string): boolean =>
  /^(?:ADD|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|RUN|USER|WORKDIR)$|^(?:uv|pip3?)-?(?:sync|install|run|pip|add)$|\s/.test(
    name,
  );

/** `wait_for_db`: a name as people give to functions of their own. */
const isOwnFunction = (name: string): boolean => /^[a-z]+(?:_[a-z]+)+$/.test(name) && !underscored.has(name);
