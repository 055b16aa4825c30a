import type { ServiceFault } from '../compose/forecast.ts';
import type { ComposeMount } from '../compose/service.ts';
import { within } from '../simulation/image/within.ts';
import { healthOf } from '../toolchains/postgres/health.ts';
import type { DatabaseService } from './known-services.ts';

/** What is found of one thing: nothing is wrong, something certainly is, or nobody can tell. */
export type Judgement = 'right' | 'unknown' | { readonly fault: ServiceFault; readonly line: number };

/** Milliseconds between two looks of a healthcheck: with so many it passes within a verification, and with so many it does not. */
const inTime = 30_000;
const certainlyLate = 600_000;
/** Less than these leaves no time to start. */
const leastInterval = 200;
const leastTimeout = 500;

/** Whether the healthcheck of a database passes in time. */
export function judgeHealth({ service, server, environment }: DatabaseService): Judgement {
  const { healthcheck } = service;
  if (healthcheck === null || healthcheck.disabled) return 'right';
  const { test, interval, timeout, startPeriod, line } = healthcheck;
  const health = test === null ? 'unknown' : healthOf(server, test, environment);
  if (health === 'fails') return { fault: { kind: 'unhealthy' }, line };
  // In a start period Docker asks every few seconds, whatever the interval says.
  if (interval !== null && interval >= certainlyLate && (startPeriod ?? 0) === 0)
    return { fault: { kind: 'rarely-asked' }, line };
  const isUsual =
    (interval ?? inTime) <= inTime &&
    (interval ?? inTime) >= leastInterval &&
    (timeout ?? inTime) >= leastTimeout &&
    (startPeriod ?? 0) <= inTime;
  return health === 'passes' && isUsual ? 'right' : 'unknown';
}

/** Whether what a database writes is still there after `docker compose down`, where that is asked for (`keeps`). */
export function judgeData({ service, server }: DatabaseService, keeps: boolean): Judgement {
  const mount = mountOf(service.mounts, server.data);
  const line = (mount ?? service.mounts[0])?.line ?? service.line;
  // What else is mounted may be scripts that it runs, or files that it reads.
  if (service.mounts.some((each) => each !== mount && within('/docker-entrypoint-initdb.d', each.target)))
    return 'unknown';
  if (mount === null) return keeps ? { fault: { kind: 'data-lost', path: server.data }, line } : 'right';
  // The official image makes a volume of its folder, which hides what is mounted above it; an image like it may not.
  const isHidden = within(server.volume, server.data) && mount.target.length < server.volume.length;
  if (isHidden) return 'unknown';
  if (mount.readOnly) return { fault: { kind: 'read-only', path: mount.target }, line };
  if (mount.kind === 'named') return 'right';
  const isLost = keeps && mount.kind === 'anonymous';
  return isLost ? { fault: { kind: 'data-lost', path: server.data }, line } : 'unknown';
}

/** The mount that a folder lies in: the deepest. */
const mountOf = (mounts: readonly ComposeMount[], folder: string): ComposeMount | null =>
  mounts
    .filter(({ target }) => within(target, folder))
    .toSorted((a, b) => b.target.length - a.target.length)[0] ?? null;
