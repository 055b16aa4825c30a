import { LRUCache } from 'lru-cache';
import type { Submission } from '../../records/records.ts';

/** How long a verdict waits for the answer that it will replace. Milliseconds. */
const arrivalMs = 4_000;
const maxArrived = 2_000;

/** How long the answer to a submission may still be on its way, in milliseconds. Robust against a clock that was set back. */
export function arrivalTimeLeft({ receivedAt }: Pick<Submission, 'receivedAt'>): number {
  const age = Date.now() - receivedAt;
  return age < 0 ? 0 : Math.max(0, arrivalMs - age);
}

interface ExpectedReply {
  readonly arrival: Promise<void>;
  readonly arrived: () => void;
}

/** Tracks which submissions' answers have reached Discord; before that there is nothing to edit. */
export class ReplyArrivals {
  readonly #arrived = new LRUCache<string, true>({ max: maxArrived });
  readonly #expected = new Map<string, ExpectedReply>();

  /** Notes that the answer to a submission exists. */
  arrived(submission: string): void {
    this.#arrived.set(submission, true);
    this.#expected.get(submission)?.arrived();
  }

  /** Resolves when the answer has arrived, or is no longer likely to. */
  wait(submission: Pick<Submission, 'id' | 'receivedAt' | 'reply'>): Promise<void> {
    const expected = this.#expected.get(submission.id);
    if (expected !== undefined) return expected.arrival;
    // An answer that is an ordinary message gets a location only once it has arrived.
    const left = submission.reply?.kind === 'message' ? 0 : arrivalTimeLeft(submission);
    if (left === 0 || this.#arrived.has(submission.id)) return Promise.resolve();
    return this.#expect(submission.id, left);
  }

  #expect(id: string, ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    timer.unref();
    const arrival = promise.finally(() => {
      clearTimeout(timer);
      this.#expected.delete(id);
    });
    this.#expected.set(id, { arrival, arrived: resolve });
    return arrival;
  }
}
