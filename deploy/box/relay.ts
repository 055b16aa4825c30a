import type { Duplex } from 'node:stream';

/**
 * Relays bytes between two connections until both are closed. What one side sent before it closed still reaches the other, however slowly
 * the other reads: if the end of the connection marks the end of a response, losing the rest would look like a short response. If one
 * side fails, the other is closed too.
 */
export function relay(one: Duplex, other: Duplex): void {
  closeTogether(one, other);
  one.pipe(other).pipe(one);
}

/** Closes one connection after the other has closed; bytes that were already written to it are sent first. */
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
