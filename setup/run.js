import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { inState } from './paths.js';

/** A command failed; the message contains its last lines. */
export class CommandFailed extends Error {
  /** @override */
  name = 'CommandFailed';
}

/** Something that a person has to do; printed without a stack trace. */
export class NeedsPerson extends Error {
  /** @override */
  name = 'NeedsPerson';
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function killGroup(child, signal) {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The process has already ended by itself.
  }
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] on top of the set-up's own
 * @property {number} [seconds] hard limit, 600 when left out
 * @property {(line: string) => void} [onLine] each line as it comes, of both outputs
 */

/** The set-up's child processes: those running now, and whether more may start. */
class Commands {
  /** @type {Set<import('node:child_process').ChildProcess>} */
  #running = new Set();
  #interrupted = false;
  /** @type {Promise<boolean> | null} */
  #sudoWorks = null;

  /** Ends the running commands and lets nothing else start until {@link allowAgain}. */
  interrupt() {
    this.#interrupted = true;
    for (const child of this.#running) killGroup(child, 'SIGTERM');
  }

  allowAgain() {
    this.#interrupted = false;
  }

  /**
   * Runs a command to its end and returns its standard output. It has its own process group, so that Ctrl-C reaches only the set-up,
   * which ends it in order.
   * @param {string} command
   * @param {readonly string[]} args
   * @param {RunOptions} [options]
   * @returns {Promise<string>}
   */
  run(command, args, { cwd, env, seconds = 600, onLine } = {}) {
    return new Promise((resolve, reject) => {
      if (this.#interrupted) return reject(new CommandFailed('interrupted'));
      const child = spawn(command, args, {
        cwd,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      this.#running.add(child);
      let out = '';
      let all = '';
      let late = false;
      const limit = setTimeout(() => {
        late = true;
        killGroup(child, 'SIGKILL');
      }, seconds * 1000);
      /** @param {Buffer} bytes */
      const took = (bytes) => {
        const text = bytes.toString('utf8');
        all = (all + text).slice(-20_000);
        if (onLine !== undefined)
          for (const line of text.split(/[\r\n]+/)) if (line.trim() !== '') onLine(line.trim());
      };
      child.stdout.on('data', (/** @type {Buffer} */ bytes) => {
        out += bytes.toString('utf8');
        took(bytes);
      });
      child.stderr.on('data', took);
      /** @param {string} why */
      const fail = (why) => {
        const last = all.trim().split('\n').slice(-15).join('\n');
        reject(new CommandFailed(`${command} ${args[0] ?? ''} ${why}${last === '' ? '' : `\n${last}`}`));
      };
      child.on('error', (error) => fail(`cannot run: ${error.message}`));
      child.on('close', (code, signal) => {
        clearTimeout(limit);
        this.#running.delete(child);
        appendFileSync(inState('log', 'setup.log'), `$ ${command} ${args.join(' ')}\n${all}\n`);
        if (late) fail(`took longer than ${seconds} s`);
        else if (code === 0) resolve(out);
        else fail(signal === null ? `ended with code ${code}` : `was ended by ${signal}`);
      });
    });
  }

  /** Whether the set-up can act as root. @returns {Promise<boolean>} */
  async mayBeRoot() {
    if (isRoot) return true;
    this.#sudoWorks ??= succeeds('sudo', ['-n', 'true'], { seconds: 5 });
    return this.#sudoWorks;
  }
}

const isRoot = process.getuid?.() === 0;
/** About this process, which is one run of the set-up. */
const commands = new Commands();

export const interrupt = () => commands.interrupt();
export const allowAgain = () => commands.allowAgain();
export const mayBeRoot = () => commands.mayBeRoot();
/** @type {Commands['run']} */
export const run = (command, args, options) => commands.run(command, args, options);

/**
 * Whether a command exits with 0; false also when it does not exist.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export async function succeeds(command, args, options) {
  try {
    await run(command, args, options);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a command as root; never asks for a password.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export async function asRoot(command, args, options) {
  if (isRoot) return run(command, args, options);
  if (await mayBeRoot()) return run('sudo', ['-n', '--preserve-env', command, ...args], options);
  throw new NeedsPerson(`This needs root: ${command} ${args.join(' ')}`);
}

/**
 * Whether a command exits with 0 as root; false also when this user may not become root.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export const succeedsAsRoot = (command, args, options) =>
  asRoot(command, args, options).then(
    () => true,
    () => false,
  );
