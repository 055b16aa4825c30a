import { isKnown } from '../../dockerfile/unknown-text.ts';
import { ownerOf } from '../../dockerfile/user.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { nameOf, parentOf } from '../../simulation/image/files.ts';
import { mayWriteTo } from '../../simulation/image/rights.ts';
import { bareEnvironment, type Environment, lacksUser } from '../../simulation/image/stage.ts';
import { fail, type Machine, setVariable, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { neededPackages } from './project.ts';
import { environmentAt, pythonOf } from './version.ts';

/** The closest folder, from `start` upwards, that contains a file; null when none does. */
export function nearestFolderWith(machine: Machine, start: string, name: string): string | 'unknown' | null {
  let doubtful = false;
  for (let folder = start; ; folder = parentOf(folder)) {
    const path = folder === '/' ? `/${name}` : `${folder}/${name}`;
    const presence = machine.stage.files.presence(path);
    if (presence === 'file') return folder;
    // A known base image has no project in its own folders.
    if (
      presence === 'unknown' &&
      (machine.stage.files.isVague || !isKnown(path) || machine.stage.files.get(path) !== null)
    )
      doubtful = true;
    if (folder === '/') return doubtful ? 'unknown' : null;
  }
}

export interface Installation {
  readonly command: string;
  readonly implicit: boolean;
  readonly exact: boolean | 'unknown';
  /** The project's folder, which has its pyproject.toml. */
  readonly root: string | null;
  readonly environment: string;
  readonly withoutDev: boolean;
  /** The installed packages; null when they are those that the application needs. */
  readonly packages?: ReadonlySet<string> | null;
  /** Whether uv installed from the project, so that `uv run` finds nothing left to do. */
  readonly synced?: boolean;
  /** Whether packages that the project needs were excluded. */
  readonly incomplete?: boolean;
  /** The names of the excluded packages. */
  readonly leftOut?: readonly string[];
  /** Whether the target is a folder that is not a virtual environment. */
  readonly separate?: boolean;
  /** The Python version that uv downloads for it. */
  readonly python?: string | null;
}

/** Records a step that installs the project's dependencies, and which files its layer depends on. */
export function noteInstall(
  machine: Machine,
  installation: Omit<
    Installation,
    'environment' | 'withoutDev' | 'packages' | 'synced' | 'separate' | 'python'
  >,
  status: Status = 'ok',
): void {
  const { stage, project } = machine;
  const root = installation.root ?? machine.cwd;
  const at = (file: string): string => (root === '/' ? `/${file}` : `${root}/${nameOf(file)}`);
  const present = project.dependencyFiles.filter((file) => stage.files.presence(at(file)) !== 'absent');
  machine.events.push({
    kind: 'install',
    at: machine.place,
    phase: machine.phase,
    stage: stage.index,
    command: installation.command,
    implicit: installation.implicit,
    exact: installation.exact,
    sourceSince: machine.sourceSince,
    present,
    absent: project.dependencyFiles.filter((file) => !present.includes(file)),
    certain: machine.certain && status !== 'unknown',
  });
}

/** Records an installation, and adds its packages to their environment. */
export function install(machine: Machine, installation: Installation, given: Status): Status {
  let status = given;
  noteInstall(machine, installation, status);
  const { stage } = machine;
  const home = parentOf(installation.environment);
  const entry = stage.files.get(installation.environment) ?? stage.files.get(home);
  const isOfFolder = installation.environment.startsWith('/') && !lacksUser(stage, machine.user);
  const writes = isOfFolder && entry !== null ? mayWriteTo(stage, machine.user, entry) : true;
  if (status === 'ok' && writes === 'unknown') status = unknown(machine, installation.command);
  if (status !== 'failed' && writes === false) {
    const command = installation.command.split(' ').slice(0, 2).join(' ');
    status = fail(machine, {
      kind: 'not-permitted',
      command,
      user: machine.user,
      what: { kind: 'environment', path: installation.environment },
    });
  }
  const bare = { ...bareEnvironment, interpreter: installation.separate !== true };
  const before = environmentAt(machine, installation.environment) ?? bare;
  const packages = installation.packages ?? null;
  const whole =
    installation.incomplete !== true && (packages === null || missingPackage(machine, packages) === null);
  const set = before.interpreter ? setEnvironment : setPackages;
  set(machine, installation.environment, {
    ...before,
    // After a failure, the simulation continues as if it were fixed.
    project: !machine.certain || status === 'unknown' ? 'unknown' : whole || before.project,
    packages: packages === null ? before.packages : new Set([...before.packages, ...packages]),
    leftOut: installation.leftOut ?? [],
    synced: installation.synced === true || before.synced,
    downloaded: installation.python ?? before.downloaded,
    withoutDev: installation.withoutDev,
    line: machine.place.line,
  });
  return status;
}

/** The first package that the application needs to start and that is not in `packages`; null when all are. */
export function missingPackage({ project }: Machine, packages: ReadonlySet<string>): string | null {
  const isInstalled = (name: string): boolean =>
    packages.has(name) ||
    (name === 'django' && [...packages].some((each) => /^django-?rest|^django-/.test(each)));
  return [...project.fact(neededPackages)].find((name) => !isInstalled(name)) ?? null;
}

/** Activates an environment: the following commands find its programs first. */
export function activate(machine: Machine, environment: string): void {
  setVariable(machine, 'VIRTUAL_ENV', environment);
  setVariable(machine, 'PATH', `${environment}/bin:${machine.env.get('PATH') ?? ''}`);
}

export function setEnvironment(machine: Machine, folder: string, environment: Environment): void {
  machine.stage.environments.set(folder, forPython(machine, environment));
  if (folder === 'system') return;
  for (const name of ['python', 'python3']) {
    machine.stage.files.put(`${folder}/bin/${name}`, {
      ...plainFile,
      executable: true,
      tool: 'python',
      line: machine.place.line,
      owner: ownerOf(machine.user),
    });
  }
}

/** Packages are in a folder that is named after the version of Python. */
const forPython = (machine: Machine, environment: Environment): Environment => ({
  ...environment,
  python: environment.python ?? pythonOf(machine),
});

/** Adds a folder with packages that is not an environment: a user's packages, a `--target`, or packages to be installed later. */
export function setPackages(machine: Machine, folder: string, environment: Environment): void {
  machine.stage.environments.set(folder, { ...forPython(machine, environment), interpreter: false });
  machine.stage.files.put(`${folder}/lib/python`, {
    ...plainFile,
    kind: 'folder',
    executable: true,
    line: machine.place.line,
    owner: ownerOf(machine.user),
  });
}

/** Fails a command that does not find a pyproject.toml. */
export function noProject(machine: Machine, command: string, directory: string): Status {
  const elsewhere = machine.stage.files
    .find((entry, path) => entry.kind === 'file' && nameOf(path) === 'pyproject.toml')
    .map(([path]) => parentOf(path))[0];
  if (elsewhere === undefined) {
    return fail(machine, { kind: 'project-file-not-found', command });
  }
  // If WORKDIR already was this folder when the files were copied, they went to the wrong place; otherwise the command runs in the wrong
  // folder.
  const { stage } = machine;
  const copied =
    stage.files.get(elsewhere === '/' ? '/pyproject.toml' : `${elsewhere}/pyproject.toml`)?.line ?? 0;
  const put = directory === stage.workdir && stage.workdirLine < copied;
  return fail(machine, {
    kind: 'project-elsewhere',
    command,
    folder: directory,
    where: elsewhere,
    astray: put ? 'files' : 'command',
  });
}
