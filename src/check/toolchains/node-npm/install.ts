import { plainFile } from '../../simulation/image/entry.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { putModules } from './node-modules.ts';
import { compareLock, type PackageLock, readPackageLock } from './package-json.ts';
import { deniedAt, refuse } from './refuse.ts';
import { type FoundPackage, runPackageScript } from './scripts.ts';

type ReadPackage = FoundPackage & { readonly kind: 'read' };

/** Whether development dependencies are left out: decided by an option, else by NODE_ENV (npm's precedence). */
function leavesDevOut(machine: Machine, options: ParsedOptions): boolean {
  const included = [...(options.get('--include') ?? [])];
  if (included.includes('dev')) return false;
  const omitted = [...(options.get('--omit') ?? []), ...(options.get('--only') ?? [])];
  if (omitted.some((each) => /^(?:dev|prod|production)$/.test(each))) return true;
  if (options.has('--production') || options.has('--prod')) return true;
  return machine.env.get('NODE_ENV') === 'production';
}

/** The lock file of a package; `unknown` when it exists but cannot be read. */
export function lockOf(machine: Machine, root: string): PackageLock | 'absent' | 'unknown' {
  const { files } = machine.stage;
  for (const name of ['npm-shrinkwrap.json', 'package-lock.json']) {
    const path = resolvePath(root, name);
    const presence = files.presence(path);
    if (presence === 'absent') continue;
    const text = files.get(path)?.text ?? null;
    return text === null ? 'unknown' : (readPackageLock(text) ?? 'unknown');
  }
  return 'absent';
}

/** `npm ci`: installs exactly what the lock file lists, or fails. */
export function cleanInstall(machine: Machine, found: ReadPackage, options: ParsedOptions): Status {
  const lock = lockOf(machine, found.root);
  if (lock === 'absent')
    return refuse(
      machine,
      'npm error `npm ci` can only install with an existing package-lock.json',
      'no-lock',
    );
  if (lock === 'unknown' || found.package.hasWorkspaces) return installUnseen(machine, found, 'npm ci');
  const { missing, changed } = compareLock(found.package, lock);
  if (missing.length > 0)
    return refuse(machine, `npm error Missing: ${missing[0]} from lock file`, 'stale-lock');
  if (changed.length > 0) return installUnseen(machine, found, 'npm ci');
  return install(machine, found, options, lock);
}

/** `npm install`, which needs no lock file and creates one. */
export function plainInstall(machine: Machine, found: ReadPackage, options: ParsedOptions): Status {
  const lock = lockOf(machine, found.root);
  const { dependencies, devDependencies, hasWorkspaces } = found.package;
  const asksNothing = dependencies.size + devDependencies.size === 0 && !hasWorkspaces;
  if (lock === 'absent') {
    const { line } = machine.place;
    machine.stage.files.put(resolvePath(found.root, 'package-lock.json'), { ...plainFile, line });
    return asksNothing
      ? install(machine, found, options, { asked: new Map(), packages: [] })
      : installUnseen(machine, found, 'npm install', 'ok');
  }
  if (lock === 'unknown' || hasWorkspaces) return installUnseen(machine, found, 'npm install', 'ok');
  const { missing, changed } = compareLock(found.package, lock);
  if (missing.length + changed.length > 0) return installUnseen(machine, found, 'npm install', 'ok');
  return install(machine, found, options, lock);
}

/** Simulates an installation whose packages are unknown. */
export function installUnseen(machine: Machine, found: ReadPackage, what: string, status?: Status): Status {
  const denied = deniedModules(machine, found, what);
  putModules(machine, found.root, null);
  return denied ?? status ?? unknown(machine, what);
}

const deniedModules = (machine: Machine, { root }: ReadPackage, what: string): Status | null =>
  deniedAt(machine, what, resolvePath(root, 'node_modules'));

function install(machine: Machine, found: ReadPackage, options: ParsedOptions, lock: PackageLock): Status {
  const denied = deniedModules(machine, found, 'npm');
  const withoutDev = leavesDevOut(machine, options);
  putModules(
    machine,
    found.root,
    lock.packages.filter(({ dev }) => !(dev && withoutDev)),
  );
  // Report the failure only after the packages are in place, so that the simulation continues as if it were fixed.
  if (denied !== null) return denied;
  if (options.has('--ignore-scripts')) return 'ok';
  for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) {
    if (!found.package.scripts.has(name)) continue;
    const status = runPackageScript(machine, found, name, []);
    if (status !== 'ok') return status;
  }
  return 'ok';
}
