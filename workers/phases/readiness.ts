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
 * How often the port is tried, how often the kernel's table is read at most, and how long a wrong address has to last. Looking takes
 * processor time from the container, which it needs to start: so it begins when a right answer would serve by now.
 */
const tryEveryMs = 200;
const firstLookMs = 4000;
const pollIntervalMs = 1500;
const settledMs = 4000;
/** On a crowded machine a look takes long: looks get at most one part in this many of the time. */
const lookShare = 8;
/**
 * A container that downloads packages without a network never becomes ready: after this long there is no need to wait
 * any longer.
 */
const withoutNetworkMs = 20_000;

/**
 * On a crowded machine a right answer may need many times as long. So when the time is over, a container that is still at
 * work gets more of it: until it was seen idle this often in a row, or this many times the limit are over.
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
    // Whether it has flooded its log does not hang on how fast that is read.
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
      // It listens and hangs up: what it answers is the probe's business.
      if (seen !== null && reachable(seen, port)) return listening();
      if (seen === null || seen.length === 0) wrong = null;
      else if (wrong === null) wrong = runnableMsSince(box, await box.counters());
      else if ((await wrong()) > settledMs) return end('silent');
    }
    const isLate = now - began > withoutNetworkMs && networkAtStart.test(running.log.text());
    // What is in uv's cache is put in place without a network: on a crowded machine that takes its time.
    if (isLate && (await runnableMs()) > withoutNetworkMs) return end('silent');
    const readyMs = limits.readySeconds * 1000;
    if (now - began <= readyMs) {
      await sleep(tryEveryMs, signal);
      continue;
    }
    // Its time on the wall is over: what counts is how much of it the container had the chance to use.
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
      // A look that came to nothing on a crowded machine says nothing; one that never can is the last.
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

/** How long a server may take for the first byte before the kernel's table is asked whether it listens at all. */
const firstByteMs = 1500;

/**
 * Whether something answers on the published port. That the connection is taken says nothing: the engine's port forwarding
 * takes every one, and hangs up a moment later when nothing listens behind it. So it is asked for a first byte, with
 * the request that the probe will make; and where none comes in time, somebody has to be known to listen. A look that
 * came to nothing on a busy machine is no such knowledge.
 */
async function answers(work: Work, running: RunningContainer): Promise<boolean> {
  if (running.port === 0) return false;
  try {
    const socket = await work.box.tunnel(running.port);
    const connection = new RequestedConnection(socket, requestOf(work));
    if ((await connection.within(firstByteMs)) !== 'nothing') return connection.close() === 'byte';
    const seen = await listeners(running);
    if (seen !== null) return connection.close() !== 'gone' && reachable(seen, portOf(work));
    // An image in which nothing can be run cannot be inspected: there the connection has to hold for as long as an answer may take.
    const sealed = running.sealed() && !nearProcessLimit(await work.box.counters());
    if (sealed && (await connection.within(work.limits.probeSeconds * 1000)) === 'nothing')
      return connection.close() !== 'gone';
    return connection.close() === 'byte';
  } catch (error) {
    if (error instanceof PortClosed) return false;
    throw error;
  }
}

/** A lesson that asks for nothing has its server asked for its root. */
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

  /** Hangs up; what had come by then. */
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
