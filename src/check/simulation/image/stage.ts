import type { Instruction } from '../../dockerfile/instruction.ts';
import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot, userName } from '../../dockerfile/user.ts';
import type { BaseImage } from './base-image.ts';
import { plainFile } from './entry.ts';
import { Files } from './files.ts';
import { hasSystemGroup, hasSystemUser } from './system-accounts.ts';

/** Where packages of the project are installed: for the whole system, or in a folder of their own (a virtual environment). */
export interface Environment {
  /** The project's dependencies are in it. */
  readonly project: boolean | 'unknown';
  /** Development dependencies were left out (`--no-dev`). */
  readonly withoutDev: boolean;
  /** Single packages that were installed by name. */
  readonly packages: ReadonlySet<string>;
  /** Packages that the project needs and that were not installed with the others. */
  readonly leftOut: readonly string[];
  /** Its installer has brought it up to date with the project, whatever that names. */
  readonly synced: boolean;
  /** The folder that it was made in, where that is another: its programs name the interpreter there. Null where it is not. */
  readonly madeAt: string | null;
  /** Whether what is in it has the versions of the lock file; for packages that are only kept to be installed later. */
  readonly exact: boolean;
  /** It has an interpreter of its own: it is a virtual environment, or the system's. */
  readonly interpreter: boolean;
  /** The version of the image's own Python that its packages were installed for, which no other looks for; null where that is not known. */
  readonly python: string | null;
  /** The version of an interpreter that was downloaded for it; null where it is the image's own. */
  readonly downloaded: string | null;
  readonly line: number;
}

export const bareEnvironment: Environment = {
  project: false,
  withoutDev: false,
  packages: new Set(),
  leftOut: [],
  synced: false,
  madeAt: null,
  exact: false,
  interpreter: true,
  python: null,
  downloaded: null,
  line: 0,
};
/** The environment that belongs to no folder. */
export const systemEnvironment = 'system';

/** What ENTRYPOINT or CMD say. */
export interface StartCommand {
  /** The exec form's words; null in shell form. */
  readonly exec: readonly string[] | null;
  /** The shell form's line; null in exec form. */
  readonly shell: string | null;
  readonly line: number;
  readonly written: string;
}

/** A stage of the build as it is after the instructions so far. It changes while they are run. */
export interface Stage {
  readonly index: number;
  readonly name: string | null;
  readonly line: number;
  readonly base: BaseImage;
  /** The stage that it goes on from, for `FROM earlier`. */
  readonly parent: Stage | null;
  files: Files;
  /** ENV, ARG with a value, and the base's own; a value of unknown text is set but not known. */
  readonly env: Map<string, string>;
  /** What a container of it gets: ENV and the base's own. ARG is over when the build is. */
  readonly runEnv: Map<string, string>;
  /** The instruction that set a variable last. */
  readonly envLines: Map<string, number>;
  /** ARG without a value: declared, not set. */
  readonly declared: Set<string>;
  workdir: string;
  workdirSet: boolean;
  workdirLine: number;
  user: string;
  /** The USER that set it; 0 where it is the base's. */
  userLine: number;
  shell: readonly string[] | null;
  entrypoint: StartCommand | null;
  cmd: StartCommand | null;
  readonly exposed: Map<number, number>;
  readonly environments: Map<string, Environment>;
  /** Packages of the distribution, installed by name. */
  readonly packages: Set<string>;
  /** Users that were made, with their home (null: none was made). */
  readonly users: Map<string, string | null>;
  /** The numbers of those that were made, by name. */
  readonly userNumbers: Map<string, string>;
  /** Groups that were made. */
  readonly groups: Set<string>;
  /** Further users of a group that were put into it. */
  readonly members: Map<string, ReadonlySet<string>>;
  /** The first instruction that makes the layers from there on depend on the application's source. */
  sourceSince: number | null;
  /** What its ONBUILD leaves to be done by the stages that go on from it. */
  readonly triggers: Instruction[];
  /** Other stages that it takes files from. */
  readonly uses: Set<Stage>;
}

