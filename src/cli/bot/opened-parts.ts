import type { Logger } from 'pino';
import { messageOf } from '../../errors/message-of.ts';
import { settledWithin } from '../../timing/time-limit.ts';

/** Time limit for closing all parts, of the 45 seconds that a container has. Milliseconds. */
const allMs = 25_000;
/** Time left for a part if those before it used up the limit. Milliseconds. */
const leastMs = 500;

interface OpenedPart {
  readonly name: string;
  readonly close: () => unknown;
}

/**
 * The opened parts, to be closed. A part that hangs while closing, because its server does not answer, does not prevent the
 * others from closing.
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
