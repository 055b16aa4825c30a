import type { Logger } from 'pino';

/** A container gets 45 seconds to end (docker-compose.yml); what has not ended by then is killed. Milliseconds. */
const endWithinMs = 40_000;
/** What may still hold a process when all its work is closed: a connection that dials for ever. Milliseconds. */
const lingerMs = 1_000;

/** SIGTERM or SIGINT, and the promise that the process ends after it, whatever is away. */
export class StopSignal {
  /** Resolves with the signal's name. */
  readonly received: Promise<NodeJS.Signals>;

  constructor(log: Logger) {
    this.received = new Promise((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const)
        process.once(signal, () => {
          resolve(signal);
          setTimeout(() => {
            log.error(
              { event: 'process.did-not-end', signal, withinMs: endWithinMs },
              'did not end in time: ending at once. Everything that was promised is in the records',
            );
            process.exit(1);
          }, endWithinMs).unref();
        });
    });
  }

  /** Everything is closed: ends the process soon, even if something that nobody needs any more holds it. */
  allClosed(): void {
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}
