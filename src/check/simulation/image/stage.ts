import type { Instruction } from '../../dockerfile/instruction.ts';
import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot, userName } from '../../dockerfile/user.ts';
import type { BaseImage } from './base-image.ts';
import { plainFile } from './entry.ts';
import { Files } from './files.ts';
import { hasSystemGroup, hasSystemUser } from './system-accounts.ts';

/** Where packages of the project are installed: system-wide, or in a folder of its own (a virtual environment). */
export interface Environment {
  /** Whether the project's dependencies are installed in it. */
  readonly project: boolean | 'unknown';
  /** Whether development dependencies were left out (`--no-dev`). */
  readonly withoutDev: boolean;
  /** Packages that were installed individually, by name. */
  readonly packages: ReadonlySet<string>;
  /** Packages that the project needs but that were not installed with the others. */
  readonly leftOut: readonly string[];
  /** Whether its installer has synchronized it with the project, whatever the project lists. */
  readonly synced: boolean;
  /** The folder it was created in, if it was moved since: its scripts name the interpreter there. Null if it was not moved. */
  readonly madeAt: string | null;
  /** Whether its packages have the versions of the lock file. Only meaningful for packages kept to be installed later (a wheelhouse). */
  readonly exact: boolean;
  /** Whether it has its own interpreter: it is a virtual environment, or the system's. */
  readonly interpreter: boolean;
  /** The version of the image's own Python that its packages were installed for; no other version finds them. Null if unknown. */
  readonly python: string | null;
  /** The version of a Python that was downloaded for it; null if it uses the image's own. */
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
/** Key of the system-wide environment, which has no folder of its own. */
export const systemEnvironment = 'system';

/** The command of an ENTRYPOINT or CMD. */
export interface StartCommand {
  /** The words of the exec form; null in shell form. */
  readonly exec: readonly string[] | null;
  /** The line of the shell form; null in exec form. */
  readonly shell: string | null;
  readonly line: number;
  readonly written: string;
}

/** State of a build stage after the instructions so far. Mutated as they run. */
export interface Stage {
  readonly index: number;
  readonly name: string | null;
  readonly line: number;
  readonly base: BaseImage;
  /** The stage that it builds on (`FROM earlier`). */
  readonly parent: Stage | null;
  files: Files;
  /** Variables of ENV, ARG with a value, and the base image. An unknown value counts as set. */
  readonly env: Map<string, string>;
  /** Variables that a container gets: ENV and the base image's. ARG ends with the build. */
  readonly runEnv: Map<string, string>;
  /** Line of the instruction that last set each variable. */
  readonly envLines: Map<string, number>;
  /** ARG without a value: declared but not set. */
  readonly declared: Set<string>;
  workdir: string;
  workdirSet: boolean;
  workdirLine: number;
  user: string;
  /** Line of the USER instruction; 0 if the user comes from the base image. */
  userLine: number;
  shell: readonly string[] | null;
  entrypoint: StartCommand | null;
  cmd: StartCommand | null;
  readonly exposed: Map<number, number>;
  readonly environments: Map<string, Environment>;
  /** Distribution packages installed by name. */
  readonly packages: Set<string>;
  /** Created users with their home folders (null: no home was created). */
  readonly users: Map<string, string | null>;
  /** Uids of created users, by name. */
  readonly userNumbers: Map<string, string>;
  /** Created groups. */
  readonly groups: Set<string>;
  /** Additional members of groups. */
  readonly members: Map<string, ReadonlySet<string>>;
  /** Line of the first instruction from which the layers depend on the application's source. */
  sourceSince: number | null;
  /** ONBUILD instructions for stages that build on this one. */
  readonly triggers: Instruction[];
  /** Other stages that it copies or mounts files from. */
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

/** The base image's own CMD, which has no line in the Dockerfile. */
const ownStart = ({ start }: BaseImage): StartCommand | null =>
  start === null ? null : { exec: start, shell: null, line: 0, written: '' };

/** The stage and all the stages it depends on. */
export function reachable(stage: Stage, found = new Set<Stage>()): ReadonlySet<Stage> {
  if (found.has(stage)) return found;
  found.add(stage);
  if (stage.parent !== null) reachable(stage.parent, found);
  for (const used of stage.uses) reachable(used, found);
  return found;
}

/** The home folder of a user; null if it has none or it is unknown. */
export function homeOf(stage: Stage, user: string): string | null {
  return isRoot(user) ? '/root' : (stage.users.get(userName(user)) ?? null);
}

/** Whether a user certainly has no writable home folder: system users and uids without a user. */
export function hasNoHome(stage: Stage, written: string): boolean {
  const name = userName(written);
  if (stage.users.has(name)) return stage.users.get(name) === null;
  if (stage.files.isVague || !['debian', 'alpine'].includes(stage.base.family)) return false;
  return hasSystemUser(stage.base.family, name) !== false || /^\d+$/.test(name);
}

/** Whether a user (`name`, `name:group`) is neither in the base image nor created by a step. */
export function lacksUser(stage: Stage, written: string): boolean {
  const name = userName(written);
  if (name === '' || !isKnown(name) || /^\d+$/.test(name) || stage.users.has(name)) return false;
  if (!knowsAccounts(stage, '/etc/passwd')) return false;
  return stage.base.files === 'empty' || hasSystemUser(stage.base.family, name) === false;
}

/** Whether the group of `name:group` is neither in the base image nor created by a step. */
export function lacksGroup(stage: Stage, written: string): boolean {
  const group = written.split(':')[1] ?? '';
  if (group === '' || !isKnown(group) || /^\d+$/.test(group) || stage.groups.has(group)) return false;
  if (!knowsAccounts(stage, '/etc/group')) return false;
  return stage.base.files === 'empty' || hasSystemGroup(stage.base.family, group) === false;
}

/** Whether the image certainly has no user and group lists, so that no name but root can be resolved. */
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

/** Whether the image's users or groups are known. An empty image has only those in a list copied into it. */
const knowsAccounts = ({ files, base }: Stage, list: string): boolean =>
  !files.isVague &&
  (base.files === 'empty'
    ? files.presence(list) === 'absent'
    : base.family === 'debian' || base.family === 'alpine');

/** Uids of the users on every Debian. */
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
/** The uid of a known user; otherwise the name as written. */
export function numberOf({ base, userNumbers }: Stage, user: string): string {
  const made = userNumbers.get(user);
  if (made !== undefined) return made;
  return base.family === 'debian' && Object.hasOwn(debianNumbers, user)
    ? (debianNumbers[user] ?? user)
    : user;
}

/** Whether two names or uids mean the same user, be it a system user or one created by a step. */
export const isSameUser = (stage: Stage, one: string, other: string): boolean =>
  numberOf(stage, one) === numberOf(stage, other);
