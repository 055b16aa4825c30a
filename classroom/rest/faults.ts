import type { DiscordErrorCode } from './api-error.ts';

/** Something that goes wrong on command, for the next requests that fit. */
export interface Fault {
  /** What the request is answered with; absent, it is only slow. */
  readonly status?: 429 | 500 | 502 | 503;
  /** It is refused with this code of Discord's, whatever it asks. */
  readonly refusal?: DiscordErrorCode;
  /** Milliseconds that the answer takes longer. */
  readonly slow?: number;
  /** Seconds to wait, for 429. */
  readonly retryAfter?: number;
  readonly global?: boolean;
  /** How many requests it hits; 1 when absent. */
  readonly times?: number;
  /** Which requests: matched against `METHOD /path`. All when absent. */
  readonly where?: RegExp;
}

/** Faults that are still to happen. */
export class Faults {
  #pending: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#pending.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#pending = [];
  }

  take(request: string): Fault | null {
    const hit = this.#pending.find(({ fault }) => fault.where?.test(request) ?? true);
    if (!hit) return null;
    hit.left -= 1;
    if (hit.left <= 0) this.#pending = this.#pending.filter((one) => one !== hit);
    return hit.fault;
  }
}
