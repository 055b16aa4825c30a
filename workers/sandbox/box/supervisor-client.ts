import type { Socket } from 'node:net';
import { z } from 'zod';
import type { BoxStatus, EgressAsk, Lease, LeaseAsk, LeaseRenewal } from '../../../deploy/box/protocol.ts';
import { messageOf } from '../../../src/errors/message-of.ts';
import { withTimeLimit } from '../../../src/timing/time-limit.ts';
import { InfrastructureError } from '../failures.ts';
import { connectTo, exchange, PortClosed, type SupervisorAnswer } from './supervisor-connection.ts';

const counts = z.number().nonnegative();
/** An older box, which does not report its processor time. */
const unreported = { atMs: 0, usedMs: 0, deniedMs: 0 };
const statusSchema = z.looseObject({
  box: z.string(),
  state: z.enum(['starting', 'free', 'leased', 'ending']),
  life: z.string(),
  engine: z.string(),
  disk: z.string(),
  counters: z.looseObject({
    memoryBytes: counts,
    memoryPeakBytes: counts,
    memoryLimitBytes: counts,
    oomKills: counts,
    processes: counts,
    processLimit: counts,
    forksRefused: counts,
    diskBytes: counts,
    diskLimitBytes: counts,
    processor: z.looseObject({ atMs: counts, usedMs: counts, deniedMs: counts }).default(unreported),
  }),
  leasedUntil: z.number().nullable(),
});
const leaseSchema = z.looseObject({ token: z.string(), life: z.string(), until: z.number() });
const errorSchema = z.looseObject({ error: z.string() });

/** A client of one box's supervisor (deploy/box/protocol.ts). Every call has a hard time limit. */
export class SupervisorClient {
  readonly #socketPath: string;
  readonly #callMs: number;

  constructor(socketPath: string, callMs: number) {
    this.#socketPath = socketPath;
    this.#callMs = callMs;
  }

  async status(): Promise<BoxStatus> {
    const answer = await this.#ask('GET', '/status');
    expectStatus(answer, 'GET /status', 200);
    return parsedBody(statusSchema, answer, 'GET /status');
  }

  /** Null when the box is not free. */
  async lease(body: LeaseAsk): Promise<Lease | null> {
    const answer = await this.#ask('POST', '/lease', body);
    if (answer.status === 409) return null;
    expectStatus(answer, 'POST /lease', 201);
    return parsedBody(leaseSchema, answer, 'POST /lease');
  }

  /** Null when the token no longer holds the lease. */
  async renew(body: LeaseRenewal): Promise<Lease | null> {
    const answer = await this.#ask('PUT', '/lease', body);
    if (answer.status === 403) return null;
    expectStatus(answer, 'PUT /lease', 200);
    return parsedBody(leaseSchema, answer, 'PUT /lease');
  }

  async release(token: string): Promise<void> {
    // 403: the lease has expired already, so the box is ending anyway.
    expectStatus(await this.#ask('DELETE', '/lease', { token }), 'DELETE /lease', 202, 403);
  }

  async egress(body: EgressAsk): Promise<void> {
    expectStatus(await this.#ask('PUT', '/egress', body), 'PUT /egress', 200);
  }

  /**
   * A connection to a port that a container of this box published.
   *
   * @throws PortClosed when nothing listens there
   */
  tunnel(port: number, token: string): Promise<Socket> {
    return this.#limited(`CONNECT ${port}`, (signal) => connectTo(this.#socketPath, port, token, signal));
  }

  #ask(method: string, path: string, body?: unknown): Promise<SupervisorAnswer> {
    return this.#limited(`${method} ${path}`, (signal) =>
      exchange(this.#socketPath, method, path, body, signal),
    );
  }

  async #limited<T>(what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withTimeLimit(`supervisor: ${what}`, this.#callMs, null, work);
    } catch (error) {
      if (error instanceof InfrastructureError || error instanceof PortClosed) throw error;
      throw new InfrastructureError('engine-away', `${what}: ${messageOf(error)}`, { cause: error });
    }
  }
}

function expectStatus(answer: SupervisorAnswer, what: string, ...statuses: readonly number[]): void {
  if (statuses.includes(answer.status)) return;
  const reason = errorSchema.safeParse(answer.body).data?.error ?? 'no reason given';
  throw new InfrastructureError('engine-away', `the box answered ${answer.status} to ${what}: ${reason}`);
}

function parsedBody<T>(schema: z.ZodType<T>, { body }: SupervisorAnswer, what: string): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success)
    throw new InfrastructureError('engine-away', `the box answered ${what} with something else`);
  return parsed.data;
}
