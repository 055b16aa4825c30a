import type { Logger } from 'pino';

/** Time limit for shutting down; a container is killed after 45 seconds (docker-compose.yml). Milliseconds. */
const endWithinMs = 40_000;
/**
 * Time after which a process exits although something still keeps it alive, such as a connection that keeps reconnecting.
 * Milliseconds.
 */
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

  /** Called once everything is closed: exits the process soon, even if something unused keeps it alive. */
  allClosed(): void {
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}
