import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './paths.js';
import { asRoot, mayBeRoot, NeedsPerson, run } from './run.js';

/** Debian puts each version of PostgreSQL into its own folder. */
const postgres = '/usr/lib/postgresql';

/** On Debian, commands for root and PostgreSQL's server are in folders that are not on everyone's PATH. */
const places = () => [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/bin',
  ...(existsSync(postgres) ? readdirSync(postgres).map((version) => join(postgres, version, 'bin')) : []),
];

/**
 * Full path of a command, or null.
 * @param {string} command
 */
export function find(command) {
  for (const place of places()) {
    const path = join(place, process.platform === 'win32' ? `${command}.exe` : command);
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
 * @param {import('./progress.js').ReportProgress} report
 * @returns {Promise<string | false>}
 */
export async function installMissing(wanted, report) {
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
  await asRoot('apt-get', ['update', '-q'], { env, onLine: report, seconds: 300 });
  await asRoot('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], {
    // On a machine with an init system, docker.io would start an engine by itself; that is the operator's choice.
    env: { ...env, NEEDRESTART_MODE: 'a' },
    onLine: report,
    seconds: 900,
  });
  const still = missing.filter(([command]) => find(command) === null).map(([command]) => command);
  if (still.length > 0) throw new NeedsPerson(`${byHand} ran, but ${still.join(', ')} cannot be found.`);
  return names.join(', ');
}

/**
 * Installs node_modules, including Node 24, unless they match the lock file already.
 * @param {import('./progress.js').ReportProgress} report
 */
export async function installModules(report) {
  const wanted = readJson(join(root, 'package-lock.json'));
  if (modulesFit(wanted, readJson(join(root, 'node_modules', '.package-lock.json')))) return false;
  // Windows cannot start `npm` by its name alone; npm passes its own path to scripts.
  const { npm_execpath: npm } = process.env;
  const [program, ...before] =
    process.platform === 'win32' && npm !== undefined ? [process.execPath, npm] : ['npm'];
  await run(program ?? 'npm', [...before, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    onLine: report,
    seconds: 900,
  });
  return undefined;
}

/**
 * Whether the modules that npm has installed match the lock file. Modules for other platforms are optional and may be absent.
 * @param {Lock} wanted
 * @param {Lock} installed
 */
export function modulesFit(wanted, installed) {
  const there = installed.packages ?? {};
  return Object.entries(wanted.packages ?? {}).every(
    ([path, { version, optional }]) =>
      path === '' || (there[path] === undefined ? optional === true : there[path]?.version === version),
  );
}

/** @typedef {{packages?: Record<string, {version?: string, optional?: boolean}>}} Lock */

/** @param {string} path @returns {Lock} */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * The folder of this machine's npm; null when its dependencies are elsewhere, as with Debian's.
 * @returns {string | null}
 */
export function npmFolder() {
  const npm = find('npm');
  if (npm === null) return null;
  const folder = join(realpathSync(npm), '..', '..');
  return existsSync(join(folder, 'bin/npm-cli.js')) &&
    existsSync(join(folder, 'node_modules/@npmcli/arborist'))
    ? folder
    : null;
}

/** The Node that the project runs on. */
export function ownNode() {
  const own = join(root, 'node_modules', '.bin', 'node');
  return existsSync(own) ? own : process.execPath;
}
