import { randomBytes } from 'node:crypto';
import type { BoxState, Lease } from './protocol.ts';

/** A refusal, with the HTTP status that the protocol assigns to it. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The longest lease that can be asked for, in seconds; a worker renews it. */
const longestLease = 600;

/** Who holds the box. A box is leased once in its life; then it ends. */
export class Tenancy {
  #state: BoxState = 'starting';
  #token = '';
  #until: number | null = null;
  readonly #life: string;
  readonly #now: () => number;

  constructor(life: string, now: () => number = Date.now) {
    this.#life = life;
    this.#now = now;
  }

  get state(): BoxState {
    return this.#state;
  }

  get until(): number | null {
    return this.#until;
  }

  /** The engine answers, so the box can be leased. */
  ready(): void {
    if (this.#state === 'starting') this.#state = 'free';
  }

  take(seconds: number): Lease {
    if (this.#state !== 'free') throw new RequestRefused(409, `the box is ${this.#state}`);
    const until = this.#deadline(seconds);
    this.#state = 'leased';
    this.#token = randomBytes(18).toString('base64url');
    this.#until = until;
    return { token: this.#token, life: this.#life, until };
  }

  renew(token: string, seconds: number): Lease {
    this.check(token);
    this.#until = this.#deadline(seconds);
    return { token, life: this.#life, until: this.#until };
  }

  /** Throws unless the token is the holder's. */
  check(token: string): void {
    if (this.#state !== 'leased' || token !== this.#token)
      throw new RequestRefused(403, 'this is not the lease of the box');
  }

  end(): void {
    this.#state = 'ending';
  }

  get lapsed(): boolean {
    return this.#state === 'leased' && this.#until !== null && this.#now() >= this.#until;
  }

  #deadline(seconds: number): number {
    if (!Number.isFinite(seconds) || seconds <= 0 || seconds > longestLease)
      throw new RequestRefused(400, `seconds is between 0 and ${longestLease}`);
    return this.#now() + seconds * 1000;
  }
}
