import { sayDetail } from '../../src/submission/wording/phases.ts';
import { pause } from '../sandbox/clock.ts';
import type { Running } from '../sandbox/container.ts';
import { type Listener, listeners } from '../sandbox/listening.ts';
import { PortClosed } from '../sandbox/supervisor.ts';
import { type Activity, activity, worked } from '../sandbox/working.ts';
import { crowded } from './evidence.ts';
import { explainSilence } from './explain-silence.ts';
import { networkAtStart } from './known/container-texts.ts';
import { failed, type PhaseOutcome, passed, type Work } from './phase.ts';

/**
 * How often the port is tried, how often the kernel's table is read at most, and how long a wrong address has to last. Looking takes
 * processor time from the container, which it needs to start: so it begins when a right answer would serve by now.
 */
const tryEveryMs = 200;
const firstLookMs = 4000;
const lookEveryMs = 1500;
const settledMs = 4000;
/** On a crowded machine a look takes long: it takes at most one part in so many of the time. */
const lookShare = 8;
/** A container that fetches packages without a network never gets there: no need to wait for the whole time. */
const hopelessMs = 20_000;

/**
 * On a crowded machine a right answer may need many times as long. So when the time is over, a container that is still at
 * work gets more of it: until it was seen idle this often in a row, or this many times the limit are over.
 */
const idleLooks = 3;
const mostTimes = 4;

/** Waits until the container takes connections on the lesson's port. */
export async function readyPhase(work: Work, running: Running): Promise<PhaseOutcome<null>> {
  const { limits, signal, box, manifest } = work;
  const before = await box.counters();
  const began = performance.now();
  let lookAt = began + firstLookMs;
  let wrongSince: number | null = null;
  let seen: readonly Listener[] | null = null;
  let doing: Activity | null = null;
  let idle = 0;

  const end = async (why: 'exited' | 'silent' | 'flooded') =>
    failed(
      await explainSilence(work, running, {
        why,
        before,
        listeners: seen ?? (why === 'silent' ? await listeners(running) : null),
        seconds: Math.round((performance.now() - began) / 1000),
      }),
    );

  for (;;) {
    signal.throwIfAborted();
    if (await answers(work, running)) {
      return passed(null, sayDetail.later('listening', { port: manifest.port }));
    }
    if (running.flooded.aborted) return end('flooded');
    const state = await running.state();
    if (!state.running) return end('exited');

    const now = performance.now();
    if (now > lookAt) {
      seen = await listeners(running);
      const took = performance.now() - now;
      lookAt = now + Math.max(lookEveryMs, lookShare * took);
      // It listens, and hangs up on whoever asks: what it answers is the probe's business.
      if (seen !== null && reachable(seen, manifest.port))
        return passed(null, sayDetail.later('listening', { port: manifest.port }));
      const wrong = seen !== null && seen.length > 0;
      wrongSince = wrong ? (wrongSince ?? now) : null;
      if (wrongSince !== null && now - wrongSince > settledMs) return end('silent');
    }
    if (now - began > hopelessMs && networkAtStart.test(running.log.text())) return end('silent');
    const over = (now - began) / (limits.readySeconds * 1000);
    if (over > mostTimes) return end('silent');
    if (over > 1) {
      const before = doing;
      doing = await activity(running);
      if (doing === null) return end('silent');
      idle = before === null || worked(before, doing) ? 0 : idle + 1;
      if (idle >= idleLooks) return end('silent');
      await pause(lookEveryMs, signal);
    } else await pause(tryEveryMs, signal);
  }
}

const reachable = (seen: readonly Listener[], port: number): boolean =>
  seen.some((each) => each.port === port && each.on === 'outside');

/** How long a server may take for the first byte before the kernel's table is asked whether it listens at all. */
const firstByteMs = 1500;

/**
 * Whether something answers on the published port. That the connection is taken says nothing: the engine's port forwarding
 * takes every one, and hangs up a moment later when nothing listens behind it. So it is asked for a first byte, with
 * the request that the probe will make.
 */
async function answers(work: Work, running: Running): Promise<boolean> {
  if (running.port === 0) return false;
  const { path, host } = work.manifest.probe;
  const hello = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: application/json\r\nConnection: close\r\n\r\n`;
  try {
    const socket = await work.box.tunnel(running.port);
    const heard = await new Promise<'byte' | 'nothing' | 'gone'>((resolve) => {
      const timer = setTimeout(() => resolve('nothing'), firstByteMs);
      const gone = (): void => {
        clearTimeout(timer);
        resolve('gone');
      };
      socket.on('end', gone).on('close', gone).on('error', gone);
      socket.once('data', () => {
        clearTimeout(timer);
        resolve('byte');
      });
      socket.write(hello);
    }).finally(() => socket.destroy());
    if (heard !== 'nothing') return heard === 'byte';
    const seen = await listeners(running);
    if (seen !== null) return reachable(seen, work.manifest.port);
    // An image without a shell cannot be looked into; in a box that is full of processes no look can start.
    return !crowded(await work.box.counters());
  } catch (error) {
    if (error instanceof PortClosed) return false;
    throw error;
  }
}
