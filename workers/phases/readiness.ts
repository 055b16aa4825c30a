import type { Duplex } from 'node:stream';
import type { BoxCounters } from '../../deploy/box/protocol.ts';
import { runnableMsBetween } from '../../deploy/box/runnable-time.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { sleep } from '../../src/timing/sleep.ts';
import { valueWithin } from '../../src/timing/time-limit.ts';
import type { Box } from '../sandbox/box/boxes.ts';
import { PortClosed } from '../sandbox/box/supervisor-connection.ts';
import type { RunningContainer } from '../sandbox/containers/container.ts';
import { type Activity, activity, worked } from '../sandbox/containers/container-activity.ts';
import { type Listener, listeners } from '../sandbox/containers/listeners.ts';
import { InfrastructureError } from '../sandbox/failures.ts';
import { nearProcessLimit } from './explain/exhausted-limit.ts';
import { networkAtStart } from './explain/known/container-messages.ts';
import { explainStartFailure } from './explain/start-failure.ts';
import { acceptOf } from './http-request.ts';
import { failed, type PhaseOutcome, passed, portOf, type Work } from './phase.ts';

/**
 * How often the port is tried; when the kernel's table of listeners is first read, and how often at most; and how long a wrong address
 * has to persist. Reading the table takes processor time from a container that is starting, so it begins only when a correct one would be
 * serving.
 */
const tryEveryMs = 200;
const firstLookMs = 4000;
const pollIntervalMs = 1500;
const settledMs = 4000;
/** A look takes long on a crowded machine: at most about one part in this many of the time goes into looks. */
const lookShare = 8;
/** A container that downloads packages without a network never becomes ready: after this long there is no point in waiting. */
const withoutNetworkMs = 20_000;

/**
 * On a crowded machine a correct container may need many times as long. So when the time is over, a container that is still working gets
 * more, until it was idle in this many looks in a row or has used this many times the limit.
 */
const idleLooks = 3;
const mostTimes = 4;

/** Waits until the container takes connections on the lesson's port. */
export async function readinessPhase(work: Work, running: RunningContainer): Promise<PhaseOutcome<null>> {
  const { limits, signal, box } = work;
  const port = portOf(work);
  const before = await box.counters();
  const runnableMs = runnableMsSince(box, before);
  const began = performance.now();
  let lookAt = began + firstLookMs;
  let wrong: (() => Promise<number>) | null = null;
  let seen: readonly Listener[] | null = null;
  let doing: Activity | null = null;
  let idle = 0;

  const end = async (why: 'exited' | 'silent' | 'flooded') =>
    failed(
      await explainStartFailure(work, running, {
        why,
        before,
        listeners: seen ?? (why === 'silent' ? await listeners(running) : null),
        seconds: Math.round((performance.now() - began) / 1000),
      }),
    );
  const listening = async () => {
    // Whether it has flooded its log must not depend on how fast the log is read.
    await running.caughtUp();
    return running.flooded.aborted ? end('flooded') : passed(null, sayDetail.later('listening', { port }));
  };

  for (;;) {
    signal.throwIfAborted();
    if (await answers(work, running)) return listening();
    if (running.flooded.aborted) return end('flooded');
    if (!(await running.state()).running) return end('exited');

    const now = performance.now();
    if (now > lookAt) {
      seen = await listeners(running);
      const took = performance.now() - now;
      lookAt = now + Math.max(pollIntervalMs, lookShare * took);
      // Something listens but hangs up: judging its answers is the probe's task.
      if (seen !== null && reachable(seen, port)) return listening();
      if (seen === null || seen.length === 0) wrong = null;
      else if (wrong === null) wrong = runnableMsSince(box, await box.counters());
      else if ((await wrong()) > settledMs) return end('silent');
    }
    const isLate = now - began > withoutNetworkMs && networkAtStart.test(running.log.text());
    // Packages from uv's cache are installed without a network, which takes a while on a crowded machine.
    if (isLate && (await runnableMs()) > withoutNetworkMs) return end('silent');
    const readyMs = limits.readySeconds * 1000;
    if (now - began <= readyMs) {
      await sleep(tryEveryMs, signal);
      continue;
    }
    // The limit has passed on the wall clock: what counts is how much of that time the container had the chance to run.
    const had = await runnableMs();
    if (had < readyMs) {
      if (now - began > readyMs * limits.busyTimes)
        throw new InfrastructureError(
          'machine-busy',
          `a container had ${Math.round(had / 1000)} s of ${limits.readySeconds}`,
        );
    } else {
      if (had > readyMs * mostTimes) return end('silent');
      const last: Activity | null = doing;
      doing = await activity(running);
      // A failed look on a crowded machine proves nothing; but where no look can ever succeed, waiting ends here.
      if (doing === null && (running.sealed() || nearProcessLimit(await box.counters())))
        return end('silent');
      idle = last === null || doing === null || worked(last, doing) ? 0 : idle + 1;
      if (idle >= idleLooks) return end('silent');
    }
    await sleep(pollIntervalMs, signal);
  }
}

