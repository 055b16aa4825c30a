import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot, userName } from '../../dockerfile/user.ts';
import { anybody, plainFile } from '../../simulation/image/entry.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { hasNoHome, homeOf, isSameUser } from '../../simulation/image/stage.ts';
import { noteOutcome } from '../../simulation/project-commands.ts';
import { fail, type Machine, type Program, placeOfUser, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { putUv } from '../pip/requirements.ts';
import { nearestFolderWith, noProject } from '../python/installation.ts';
import { cleanCache, keepsNone, type RefusedCache, refusedCache } from './cache.ts';
import { cacheOptions } from './cache-options.ts';
import { exports } from './export.ts';
import { uvAdd, uvInit, uvLock } from './lock.ts';
import { globalGrammar } from './options.ts';
import { uvPip } from './pip.ts';
import { pythons } from './python-command.ts';
import { uvRun } from './run.ts';
import { missingSettings } from './settings.ts';
import { uvSync } from './sync.ts';
import { runsTool, uvTool } from './tool.ts';
import { judgeUsage, judgeVariables, readUsage, type Usage, unrecognized } from './usage.ts';
import { makesEnvironment } from './venv.ts';
import { compareVersions, isAvailable, type Version, versionOf } from './version.ts';

const subcommands = new Set(
  `auth run init add remove version sync lock export tree format check audit tool python pip venv build publish workspace cache self help
   generate-shell-completion`.split(/\s+/),
);

export const uv: Program = (machine, args, _input, name) => {
  const since = machine.events.length;
  const status = runUv(machine, args, name);
  noteOutcome(machine, since, status);
  return status;
};

function runUv(machine: Machine, args: readonly string[], name: string): Status {
  const global = readUsage(machine, args, globalGrammar, 'before-operands');
  const denied = name === 'assumed' ? false : beginsWithCache(machine, global, name);
  let status = judgeVariables(machine);
  if (status !== 'failed' && global.refused !== null) status = judgeUsage(machine, global, 'uv');
  if (status === 'failed') return status;
  if (global.options.has('--help') || global.options.has('--version')) return 'ok';
  const directory = global.options.get('--directory')?.at(-1);
  if (
    directory !== undefined &&
    machine.stage.files.presence(resolvePath(machine.cwd, directory)) === 'absent'
  )
    return fail(machine, {
      kind: 'tool-refused',
      tool: 'uv',
      command: 'uv',
      phrase: `error: No such file or directory: ${directory}`,
    });
  const settings = missingSettings(machine, global);
  if (settings !== null)
    return fail(machine, {
      kind: 'tool-refused',
      tool: 'uv',
      command: 'uv',
      phrase: `error: failed to open file \`${settings}\`: No such file or directory (os error 2)`,
    });
  const ran = subcommand(machine, global);
  // The simulation continues as if the problem were fixed, so that its mere consequences are not reported.
  if (denied && ran !== 'stops') return 'failed';
  return ran === 'ok' ? status : ran;
}

/** The first of the examined releases that has each command. */
const since: Readonly<Record<string, Version>> = {
  sync: [0, 1, 45],
  run: [0, 1, 45],
  lock: [0, 1, 45],
  tool: [0, 2, 37],
  python: [0, 2, 37],
  add: [0, 2, 37],
  remove: [0, 2, 37],
  init: [0, 2, 37],
  tree: [0, 2, 37],
  export: [0, 4, 30],
};

/** The first release that handles projects as current ones do. How an older release treats a current lock file is unknown. */
const projectsSince: Version = [0, 4, 0];

/** Records that uv is used. Returns true after a failure because the user has no writable cache. */
function beginsWithCache(machine: Machine, global: Usage, name: string): boolean {
  const found = machine.host.resolve(machine, name).kind;
  machine.events.push({
    kind: 'tool-used',
    tool: 'uv',
    at: machine.place,
    phase: machine.phase,
    stage: machine.stage.index,
    found: found === 'tool' ? true : 'unknown',
  });
  const options = cacheOptions(machine, global);
  const refused = refusedCache(machine, options) ?? cacheOfNobody(machine, options);
  if (refused === null) return false;
  if (!refused.certain) unknown(machine, 'the cache of another user');
  else if (!machine.failures.some(({ kind }) => kind === 'not-permitted')) denyCache(machine, refused.folder);
  return refused.certain;
}

/** The default cache in the user's home, if the user has no usable home; null otherwise. */
function cacheOfNobody(machine: Machine, options: Usage['options']): RefusedCache | null {
  const isNamed = ['UV_CACHE_DIR', 'HOME', 'XDG_CACHE_HOME'].some((each) => machine.env.has(each));
  if (
    isNamed ||
    options.has('--cache-dir') ||
    keepsNone(machine, options) ||
    isRoot(machine.user) ||
    !isKnown(machine.user)
  )
    return null;
  return lacksOwnHome(machine) ? { folder: '~/.cache/uv', certain: true } : null;
}

/** Whether the user has no home folder, or one that belongs to another user. */
function lacksOwnHome({ stage, user }: Machine): boolean {
  const name = userName(user);
  const owner = stage.files.get(homeOf(stage, user) ?? '')?.owner;
  const isForeign =
    owner !== undefined && isKnown(owner) && owner !== anybody && !isSameUser(stage, owner, name);
  return hasNoHome(stage, user) || isForeign;
}

/** In a build, the failing step is reported, as Docker does; at start, the USER line is reported. */
const denyCache = (machine: Machine, path: string): Status =>
  fail(
    machine,
    { kind: 'not-permitted', command: 'uv', user: machine.user, what: { kind: 'cache', path } },
    machine.phase === 'start' ? placeOfUser(machine) : machine.place,
  );

function subcommand(machine: Machine, global: Usage): Status {
  const [command = '', ...rest] = global.operands;
  const version = versionOf(machine);
  const exists = isAvailable(version, since[command] ?? [0, 1, 0]);
  if (exists === false) return unrecognized(machine, command);
  if (exists === 'unknown') return unknown(machine, `uv ${command}`);
  if (
    version !== null &&
    /^(?:sync|run|lock|add|export)$/.test(command) &&
    compareVersions(version, projectsSince) < 0
  )
    unknown(machine, `uv ${command} of an old uv`);
  switch (command) {
    case 'sync':
      return uvSync(machine, rest, global.options);
    case 'run':
      return uvRun(machine, rest, global.options);
    case 'x':
      return runsTool(machine, rest);
    case 'tool':
      return uvTool(machine, rest);
    case 'pip':
      return uvPip(machine, rest, global.options);
    case 'venv':
      return makesEnvironment(machine, rest, global.options);
    case 'export':
      return exports(machine, rest, global.options);
    case 'init':
      return uvInit(machine, rest, global.options);
    case 'lock':
      return uvLock(machine, rest, global.options);
    case 'add':
      return uvAdd(machine, rest, global.options);
    case '':
      // Without a command, uv prints its help and exits with 2.
      return fail(machine, { kind: 'tool-refused', tool: 'uv', command: 'uv', phrase: 'uv needs a command' });
    case 'cache':
      if (rest[0] === 'clean') cleanCache(machine, global.options);
      return ['clean', 'prune', 'dir', 'size'].includes(rest[0] ?? '')
        ? 'ok'
        : unrecognized(machine, rest[0] ?? '');
    case 'python':
      return pythons(machine, rest);
    case 'tree':
      return showsTree(machine, rest);
    case 'version':
      return rest.length === 0 ? 'ok' : unknown(machine, 'uv version');
    case 'self':
      return updatesItself(machine, rest);
    case 'help':
      return 'ok';
    default:
      if (subcommands.has(command) || !isKnown(command)) return unknown(machine, `uv ${command}`);
      return unrecognized(machine, command);
  }
}

/** `uv tree`: prints the dependency tree of the lock file. */
function showsTree(machine: Machine, args: readonly string[]): Status {
  const root = nearestFolderWith(machine, machine.cwd, 'pyproject.toml');
  if (root === null) return noProject(machine, 'uv tree', machine.cwd);
  const isPlain = args.every((arg) => /^--(?:frozen|locked|no-dev|outdated)$/.test(arg));
  const isLocal = args.includes('--frozen') || machine.phase === 'build';
  return root !== 'unknown' && isPlain && isLocal ? 'ok' : unknown(machine, 'uv tree');
}

/** Only uv installed by its own installer can update itself. */
function updatesItself(machine: Machine, [verb = '']: readonly string[]): Status {
  const found = machine.host.resolve(machine, 'uv');
  const isInstallers =
    found.kind !== 'tool' || found.path === null || !/^(?:\/usr(?:\/local)?)?\/bin\//.test(found.path);
  if (verb === 'version') return 'ok';
  if (verb !== 'update' || isInstallers) return unknown(machine, 'uv self');
  const phrase = 'error: uv was installed through an external package manager and cannot update itself.';
  return fail(machine, { kind: 'tool-refused', tool: 'uv', command: 'uv self update', phrase });
}

/** uv's own installer: installs into ~/.local/bin or UV_INSTALL_DIR, which are not on the PATH by default. */
export const uvInstaller: Program = (machine) => {
  const home = homeOf(machine.stage, machine.user) ?? '/root';
  const folder =
    machine.env.get('UV_INSTALL_DIR') ??
    machine.env.get('UV_UNMANAGED_INSTALL') ??
    machine.env.get('XDG_BIN_HOME') ??
    `${machine.env.get('HOME') ?? home}/.local/bin`;
  putUv(machine, resolvePath('/', folder));
  machine.stage.files.put(`${resolvePath('/', folder)}/env`, { ...plainFile, line: machine.place.line });
  return 'ok';
};
