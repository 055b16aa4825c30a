import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { type Machine, type Program, unfollowed, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { installUnseen } from './install.ts';
import { runNamed } from './npm.ts';
import { refuse } from './refuse.ts';
import { findPackage } from './scripts.ts';

/** Commands of the package managers themselves; every other word is a script of package.json. */
const ownCommands = new Set(
  'install i ci add remove global config cache set up upgrade dlx exec import why info init link publish store fetch deploy prune version help list audit create node workspace workspaces'.split(
    ' ',
  ),
);

/** A call of yarn or pnpm: its name, its arguments, and the name of its lock file. */
interface ManagerCall {
  readonly name: string;
  readonly args: readonly string[];
  readonly lockName: string;
}

/** yarn and pnpm: scripts run as with npm; which packages are installed is not simulated. */
const manager =
  (lockName: string): Program =>
  (machine, args, _input, name) => {
    if (!args.every(isKnown)) return unfollowed(machine, name);
    const words = args.filter((arg) => !arg.startsWith('-'));
    const [verb = args.length === 0 && name.startsWith('yarn') ? 'install' : '', script = ''] = words;
    const isStrict = args.includes('--frozen-lockfile') || args.includes('--immutable');
    const installs = verb === 'install' || verb === 'i' || verb === 'ci' || (verb === '' && isStrict);
    if (installs) return install(machine, { name, args, lockName });
    if (verb === '') return 'ok';
    if (ownCommands.has(verb)) return unfollowed(machine, `${name} ${verb}`);
    return runScript(machine, { name, args, lockName }, verb, script);
  };

/** `pnpm run build`, `yarn build`: runs a script of package.json by its name. */
function runScript(machine: Machine, { name, args }: ManagerCall, verb: string, script: string): Status {
  const found = findPackage(machine);
  if (found.kind === 'refused') return found.status;
  if (found.kind === 'unknown') return unfollowed(machine, `${name} ${verb}`);
  const wanted = verb === 'run' ? script : verb;
  if (wanted === '') return 'ok';
  if (verb !== 'run' && !found.package.scripts.has(wanted)) return unfollowed(machine, `${name} ${wanted}`);
  const scriptArgs = args.slice(args.indexOf(wanted) + 1);
  const presence = args.includes('--if-present') ? 'may-be-missing' : 'must-be-there';
  return runNamed(machine, found, wanted, scriptArgs, presence);
}

function install(machine: Machine, { name, args, lockName }: ManagerCall): Status {
  const found = findPackage(machine);
  if (found.kind === 'refused') return found.status;
  if (found.kind === 'unknown') return unknown(machine, `${name} install`);
  const lock = resolvePath(found.root, lockName);
  // Only pnpm fails when the lock file that it must not change is missing.
  const isStrict = name === 'pnpm' && args.includes('--frozen-lockfile');
  if (isStrict && machine.stage.files.presence(lock) === 'absent')
    return refuse(
      machine,
      ` ERR_PNPM_NO_LOCKFILE  Cannot install with "frozen-lockfile" because ${lockName} is absent`,
      'no-lock',
    );
  return installUnseen(machine, found, `${name} install`);
}

export const yarn = manager('yarn.lock');
export const pnpm = manager('pnpm-lock.yaml');
