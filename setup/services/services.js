import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diskBytes } from '../boxes/disks.js';
import { writeMoreBoxes } from '../boxes/more-boxes.js';
import { firstUid } from '../boxes/uids.js';
import { digestOf } from '../digest.js';
import { compose } from '../engine.js';
import { writeWhenNew } from '../images/own-images.js';
import { coresPerBox, megabytesPerBox, workerMegabytes } from '../machine-share.js';
import { recordStarted } from '../ownership.js';
import { boxesFolder, boxNames, inState, ownersOnly, project, state } from '../paths.js';
import { asRoot, CommandFailed, NeedsPerson, run } from '../run.js';
import { writeMonitoring } from './monitoring.js';
import { redisPort } from './redis-port.js';

/** Refuses invalid limits before anything is made; writes the memory in Compose's format. */
export async function checkLimits() {
  const { readLimits } = await import('../../workers/sandbox/limits.ts');
  const { boxMegabytes } = readLimits(process.env);
  if (process.env.SANDBOX_MEMORY) process.env.SANDBOX_MEMORY = `${boxMegabytes}m`;
}

/**
 * The password of Redis, from REDIS_PASSWORD; null for none.
 * @returns {string | null}
 */
export function redisPassword() {
  const password = process.env.REDIS_PASSWORD || null;
  if (password === null && !/^(?:|127\.\S*|localhost)$/.test(process.env.REDIS_BIND?.trim() ?? ''))
    throw new NeedsPerson('REDIS_BIND lets others reach Redis, so it needs a REDIS_PASSWORD.');
  // It is put into an address and a configuration file without escaping.
  if (password !== null && !/^[A-Za-z0-9_-]{16,200}$/.test(password))
    throw new NeedsPerson('REDIS_PASSWORD has to have at least 16 characters, of A-Z, a-z, 0-9, _ and -');
  return password;
}

/** @param {string | null} password */
export const redisConfiguration = (password) =>
  (password === null ? '# REDIS_PASSWORD is not set.\n' : `requirepass ${password}\n`) + redisUsers();

