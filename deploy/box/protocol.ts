/**
 * What a worker and a box say to each other.
 *
 * A box shows one folder to its worker: `<SANDBOX_BOXES>/<name>/`, in it two unix sockets, both the supervisor's.
 * - `engine.sock`: the Docker Engine API of the box's rootless engine, as far as a worker needs it (`engine-api.ts`).
 * - `supervisor.sock`: HTTP, JSON in and out, the routes below.
 *
 * | request                          | answer                                                        |
 * | -------------------------------- | ------------------------------------------------------------- |
 * | `GET /status`                    | 200 {@link BoxStatus}                                         |
 * | `POST /lease` {@link LeaseAsk}   | 201 {@link Lease}; 409 when the box is not free               |
 * | `PUT /lease` {@link LeaseRenewal}| 200 {@link Lease}; 403 when the token is not the holder's     |
 * | `DELETE /lease` `{token}`        | 202, and the box ends: a box lives for one job                |
 * | `PUT /egress` {@link EgressAsk}  | 200; opens or shuts the only way out (shut before a run)      |
 * | `CONNECT 127.0.0.1:<port>`       | 200, then a tunnel to a port that a container published; with header `x-lease: <token>` |
 *
 * Every error is `{error: string}`.
 */
export type BoxState = 'starting' | 'free' | 'leased' | 'ending';

/** Counters of the box, which an inner engine without cgroups of its own cannot provide. Bytes and counts. */
export interface BoxCounters {
  readonly memoryBytes: number;
  readonly memoryPeakBytes: number;
  readonly memoryLimitBytes: number;
  /** How often the kernel's out-of-memory killer has struck in this box since it started. */
  readonly oomKills: number;
  readonly processes: number;
  readonly processLimit: number;
  /** How often a fork was refused because the process limit was reached, if the kernel counts it. */
  readonly forksRefused: number;
  readonly diskBytes: number;
  readonly diskLimitBytes: number;
  readonly processor: ProcessorCounters;
}

/** Processor time of the box since it started; only differences are meaningful. Milliseconds. */
export interface ProcessorCounters {
  /** When it was read, by a monotonic clock of the box. */
  readonly atMs: number;
  /** Processor time used by all processes together. */
  readonly usedMs: number;
  /** Time in which something in the box was runnable but had no processor. */
  readonly deniedMs: number;
}

export interface BoxStatus {
  readonly box: string;
  readonly state: BoxState;
  /** A new one at every start: two answers with the same life refer to the same disk. */
  readonly life: string;
  /** Version of the engine inside, for example `28.5.2`; empty until it answers. */
  readonly engine: string;
  /** Digest of the warmed disk this life was laid from. */
  readonly disk: string;
  readonly counters: BoxCounters;
  /** Unix milliseconds; null when no one holds the box. */
  readonly leasedUntil: number | null;
}

export interface LeaseAsk {
  /** The holder, for the log: `<worker>/<job>`. */
  readonly holder: string;
  /** The lease expires, and the box ends, if it is not renewed within this time. */
  readonly seconds: number;
}

export interface Lease {
  readonly token: string;
  readonly life: string;
  readonly until: number;
}

export interface LeaseRenewal {
  readonly token: string;
  readonly seconds: number;
}

export interface EgressAsk {
  readonly token: string;
  readonly open: boolean;
}
