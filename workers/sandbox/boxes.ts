import { readdir } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { BoxCounters, BoxStatus } from '../../deploy/box/protocol.ts';
import { sleep } from '../../src/timing/sleep.ts';
import { type Engine, openEngine } from './engine.ts';
import { InfrastructureError, messageOf } from './failures.ts';
import { fairClock } from './fair-clock.ts';
import type { Limits } from './limits.ts';
import { openSupervisor } from './supervisor.ts';

/** A box that this worker holds, for one job. */
export interface Box {
  readonly name: string;
  /** The lease's: whoever has it may give the box back. */
  readonly token: string;
  /** Digest of the warmed disk that it was laid from. */
  readonly disk: string;
  readonly engine: Engine;
  readonly counters: () => Promise<BoxCounters>;
  readonly egress: (open: boolean) => Promise<void>;
  readonly tunnel: (port: number) => Promise<Socket>;
  /** Aborts when the box is lost: its lease was not renewed, or it began another life. */
  readonly lost: AbortSignal;
  /** Gives it back, and so ends it. Never throws: a box that does not answer ends when its lease lapses. */
  readonly release: () => Promise<void>;
}

export interface BoxReport {
  readonly name: string;
  /** Null when it does not answer. */
  readonly status: BoxStatus | null;
  /** Why it does not: nobody listens, or what lies in its folder is nothing to be dialled. */
  readonly why?: string;
}

/** The boxes of a folder, with what each says of itself. A folder that is not there has none. */
export async function inspectBoxes(folder: string, limits: Limits): Promise<readonly BoxReport[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const supervisor = openSupervisor(join(folder, name, 'supervisor.sock'), Math.min(2000, ms(limits)));
      return supervisor.status().then(
        (status) => ({ name, status }),
        (error: unknown) => ({ name, status: null, why: messageOf(error) }),
      );
    }),
  );
}

const ms = (limits: Limits): number => limits.callSeconds * 1000;

/**
 * Leases a free box, waiting for one up to the limit; then it is `no-box`.
 * Workers on the same folder may race: a box that is taken in between answers so, and the next is tried. With `only`, no box of
 * another name will do.
 */
export async function leaseBox(
  folder: string,
  holder: string,
  limits: Limits,
  signal: AbortSignal,
  only?: string,
): Promise<Box> {
  const until = performance.now() + limits.boxWaitSeconds * 1000;
  for (;;) {
    const seen = (await inspectBoxes(folder, limits)).filter(
      ({ name }) => only === undefined || name === only,
    );
    for (const { name, status } of seen) {
      signal.throwIfAborted();
      if (status?.state !== 'free') continue;
      const box = await take(folder, name, status, holder, limits).catch(() => null);
      if (box !== null) return box;
    }
    if (performance.now() >= until) {
      const states = seen
        .map(({ name, status, why }) => `${name} ${status?.state ?? `silent: ${why}`}`)
        .join(', ');
      throw new InfrastructureError(
        'no-box',
        `no box was free in ${folder} (${states === '' ? 'there is none' : states})`,
      );
    }
    await sleep(250, signal);
  }
}

async function take(
  folder: string,
  name: string,
  status: BoxStatus,
  holder: string,
  limits: Limits,
): Promise<Box | null> {
  const supervisor = openSupervisor(join(folder, name, 'supervisor.sock'), ms(limits));
  const seconds = limits.leaseSeconds;
  const lease = await supervisor.lease({ holder, seconds });
  if (lease === null) return null;
  const { token } = lease;
  const counters = async (): Promise<BoxCounters> => (await supervisor.status()).counters;
  const lost = new AbortController();
  let good = performance.now();
  const timer = setInterval(
    () => {
      supervisor.renew({ token, seconds }).then(
        (renewed) => {
          if (renewed === null || renewed.life !== lease.life)
            lost.abort(new InfrastructureError('engine-away', `box ${name} took its lease back`));
          else good = performance.now();
        },
        () => {
          if (performance.now() - good > seconds * 1000)
            lost.abort(new InfrastructureError('engine-away', `box ${name} does not answer any more`));
        },
      );
    },
    (seconds * 1000) / 3,
  );
  return {
    name,
    token,
    disk: status.disk,
    engine: openEngine(join(folder, name, 'engine.sock'), ms(limits), {
      most: limits.answerKilobytes * 1024,
      clock: fairClock(counters, limits.busyTimes),
    }),
    counters,
    egress: (open) => supervisor.egress({ token, open }),
    tunnel: (port) => supervisor.tunnel(port, token),
    lost: lost.signal,
    release: async () => {
      clearInterval(timer);
      await supervisor.release(token).catch(() => undefined);
    },
  };
}
