import { readdir } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { BoxCounters, BoxStatus, Lease } from '../../../deploy/box/protocol.ts';
import { messageOf } from '../../../src/errors/message-of.ts';
import { sleep } from '../../../src/timing/sleep.ts';
import { BoxEngine, type Engine } from '../engine/engine.ts';
import { InfrastructureError } from '../failures.ts';
import type { Limits } from '../limits.ts';
import { type BoxClaimant, boxesOf } from './box-claims.ts';
import { fairClock } from './fair-clock.ts';
import { SupervisorClient } from './supervisor-client.ts';

/** A box that this worker holds, for one job. */
export interface Box {
  readonly name: string;
  /** The lease's token, with which its holder may release the box. */
  readonly token: string;
  /** Digest of the warmed disk that this box's disk was laid from. */
  readonly disk: string;
  readonly engine: Engine;
  readonly counters: () => Promise<BoxCounters>;
  readonly egress: (open: boolean) => Promise<void>;
  readonly tunnel: (port: number) => Promise<Socket>;
  /** Aborts when the box is lost: its lease was not renewed, or it began another life. */
  readonly lost: AbortSignal;
  /** Gives the box back, which ends it. Never throws: a box that does not answer ends when its lease expires. */
  readonly release: () => Promise<void>;
}

export interface BoxReport {
  readonly name: string;
  /** Null when it does not answer. */
  readonly status: BoxStatus | null;
  /** Why it does not answer: nothing listens, or what lies in its folder must not be dialled. */
  readonly error?: unknown;
}

/** The boxes of a folder, with the status of each; none if the folder does not exist. */
export async function inspectBoxes(folder: string, limits: Limits): Promise<readonly BoxReport[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const supervisor = new SupervisorClient(
        join(folder, name, 'supervisor.sock'),
        Math.min(2000, callMs(limits)),
      );
      return supervisor.status().then(
        (status) => ({ name, status }),
        (error: unknown) => ({ name, status: null, error }),
      );
    }),
  );
}

const callMs = (limits: Limits): number => limits.callSeconds * 1000;

/** Which boxes are suitable; any by default. */
interface BoxChoice {
  /** Selects the box of this name. */
  readonly only?: string | undefined;
  /** Selects the boxes that belong to this worker (box-claims.ts). */
  readonly claimant?: BoxClaimant | undefined;
}

/**
 * Leases a free box; waits for one up to the limit, then throws `no-box`. Several callers may race for the same folder: a box that has
 * been taken in between says so, and the next one is tried.
 */
export async function leaseBox(
  folder: string,
  holder: string,
  limits: Limits,
  signal: AbortSignal,
  { only, claimant }: BoxChoice = {},
): Promise<Box> {
  const until = performance.now() + limits.boxWaitSeconds * 1000;
  for (;;) {
    const named = (await inspectBoxes(folder, limits)).filter(
      ({ name }) => only === undefined || name === only,
    );
    const boxes = claimant === undefined ? named : await boxesOf(folder, claimant, named);
    for (const { name, status } of boxes) {
      signal.throwIfAborted();
      if (status?.state !== 'free') continue;
      const box = await take(folder, { name, disk: status.disk }, holder, limits).catch(() => null);
      if (box !== null) return box;
    }
    if (performance.now() >= until) {
      const states = boxes
        .map(({ name, status, error }) => `${name} ${status?.state ?? `silent: ${messageOf(error)}`}`)
        .join(', ');
      throw new InfrastructureError(
        'no-box',
        `no box was free in ${folder} (${states === '' ? 'there is none' : states})`,
      );
    }
    await sleep(250, signal);
  }
}

/** Leases one box; null when it is no longer free. */
async function take(
  folder: string,
  { name, disk }: { readonly name: string; readonly disk: string },
  holder: string,
  limits: Limits,
): Promise<Box | null> {
  const supervisor = new SupervisorClient(join(folder, name, 'supervisor.sock'), callMs(limits));
  const lease = await supervisor.lease({ holder, seconds: limits.leaseSeconds });
  if (lease === null) return null;
  return new LeasedBox({
    name,
    disk,
    lease,
    supervisor,
    engineSocket: join(folder, name, 'engine.sock'),
    limits,
  });
}

interface LeasedBoxParts {
  readonly name: string;
  readonly disk: string;
  readonly lease: Lease;
  readonly supervisor: SupervisorClient;
  readonly engineSocket: string;
  readonly limits: Limits;
}

/** A box whose lease is renewed until it is released. */
class LeasedBox implements Box {
  readonly name: string;
  readonly token: string;
  readonly disk: string;
  readonly engine: Engine;
  readonly lost: AbortSignal;
  readonly #lease: Lease;
  readonly #supervisor: SupervisorClient;
  readonly #leaseSeconds: number;
  readonly #lost = new AbortController();
  readonly #renewals: NodeJS.Timeout;
  #renewedAt = performance.now();

  constructor({ name, disk, lease, supervisor, engineSocket, limits }: LeasedBoxParts) {
    this.name = name;
    this.disk = disk;
    this.token = lease.token;
    this.lost = this.#lost.signal;
    this.#lease = lease;
    this.#supervisor = supervisor;
    this.#leaseSeconds = limits.leaseSeconds;
    this.engine = new BoxEngine(engineSocket, callMs(limits), {
      mostAnswerBytes: limits.answerKilobytes * 1024,
      clock: fairClock(this.counters, limits.busyTimes),
    });
    this.#renewals = setInterval(() => void this.#renew(), (limits.leaseSeconds * 1000) / 3);
  }

  readonly counters = async (): Promise<BoxCounters> => (await this.#supervisor.status()).counters;

  readonly egress = (open: boolean): Promise<void> => this.#supervisor.egress({ token: this.token, open });

  readonly tunnel = (port: number): Promise<Socket> => this.#supervisor.tunnel(port, this.token);

  readonly release = async (): Promise<void> => {
    clearInterval(this.#renewals);
    await this.#supervisor.release(this.token).catch(() => undefined);
  };

  async #renew(): Promise<void> {
    try {
      const renewed = await this.#supervisor.renew({ token: this.token, seconds: this.#leaseSeconds });
      if (renewed?.life === this.#lease.life) this.#renewedAt = performance.now();
      else this.#lose('took its lease back');
    } catch {
      const silentMs = performance.now() - this.#renewedAt;
      if (silentMs > this.#leaseSeconds * 1000) this.#lose('does not answer any more');
    }
  }

  #lose(how: string): void {
    this.#lost.abort(new InfrastructureError('engine-away', `box ${this.name} ${how}`));
  }
}
