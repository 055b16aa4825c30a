import type { DiscordErrorCode } from './api-error.ts';

/** An injected fault, for the next matching requests. */
export interface Fault {
  /** The response's status; when absent, the request is only slow. */
  readonly status?: 429 | 500 | 502 | 503;
  /** The request is refused with this error code of Discord's, whatever it asks for. */
  readonly refusal?: DiscordErrorCode;
  /** Delay of the response in milliseconds. */
  readonly slow?: number;
  /** Seconds to wait, for 429. */
  readonly retryAfter?: number;
  readonly global?: boolean;
  /** How many requests it affects; 1 when absent. */
  readonly times?: number;
  /** Which requests it affects: matched against `METHOD /path`. All when absent. */
  readonly where?: RegExp;
}

/** Faults that have not been used up. */
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
