import { request } from 'node:http';
import type { Socket } from 'node:net';
import { z } from 'zod';
import type { BoxStatus, EgressAsk, Lease, LeaseAsk, LeaseRenewal } from '../../deploy/box/protocol.ts';
import { withTimeLimit } from '../../src/timing/time-limit.ts';
import { BoxAgent } from './dial.ts';
import { InfrastructureError, messageOf } from './failures.ts';

/** Talks to the supervisor of one box (deploy/box/protocol.ts). Every call has a hard time limit. */
export interface Supervisor {
  readonly status: () => Promise<BoxStatus>;
  /** Null when the box is not free. */
  readonly lease: (ask: LeaseAsk) => Promise<Lease | null>;
  /** Null when the token is no longer the holder's. */
  readonly renew: (renewal: LeaseRenewal) => Promise<Lease | null>;
  readonly release: (token: string) => Promise<void>;
  readonly egress: (ask: EgressAsk) => Promise<void>;
  /** A connection to a port that a container of this box published. */
  readonly tunnel: (port: number, token: string) => Promise<Socket>;
}

const counts = z.number().nonnegative();
/** A box of before, which does not say what it had of the processors. */
const untold = { atMs: 0, usedMs: 0, deniedMs: 0 };
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
    processor: z.looseObject({ atMs: counts, usedMs: counts, deniedMs: counts }).default(untold),
  }),
  leasedUntil: z.number().nullable(),
});
const leaseSchema = z.looseObject({ token: z.string(), life: z.string(), until: z.number() });

interface SupervisorAnswer {
  readonly status: number;
  readonly body: unknown;
}

const mostAnswerBytes = 256 * 1024;

export function openSupervisor(socketPath: string, callMs: number): Supervisor {
  const ask = (method: string, path: string, body?: unknown): Promise<SupervisorAnswer> =>
    away(
      `${method} ${path}`,
      withTimeLimit(`supervisor: ${method} ${path}`, callMs, null, (signal) =>
        exchange(socketPath, method, path, body, signal),
      ),
    );

  const expect = (answer: SupervisorAnswer, what: string, ...statuses: readonly number[]): void => {
    if (!statuses.includes(answer.status))
      throw new InfrastructureError(
        'engine-away',
        `the box answered ${answer.status} to ${what}: ${said(answer.body)}`,
      );
  };

  return {
    status: async () => {
      const answer = await ask('GET', '/status');
      expect(answer, 'GET /status', 200);
      return understood(statusSchema, answer.body, 'GET /status');
    },
    lease: async (body) => {
      const answer = await ask('POST', '/lease', body);
      if (answer.status === 409) return null;
      expect(answer, 'POST /lease', 201);
      return understood(leaseSchema, answer.body, 'POST /lease');
    },
    renew: async (body) => {
      const answer = await ask('PUT', '/lease', body);
      if (answer.status === 403) return null;
      expect(answer, 'PUT /lease', 200);
      return understood(leaseSchema, answer.body, 'PUT /lease');
    },
    release: async (token) => {
      // 403: the lease has lapsed already, so the box is ending as it should.
      expect(await ask('DELETE', '/lease', { token }), 'DELETE /lease', 202, 403);
    },
    egress: async (body) => expect(await ask('PUT', '/egress', body), 'PUT /egress', 200),
    tunnel: (port, token) =>
      away(
        `CONNECT ${port}`,
        withTimeLimit(`supervisor: CONNECT ${port}`, callMs, null, (signal) =>
          connect(socketPath, port, token, signal),
        ),
      ),
  };
}

async function away<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof InfrastructureError || error instanceof PortClosed) throw error;
    throw new InfrastructureError('engine-away', `${what}: ${messageOf(error)}`, { cause: error });
  }
}

function understood<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success)
    throw new InfrastructureError('engine-away', `the box answered ${what} with something else`);
  return parsed.data;
}

function said(body: unknown): string {
  return z.looseObject({ error: z.string() }).safeParse(body).data?.error ?? 'no reason given';
}

function exchange(
  socketPath: string,
  method: string,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<SupervisorAnswer> {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? '' : JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
    const asked = request(
      { socketPath, method, path, headers, agent: new BoxAgent(socketPath), signal },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > mostAnswerBytes) asked.destroy(new Error('the answer is too long'));
          else chunks.push(chunk);
        });
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          try {
            resolve({ status: answer.statusCode ?? 0, body: text === '' ? null : JSON.parse(text) });
          } catch {
            resolve({ status: answer.statusCode ?? 0, body: null });
          }
        });
      },
    );
    asked.on('error', reject);
    asked.end(payload);
  });
}

/** Nothing accepts connections on that port of the box. */
export class PortClosed extends Error {
  override readonly name = 'PortClosed';
}

function connect(socketPath: string, port: number, token: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const asked = request({
      socketPath,
      method: 'CONNECT',
      path: `127.0.0.1:${port}`,
      headers: { 'x-lease': token },
      agent: new BoxAgent(socketPath),
      signal,
    });
    asked.on('connect', (answer, socket, head) => {
      if (answer.statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        return resolve(socket as Socket);
      }
      socket.destroy();
      reject(
        answer.statusCode === 502 || answer.statusCode === 504
          ? new PortClosed(`nothing listens on port ${port}`)
          : new InfrastructureError(
              'engine-away',
              `the box answered ${answer.statusCode} to CONNECT ${port}`,
            ),
      );
    });
    asked.on('response', (answer) => {
      answer.resume();
      reject(
        answer.statusCode === 502 || answer.statusCode === 504
          ? new PortClosed(`nothing listens on port ${port}`)
          : new InfrastructureError(
              'engine-away',
              `the box answered ${answer.statusCode} to CONNECT ${port}`,
            ),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}