/** Users that `dockhand join --invite` created for workers on other machines. */
function redisUsers() {
  const file = inState('redis', 'users.conf');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** @param {string | null} password */
function redisEnvironment(password) {
  const ours = password === null ? 'redis://redis:6379' : `redis://:${password}@redis:6379`;
  const { REDIS_URL: own, REDIS_URL_FILE: ownFile } = process.env;
  return {
    DOCKHAND_REDIS_URL: ownFile ? '' : ours,
    // The operator's own Redis may be anywhere, but the worker's usual network has no route to the outside.
    DOCKHAND_WORKER_NETWORK: own || ownFile ? 'outside' : 'jobs',
    DOCKHAND_REDIS_CONFIGURATION: digestOf([redisConfiguration(password)]),
  };
}

/** Where the bot writes its backups of the records. */
const backupsFolder = () => resolve(process.env.BACKUP_DIR?.trim() || join(state, 'backups'));

/** Folders that containers share with the host. */
export async function ensureFolders() {
  // Whoever can enter this folder can use every box, so only its owner may.
  ownersOnly(state);
  ownersOnly(boxesFolder);
  for (const name of boxNames) {
    mkdirSync(join(boxesFolder, name), { recursive: true });
    mkdirSync(join(state, 'warm', 'none', name), { recursive: true });
  }
  // They hold students' code and grades.
  ownersOnly(join(state, 'records'));
  ownersOnly(backupsFolder());
  mkdirSync(join(state, 'authorities'), { recursive: true });
  // Read by the engine's user.
  chmodSync(join(state, 'authorities'), 0o755);
  // The container's user has to read the file; the folder's mode keeps everybody else out.
  ownersOnly(join(state, 'redis'));
  const configuration = inState('redis', 'redis.conf');
  writeWhenNew(configuration, redisConfiguration(redisPassword()));
  chmodSync(configuration, 0o644);
  writeMonitoring();
  for (const name of ['egress', 'addresses']) {
    const folder = join(state, name);
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    // The proxy's user on Debian.
    if (lstatSync(folder).uid !== 13) await asRoot('chown', ['13:13', folder]);
  }
}

/**
 * Writes the variables of docker-compose.yml to a file, so that `docker compose --env-file` has the same ones.
 * @param {Readonly<Record<string, string>>} values
 */
export async function writeEnvironment(values) {
  const { readLimits } = await import('../../workers/sandbox/limits.ts');
  const { boxProcesses } = readLimits(process.env);
  const own = {
    COMPOSE_PROJECT_NAME: project,
    DOCKHAND_STATE: state,
    DOCKHAND_BACKUPS: backupsFolder(),
    REDIS_PORT: String(await redisPort()),
    DOCKHAND_UID: String(process.getuid?.() ?? 0),
    DOCKHAND_GID: String(process.getgid?.() ?? 0),
    ...redisEnvironment(redisPassword()),
    SANDBOX_CPUS: String(coresPerBox(availableParallelism(), boxNames.length)),
    SANDBOX_MEMORY: `${await megabytesPerBox(totalmem(), boxNames.length)}m`,
    SANDBOX_PIDS: String(boxProcesses),
    DOCKHAND_WORKER_MEMORY: `${workerMegabytes(boxNames.length)}m`,
    SANDBOX_FIRST_UID: String(await firstUid()),
    SANDBOX_DISK_GB: String(diskBytes() / 1e9),
  };
  /** @type {Record<string, string>} */
  const all = { ...imageOfApp(), ...own, ...values };
  // The operator's own settings take precedence over computed ones.
  for (const name of Object.keys(all)) if (process.env[name]) all[name] = process.env[name] ?? '';
  const text = Object.entries(all)
    .map(([name, value]) => `${name}=${quoted(value)}\n`)
    .join('');
  await writeMoreBoxes();
  const file = inState('compose.env');
  const written = writeWhenNew(file, text);
  // It may contain the password of Redis.
  chmodSync(file, 0o600);
  return written;
}

/** The image of bot and worker that was built before. @returns {Record<string, string>} */
function imageOfApp() {
  const file = inState('compose.env');
  const [, image] =
    /^DOCKHAND_APP_IMAGE=(.+)$/m.exec(existsSync(file) ? readFileSync(file, 'utf8') : '') ?? [];
  return image === undefined ? {} : { DOCKHAND_APP_IMAGE: image };
}

/** Adds to the variables of docker-compose.yml. @param {Readonly<Record<string, string>>} values */
export async function addToEnvironment(values) {
  const file = inState('compose.env');
  const names = Object.keys(values);
  const before = readFileSync(file, 'utf8').split('\n');
  const kept = before.filter((line) => line !== '' && !names.includes(line.split('=')[0] ?? ''));
  const added = Object.entries(values).map(([name, value]) => `${name}=${quoted(value)}`);
  writeWhenNew(file, [...kept, ...added, ''].join('\n'));
}

/** A value quoted for Compose, which reads it back unchanged. @param {string} value */
const quoted = (value) => (/[#$"'`\\]|^\s|\s$/.test(value) ? `'${value.replaceAll("'", "\\'")}'` : value);

/**
 * @param {readonly string[]} names
 * @param {import('../progress.js').ReportProgress} [report]
 * @param {readonly string[]} [options] of Compose itself
 */
export async function startServices(names, report, options = []) {
  recordStarted({ services: true });
  const args = [...options, 'up', '-d', '--remove-orphans', ...names];
  await compose(args, { seconds: 180, ...(report && { onLine: report }) });
}

export async function stopServices() {
  // These two need time to hand back their work; docker-compose.yml sets it.
  await compose(['--profile', 'app', 'stop', 'bot', 'worker'], { seconds: 120 });
  await compose(['--profile', 'app', 'down', '--remove-orphans', '--timeout', '3'], { seconds: 120 });
  recordStarted({ services: false });
}

/** Removes the containers of boxes, if there are any. @param {readonly string[]} names */
export async function removeBoxes(names) {
  if (!existsSync(inState('compose.env'))) return;
  await compose(['rm', '--stop', '--force', ...names], { seconds: 120 });
}

/**
 * A container sees only what was mounted in a shared folder before the container started. So running workers, including those that the
 * engine started after a reboot, are restarted; they hand their jobs back first.
 */
export async function restartWorkers() {
  const labels = [`project=${project}`, 'service=worker'].flatMap((each) => [
    '--filter',
    `label=com.docker.compose.${each}`,
  ]);
  const running = (await run('docker', ['ps', '-q', ...labels], { seconds: 20 })).split('\n').filter(Boolean);
  if (running.length > 0) await run('docker', ['restart', ...running], { seconds: 180 });
}

/** Address of Redis, once it answers. */
export async function redisUrl() {
  const address = (await compose(['port', 'redis', '6379'], { seconds: 20 })).trim();
  const [host, port] = address.split(':');
  const end = Date.now() + 30_000;
  while (!(await pong(host ?? '127.0.0.1', Number(port)))) {
    if (Date.now() > end) throw new CommandFailed('Redis does not answer');
    await sleep(100);
  }
  const password = redisPassword();
  return password === null ? `redis://${address}` : `redis://:${password}@${address}`;
}

/** @param {string} host @param {number} port @returns {Promise<boolean>} */
export function pong(host, port) {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    /** @param {boolean} value */
    const done = (value) => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(2000, () => done(false));
    socket.on('error', () => done(false));
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.on('data', (bytes) => done(/^(?:\+PONG|-NOAUTH)/.test(bytes.toString())));
  });
}

/** Environment of everything that uses what the set-up started. @param {string} redis */
export const environmentFor = (redis) => ({
  REDIS_URL: process.env.REDIS_URL || redis,
  SANDBOX_BOXES: process.env.SANDBOX_BOXES || boxesFolder,
  DOCKHAND_STATE: state,
});
