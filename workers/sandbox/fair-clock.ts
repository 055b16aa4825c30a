import { chanceBetween } from '../../deploy/box/chance.ts';
import type { BoxCounters, ProcessorCounters } from '../../deploy/box/protocol.ts';
import type { Clock } from '../../src/timing/time-limit.ts';

/** A box between two readings: what is not a whole span is reckoned from one of this length. Milliseconds. */
const sampleMs = 2_000;
/** Readings are no closer than this. Milliseconds. */
const closestMs = 500;

interface CounterReading {
  readonly processor: ProcessorCounters;
  readonly at: number;
}

/**
 * A clock that counts a box's chance to run and not the time on the wall: on a machine that gives the box no processor it
 * stands still. It strikes `over` when the box has had its time, and `starved` when that much has passed on the wall as
 * many `times` over: then nobody can tell a program that hangs from a machine that is busy. One that is asked to
 * strike soon looks at the box only then, so that a short wait costs no question.
 */
export function fairClock(
  counters: () => Promise<BoxCounters>,
  times: number,
  /** How the box was when the clock began. */
  since: BoxCounters | null = null,
): Clock {
  return (ms, strike) => {
    const began = performance.now();
    let ended = false;
    let first: CounterReading | null = since === null ? null : { processor: since.processor, at: began };
    let timer = setTimeout(look, ms);
    const read = async (): Promise<CounterReading | null> => {
      const seen = await counters().catch(() => null);
      return seen === null ? null : { processor: seen.processor, at: performance.now() };
    };
    return {
      end: () => {
        ended = true;
        clearTimeout(timer);
      },
    };

    async function look(): Promise<void> {
      const now = await read();
      if (ended) return;
      const passed = performance.now() - began;
      // A box that does not even say how it is tells nothing of the student's program.
      if (now === null) return done('starved');
      if (now.processor.atMs === 0) return done('over');
      if (first === null) {
        first = now;
        if (passed >= ms * times) return done('starved');
        return again(Math.min(sampleMs, ms));
      }
      const span = now.at - first.at;
      const chance =
        span <= 0 ? passed : (chanceBetween(first.processor, now.processor, span) / span) * passed;
      if (chance >= ms * 0.98) return done('over');
      if (passed >= ms * times) return done('starved');
      again(Math.min(ms - chance, ms * times - passed));
    }
    function again(wait: number): void {
      timer = setTimeout(look, Math.max(closestMs, wait));
    }
    function done(how: 'over' | 'starved'): void {
      ended = true;
      strike(how);
    }
  };
}
