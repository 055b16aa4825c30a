import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { composeFiles } from './boxes/more-boxes.js';
import { extract } from './offline/debian.js';
import { birthOf, livesStill, readStarted, recordStarted } from './ownership.js';
import { find, installMissing } from './packages.js';
import { inState, project, root, state } from './paths.js';
import { asRoot, CommandFailed, NeedsPerson, run, succeeds } from './run.js';

export const engineAnswers = () =>
  succeeds('docker', ['version', '--format', '{{.Server.Version}}'], { seconds: 5 });

/**
 * Ensures a Docker engine: the running one, else one that the set-up starts and later stops.
 * @param {import('./progress.js').ReportProgress} report
 */
export async function ensureEngine(report) {
  if (find('docker') !== null && (await engineAnswers())) return false;
  if (process.env.DOCKER_HOST)
    throw new NeedsPerson(`No Docker engine answers at DOCKER_HOST=${process.env.DOCKER_HOST}.`);
  const installed = await installMissing(
    { dockerd: 'docker.io', docker: 'docker.io', iptables: 'iptables' },
    report,
  );
  // On a machine with an init system the package starts the engine by itself.
  if (installed !== false && (await waitForEngine(5))) return installed;

  report('starting dockerd');
  const log = openSync(inState('log', 'dockerd.log'), 'a');
  const dockerd = find('dockerd') ?? 'dockerd';
  const root = process.getuid?.() === 0;
  const group = root ? [] : ['--group', String(process.getgid?.())];
  const child = spawn(root ? dockerd : 'sudo', root ? [] : ['-n', dockerd, ...group], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin` },
  });
  child.on('error', () => {});
  child.unref();
  recordStarted({ engine: child.pid ?? null, engineBirth: birthOf(child.pid ?? 0) });
  if (!(await waitForEngine(60)))
    throw new NeedsPerson(`The Docker engine does not start; ${inState('log', 'dockerd.log')} says why.`);
  return 'started one';
}

/** @param {number} seconds */
async function waitForEngine(seconds) {
  const end = Date.now() + seconds * 1000;
  while (!(await engineAnswers())) {
    if (Date.now() > end) return false;
    await sleep(200);
  }
  return true;
}

/** Stops the engine that the set-up started, unless it runs someone else's containers by now. */
export async function stopEngine() {
  const { engine, engineBirth } = readStarted();
  if (engine === null) return false;
  if (livesStill(engine, engineBirth) && (await isDockerd(engine))) {
    if ((await run('docker', ['ps', '-q'], { seconds: 10 }).catch(() => '')).trim() !== '')
      return 'left running: other containers use it';
    await asRoot('kill', [String(engine)]);
    for (let n = 0; n < 100 && livesStill(engine, engineBirth); n++) await sleep(100);
  }
  recordStarted({ engine: null, engineBirth: '' });
  return undefined;
}

/**
 * The process id may belong to another program by now.
 * @param {number} pid
 */
async function isDockerd(pid) {
  return (await run('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => '')).includes('dockerd');
}

const ownCompose = () => inState('bin', 'docker-compose');
/** @type {readonly string[] | undefined} */
let composeCommand;

/** Whether this version of Compose supports everything in docker-compose.yml. @param {string} text */
export function newEnough(text) {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(text) ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 24);
}

/**
 * Ensures Compose v2: the machine's, else one from a newer Debian, kept in the state folder.
 * @param {import('./progress.js').ReportProgress} report
 */
export async function ensureCompose(report) {
  if (existsSync(ownCompose())) {
    composeCommand = [ownCompose()];
    return false;
  }
  const version = await run('docker', ['compose', 'version', '--short'], { seconds: 10 }).catch(() => '');
  if (newEnough(version)) {
    composeCommand = ['docker', 'compose'];
    return false;
  }
  await installMissing({ mmdebstrap: 'mmdebstrap' }, report);
  await extract('docker-compose', 'usr/libexec/docker/cli-plugins/docker-compose', ownCompose(), report);
  composeCommand = [ownCompose()];
  return undefined;
}

/**
 * The program and the leading arguments of every Compose call, with the environment file that the set-up wrote.
 * @returns {Promise<readonly [string, ...string[]]>}
 */
export async function composeInvocation() {
  if (composeCommand === undefined) await ensureCompose(() => {});
  const [command, ...before] = composeCommand ?? [];
  if (command === undefined) throw new CommandFailed('there is no Compose');
  return [command, ...before, ...composeFiles(existsSync), '--env-file', inState('compose.env')];
}

/** Variables that Compose needs before it reads that file. */
export const composeEnvironment = () => ({ COMPOSE_PROJECT_NAME: project, DOCKHAND_STATE: state });

/**
 * @param {readonly string[]} args
 * @param {import('./run.js').RunOptions} [options]
 */
export async function compose(args, options = {}) {
  const [command, ...before] = await composeInvocation();
  return run(command, [...before, ...args], {
    cwd: root,
    ...options,
    env: { ...composeEnvironment(), ...options.env },
  });
}
