import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { ownNode } from './packages.js';
import { root } from './paths.js';
import { note } from './progress.js';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** Child processes that run in the foreground, and the signal that ends them. */
export class Foreground {
  /** @type {Set<ChildProcess>} */
  #children = new Set();
  /** @type {NodeJS.Signals | null} */
  #stoppedBy = null;
  #leadsGroup;

  /**
   * @param {object} options
   * @param {boolean} options.leadsGroup a child has a group of its own, which is ended with it: Jest's workers outlive a Jest that was
   * ended from outside. At a terminal Ctrl-C reaches all of them, which it would not in a group of their own.
   */
  constructor({ leadsGroup }) {
    this.#leadsGroup = leadsGroup;
  }

  /** The first signal that came to end this; null until one does. */
  get stoppedBy() {
    return this.#stoppedBy;
  }

  /** Ends the children on a signal. @param {() => void} onFirst what else there is to end */
  endOnSignals(onFirst) {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
      process.on(signal, () => {
        // Ctrl-C reaches the children through the terminal anyway, and a second signal hurries nobody.
        const again = this.#stoppedBy !== null;
        this.#stoppedBy = signal;
        if (again) return;
        onFirst();
        if (signal !== 'SIGINT' || !process.stdin.isTTY) this.end(signal);
      });
  }

  /** @param {NodeJS.Signals} [signal] */
  end(signal = 'SIGTERM') {
    for (const child of this.#children) child.kill(signal);
  }

  /**
   * Runs a part of Dockhand; returns its exit code.
   * @param {readonly string[]} args
   * @param {NodeJS.ProcessEnv} env
   * @param {string} [program] Node by default
   * @returns {Promise<number>}
   */
  run(args, env, program = ownNode()) {
    return new Promise((resolve) => {
      const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`;
      const child = spawn(program, args, {
        cwd: root,
        stdio: 'inherit',
        env: { ...process.env, PATH: path, ...env },
        detached: this.#leadsGroup,
      });
      this.#children.add(child);
      child.on('error', (error) => {
        note(String(error));
        resolve(1);
      });
      child.on('exit', (code, signal) => {
        this.#children.delete(child);
        if (this.#leadsGroup && this.#stoppedBy !== null) endGroup(child);
        resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
      });
    });
  }
}

/** @param {ChildProcess} leader */
function endGroup(leader) {
  try {
    if (leader.pid !== undefined) process.kill(-leader.pid, 'SIGTERM');
  } catch {
    // All have ended.
  }
}
