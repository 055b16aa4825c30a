import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { digestOf } from './digest.js';
import { inState, root } from './paths.js';
import { asRoot, mayBeRoot, NeedsPerson, run } from './run.js';

/** Debian keeps what root runs in places that are not on everyone's PATH. */
const places = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/bin',
];

/**
 * Full path of a command, or null.
 * @param {string} command
 */
export function find(command) {
  for (const place of places) {
    const path = join(place, command);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this place.
    }
  }
  return null;
}

/**
 * Installs the Debian packages whose commands are missing.
 * @param {Readonly<Record<string, string>>} wanted command → package
 * @param {import('./progress.js').Tell} tell
 * @returns {Promise<string | false>}
 */
export async function installMissing(wanted, tell) {
  const missing = Object.entries(wanted).filter(([command]) => find(command) === null);
  if (missing.length === 0) return false;
  const names = [...new Set(missing.map(([, name]) => name))];
  const byHand = `apt-get install ${names.join(' ')}`;
  if (find('apt-get') === null)
    throw new NeedsPerson(
      `Please install ${names.join(', ')} with this machine's package manager, then try again.`,
    );
  if (!(await mayBeRoot()))
    throw new NeedsPerson(`Only root may install packages. Please run:\n  sudo ${byHand}\nthen try again.`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await asRoot('apt-get', ['update', '-q'], { env, onLine: tell, seconds: 300 });
  await asRoot('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], {
    // docker.io would start an engine by itself where an init system runs; that is the operator's choice.
    env: { ...env, NEEDRESTART_MODE: 'a' },
    onLine: tell,
    seconds: 900,
  });
  const still = missing.filter(([command]) => find(command) === null).map(([command]) => command);
  if (still.length > 0) throw new NeedsPerson(`${byHand} ran, but ${still.join(', ')} cannot be found.`);
  return names.join(', ');
}

/**
 * Brings node_modules, Node 24 among them, when the lock file has changed since.
 * @param {import('./progress.js').Tell} tell
 */
export async function installModules(tell) {
  const stamp = join(root, 'node_modules', '.dockhand-stamp');
  const inputs = digestOf([process.arch], [join(root, 'package-lock.json'), join(root, 'package.json')]);
  const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (before === inputs) return false;
  // Modules that fit without a stamp (someone ran npm) are not thrown away.
  if (existsSync(join(root, 'node_modules')) && before === '' && (await fits())) {
    writeFileSync(stamp, inputs);
    return false;
  }
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    onLine: tell,
    seconds: 900,
  });
  writeFileSync(stamp, inputs);
  return undefined;
}

async function fits() {
  try {
    await run('npm', ['ls', '--all', '--offline'], { cwd: root, seconds: 60 });
    return existsSync(join(root, 'node_modules', '.bin', 'node'));
  } catch {
    return false;
  }
}

/** The Node that the project runs on. */
export function ownNode() {
  const own = join(root, 'node_modules', '.bin', 'node');
  return existsSync(own) ? own : process.execPath;
}

/**
 * Unpacks one file of a Debian package into the state folder: for a tool that is too old, or absent, in this Debian.
 * @param {string} name of the package
 * @param {string} inside path of the file in the package
 * @param {string} to where it shall be
 * @param {import('./progress.js').Tell} tell
 */
export async function extract(name, inside, to, tell) {
  const folder = inState('unpacked', name);
  rmSync(folder, { recursive: true, force: true });
  await asRoot(
    'mmdebstrap',
    ['--variant=extract', ...bootstrapOptions, `--include=${name}`, newDebian, folder, mirror],
    { onLine: tell, seconds: 300 },
  );
  await asRoot('install', ['-D', '-m', '755', join(folder, inside), to]);
  await asRoot('rm', ['-rf', folder]);
}

/** The Debian whose engine, buildx and Compose are new enough. */
export const newDebian = 'forky';
export const mirror = process.env.DOCKHAND_DEBIAN_MIRROR ?? 'http://deb.debian.org/debian';
export const bootstrapOptions = [
  // A testing release may be older than its own Valid-Until on a mirror that stands still.
  '--aptopt=Acquire::Check-Valid-Until "false"',
  ...['doc', 'man', 'locale'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
];
