import type { ServiceFault } from '../compose/forecast.ts';
import type { ComposeMount } from '../compose/service.ts';
import { within } from '../simulation/image/within.ts';
import { healthOf } from '../toolchains/postgres/health.ts';
import type { DatabaseService } from './known-services.ts';

/** The result of one check: everything is right, there certainly is a fault, or the outcome is unknown. */
export type Judgement = 'right' | 'unknown' | { readonly fault: ServiceFault; readonly line: number };

/** Healthcheck intervals in milliseconds: up to `inTime`, a check runs within a verification; from `certainlyLate` on, none does. */
const inTime = 30_000;
const certainlyLate = 600_000;
/** Shorter intervals or timeouts leave the check's program no time to start (in milliseconds). */
const leastInterval = 200;
const leastTimeout = 500;

/** Whether a database's healthcheck passes in time. */
export function judgeHealth({ service, server, environment }: DatabaseService): Judgement {
  const { healthcheck } = service;
  if (healthcheck === null || healthcheck.disabled) return 'right';
  const { test, interval, timeout, startPeriod, line } = healthcheck;
  const health = test === null ? 'unknown' : healthOf(server, test, environment);
  if (health === 'fails') return { fault: { kind: 'unhealthy' }, line };
  // During a start period, Docker checks every few seconds, whatever the interval is.
  if (interval !== null && interval >= certainlyLate && (startPeriod ?? 0) === 0)
    return { fault: { kind: 'rarely-asked' }, line };
  const isUsual =
    (interval ?? inTime) <= inTime &&
    (interval ?? inTime) >= leastInterval &&
    (timeout ?? inTime) >= leastTimeout &&
    (startPeriod ?? 0) <= inTime;
  return health === 'passes' && isUsual ? 'right' : 'unknown';
}

/** Whether a database's data survives `docker compose down`, if the lesson requires that (`keeps`). */
export function judgeData({ service, server }: DatabaseService, keeps: boolean): Judgement {
  const mount = mountOf(service.mounts, server.data);
  const line = (mount ?? service.mounts[0])?.line ?? service.line;
  // Other mounts may contain scripts that it runs, or files that it reads.
  if (service.mounts.some((each) => each !== mount && within('/docker-entrypoint-initdb.d', each.target)))
    return 'unknown';
  if (mount === null) return keeps ? { fault: { kind: 'data-lost', path: server.data }, line } : 'right';
  // The official image declares its data folder as a volume, which hides a mount above it. An image derived from it may not.
  const isHidden = within(server.volume, server.data) && mount.target.length < server.volume.length;
  if (isHidden) return 'unknown';
  if (mount.readOnly) return { fault: { kind: 'read-only', path: mount.target }, line };
  if (mount.kind === 'named') return 'right';
  const isLost = keeps && mount.kind === 'anonymous';
  return isLost ? { fault: { kind: 'data-lost', path: server.data }, line } : 'unknown';
}

/** The innermost mount that contains a folder. */
const mountOf = (mounts: readonly ComposeMount[], folder: string): ComposeMount | null =>
  mounts
    .filter(({ target }) => within(target, folder))
    .toSorted((a, b) => b.target.length - a.target.length)[0] ?? null;
