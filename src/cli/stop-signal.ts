import type { Logger } from 'pino';

/** A container has 45 seconds to stop before it is killed (docker-compose.yml). Milliseconds. */
const endWithinMs = 40_000;
/** Time for remaining handles once everything is closed, such as a connection that is still being retried. Milliseconds. */
const lingerMs = 1_000;

/** Waits for SIGTERM or SIGINT, and ensures that the process then ends even if a service is unreachable. */
export class StopSignal {
  /** Resolves with the name of the signal. */
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

  /** Call once everything is closed. Ends the process soon, even if an unneeded handle would keep it alive. */
  allClosed(): void {
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}
