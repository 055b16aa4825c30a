import type { Duplex } from 'node:stream';

/**
 * Relays bytes between two connections until both are closed. What one side sent before it closed still reaches the other, however
 * slowly that one reads: where a connection's end is an answer's end, a lost rest looks like a short answer. A side that breaks
 * takes the other with it.
 */
export function relay(one: Duplex, other: Duplex): void {
  closeTogether(one, other);
  one.pipe(other).pipe(one);
}

/** Closes one connection with the other; the bytes already written to it go out first. */
export function closeTogether(one: Duplex, other: Duplex): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => {
      if (from.readableEnded) to.end(() => to.destroy());
      else to.destroy();
    });
  }
}
