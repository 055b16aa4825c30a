import type { Logger } from 'pino';
import { messageOf } from '../../errors/message-of.ts';
import { settledWithin } from '../../timing/time-limit.ts';

/** Total time for closing all parts, out of the 45 seconds that a container has to stop. Milliseconds. */
const allMs = 25_000;
/** Minimum for each part, even if the earlier ones have used up the total. Milliseconds. */
const leastMs = 500;

interface OpenedPart {
  readonly name: string;
  readonly close: () => unknown;
}

/**
 * The opened parts of a bot, to be closed together. A part that fails to close, or whose peer does not respond, does not prevent the others
 * from closing.
 */
export class OpenedParts {
  readonly #log: Logger;
  readonly #parts: OpenedPart[] = [];

  constructor(log: Logger) {
    this.#log = log;
  }

  add(name: string, close: OpenedPart['close']): void {
    this.#parts.push({ name, close });
  }

  /** Closes all parts in reverse order. Never rejects. */
  async close(): Promise<void> {
    const end = performance.now() + allMs;
    for (const part of this.#parts.splice(0).toReversed())
      await this.#close(part, Math.max(leastMs, end - performance.now()));
  }

  async #close({ name, close }: OpenedPart, ms: number): Promise<void> {
    let why: string | null = `it took longer than ${Math.round(ms)} ms`;
    const closed = async (): Promise<void> => {
      await close();
      why = null;
    };
    await settledWithin(
      closed().catch((error: unknown) => {
        why = messageOf(error);
      }),
      ms,
    );
    if (why !== null)
      this.#log.warn(
        { event: 'bot.part-not-closed', part: name, why },
        'ends without having closed a part of it',
      );
  }
}