export function newStage(
  index: number,
  name: string | null,
  line: number,
  base: BaseImage,
  parent: Stage | null,
): Stage {
  const stage: Stage = {
    index,
    name,
    line,
    base,
    parent,
    files: parent === null ? Files.of(base.files, base.folders) : parent.files.copy(),
    env: new Map(parent === null ? Object.entries(base.env ?? {}) : parent.env),
    runEnv: new Map(parent === null ? Object.entries(base.env ?? {}) : parent.runEnv),
    envLines: new Map(parent?.envLines),
    declared: new Set(parent?.declared),
    workdir: parent?.workdir ?? base.workdir,
    workdirSet: parent?.workdirSet ?? false,
    workdirLine: parent?.workdirLine ?? 0,
    user: parent?.user ?? base.user,
    userLine: parent?.userLine ?? 0,
    shell: parent?.shell ?? null,
    entrypoint: parent?.entrypoint ?? null,
    cmd: parent === null ? ownStart(base) : parent.cmd,
    exposed: new Map(parent === null ? base.exposes.map((port) => [port, 0] as const) : parent.exposed),
    environments: new Map(parent?.environments),
    packages: new Set(parent?.packages),
    users: new Map(parent === null ? Object.entries(base.users) : parent.users),
    userNumbers: new Map(parent?.userNumbers),
    groups: new Set(parent === null ? Object.keys(base.users) : parent.groups),
    members: new Map(parent?.members),
    sourceSince: parent?.sourceSince ?? null,
    triggers: [],
    uses: new Set(),
  };
  if (parent === null) {
    const folder = base.files === 'empty' ? '' : '/usr/local/bin';
    for (const tool of base.brings) {
      stage.files.put(`${folder}/${tool}`, { ...plainFile, executable: true, tool, line });
    }
    for (const path of base.whole) stage.files.remove(path);
    for (const [path, text] of Object.entries(base.brought))
      stage.files.put(path, { ...plainFile, text, executable: text?.startsWith('#!') === true });
  }
  return stage;
}

/** The base image's own CMD, which stands on no line of the Dockerfile. */
const ownStart = ({ start }: BaseImage): StartCommand | null =>
  start === null ? null : { exec: start, shell: null, line: 0, written: '' };

/** The stage and all that it is built from. */
export function reachable(stage: Stage, found = new Set<Stage>()): ReadonlySet<Stage> {
  if (found.has(stage)) return found;
  found.add(stage);
  if (stage.parent !== null) reachable(stage.parent, found);
  for (const used of stage.uses) reachable(used, found);
  return found;
}

/** The home folder of the user that commands run as. */
export function homeOf(stage: Stage, user: string): string | null {
  return isRoot(user) ? '/root' : (stage.users.get(userName(user)) ?? null);
}

/** Whether a user certainly has no writable home folder: a system user, or an unassigned number. */
export function hasNoHome(stage: Stage, written: string): boolean {
  const name = userName(written);
  if (stage.users.has(name)) return stage.users.get(name) === null;
  if (stage.files.isVague || !['debian', 'alpine'].includes(stage.base.family)) return false;
  return hasSystemUser(stage.base.family, name) !== false || /^\d+$/.test(name);
}

/** Whether a user (`name`, `name:group`) is neither in the base image nor made by a step. */
export function lacksUser(stage: Stage, written: string): boolean {
  const name = userName(written);
  if (name === '' || !isKnown(name) || /^\d+$/.test(name) || stage.users.has(name)) return false;
  if (!knowsAccounts(stage, '/etc/passwd')) return false;
  return stage.base.files === 'empty' || hasSystemUser(stage.base.family, name) === false;
}

/** Whether the group of `name:group` is neither in the base image nor made by a step. */
export function lacksGroup(stage: Stage, written: string): boolean {
  const group = written.split(':')[1] ?? '';
  if (group === '' || !isKnown(group) || /^\d+$/.test(group) || stage.groups.has(group)) return false;
  if (!knowsAccounts(stage, '/etc/group')) return false;
  return stage.base.files === 'empty' || hasSystemGroup(stage.base.family, group) === false;
}

/** Whether an image certainly has no list of users and groups, so that no name but root can be resolved. */
export function lacksLists({ base, files }: Stage, written: string): boolean {
  const [user = '', group = ''] = written.split(':');
  const isNamed = (name: string): boolean =>
    name !== '' && name !== 'root' && isKnown(name) && !/^\d+$/.test(name);
  if (base.files !== 'empty' || files.isVague) return false;
  return (
    (isNamed(user) && files.presence('/etc/passwd') === 'absent') ||
    (isNamed(group) && files.presence('/etc/group') === 'absent')
  );
}

/** Whether it is known which users, or groups, there are; an empty image has those of the file that was copied into it. */
const knowsAccounts = ({ files, base }: Stage, list: string): boolean =>
  !files.isVague &&
  (base.files === 'empty'
    ? files.presence(list) === 'absent'
    : base.family === 'debian' || base.family === 'alpine');

/** Numbers of the users that every Debian has. */
const debianNumbers: Readonly<Record<string, string>> = {
  root: '0',
  daemon: '1',
  bin: '2',
  games: '5',
  man: '6',
  mail: '8',
  proxy: '13',
  'www-data': '33',
  backup: '34',
  nobody: '65534',
};
/** The number of a user who is known by name; whoever is not stays what was written. */
export function numberOf({ base, userNumbers }: Stage, user: string): string {
  const made = userNumbers.get(user);
  if (made !== undefined) return made;
  return base.family === 'debian' && Object.hasOwn(debianNumbers, user)
    ? (debianNumbers[user] ?? user)
    : user;
}

/** Whether two names or numbers are one user's: the system's own, or one that the steps have made. */
export const isSameUser = (stage: Stage, one: string, other: string): boolean =>
  numberOf(stage, one) === numberOf(stage, other);