/** How much of the time since a reading a box had the chance to use. Milliseconds. */
export function runnableMsSince(box: Box, before: BoxCounters): () => Promise<number> {
  const began = performance.now();
  return async () => {
    const now = await box.counters();
    return runnableMsBetween(before.processor, now.processor, performance.now() - began);
  };
}

export const reachable = (seen: readonly Listener[], port: number): boolean =>
  seen.some((each) => each.port === port && each.on === 'outside');

/** How long a server may take to send its first byte before the kernel's table is read to see whether it listens at all. Milliseconds. */
const firstByteMs = 1500;

/**
 * Whether something answers on the published port. An accepted connection proves nothing: the engine's port forwarding accepts every one,
 * and hangs up a moment later if nothing listens behind it. So the request that the probe will make is sent, and a first byte is awaited;
 * if none comes in time, something has to be known to listen. A look that failed on a busy machine does not count as such.
 */
async function answers(work: Work, running: RunningContainer): Promise<boolean> {
  if (running.port === 0) return false;
  try {
    const socket = await work.box.tunnel(running.port);
    const connection = new RequestedConnection(socket, requestOf(work));
    if ((await connection.within(firstByteMs)) !== 'nothing') return connection.close() === 'byte';
    const seen = await listeners(running);
    if (seen !== null) return connection.close() !== 'gone' && reachable(seen, portOf(work));
    // An image in which nothing can be executed cannot be inspected: there the connection has to stay open for as long as an answer may
    // take.
    const sealed = running.sealed() && !nearProcessLimit(await work.box.counters());
    if (sealed && (await connection.within(work.limits.probeSeconds * 1000)) === 'nothing')
      return connection.close() !== 'gone';
    return connection.close() === 'byte';
  } catch (error) {
    if (error instanceof PortClosed) return false;
    throw error;
  }
}

/** For a lesson that probes nothing, the server's root is requested. */
const requestOf = ({ manifest: { probe } }: Work): string =>
  `GET ${probe?.path ?? '/'} HTTP/1.1\r\nHost: ${probe?.host ?? 'localhost'}\r\nAccept: ${acceptOf(probe)}\r\nConnection: close\r\n\r\n`;

type FirstSign = 'byte' | 'nothing' | 'gone';

/** A connection on which a request was sent, and the first sign of a response. */
class RequestedConnection {
  readonly #socket: Duplex;
  readonly #first = Promise.withResolvers<FirstSign>();
  #sign: FirstSign = 'nothing';

  constructor(socket: Duplex, request: string) {
    this.#socket = socket;
    socket
      .on('end', () => this.#note('gone'))
      .on('close', () => this.#note('gone'))
      .on('error', () => this.#note('gone'))
      .once('data', () => this.#note('byte'));
    socket.write(request);
  }

  within(ms: number): Promise<FirstSign> {
    return valueWithin(this.#first.promise, ms, 'nothing');
  }

  /** Closes the connection; returns what had come by then. */
  close(): FirstSign {
    const sign = this.#sign;
    this.#socket.destroy();
    return sign;
  }

  #note(sign: 'byte' | 'gone'): void {
    if (this.#sign === 'nothing') this.#sign = sign;
    this.#first.resolve(this.#sign);
  }
}
