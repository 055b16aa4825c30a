import { createHash } from 'node:crypto';
import { queueNames } from '../submission/job.ts';
import { inTime } from './connection.ts';
import { redisKeys } from './redis-keys.ts';

/** What a worker's user of Redis may: its queue, the verdicts on their way back, the files of jobs and its heartbeats; no more. */
function workerRules(prefix: string): readonly string[] {
  const names = redisKeys(prefix);
  const keys = [
    ...Object.values(queueNames).map((queue) => `${prefix}:${queue}:*`),
    names.files,
    names.busy('*'),
    names.reading('*'),
    names.unreadable('*'),
    names.workers,
    names.durations,
    names.drained,
  ];
  return [
    'resetkeys',
    ...keys.map((key) => `~${key}`),
    'resetchannels',
    ...[names.cancel, names.drains].map((channel) => `&${channel}`),
    // INFO is how one asks for the version and the eviction policy.
    ...['-@all', '+@all', '-@admin', '-@dangerous', '+info'],
  ];
}

/** The same as a line of redis.conf or of an ACL file, with the digest of the password in its place. */
export const workerUserLine = (user: string, password: string, prefix: string): string =>
  ['user', user, 'reset', 'on', `#${digest(password)}`, ...workerRules(prefix)].join(' ');

const digest = (password: string): string => createHash('sha256').update(password).digest('hex');

/** As much of a connection as making a user takes. */
interface AclConnection {
  readonly call: (command: string, ...args: string[]) => Promise<unknown>;
}

/** Makes the user in a running Redis, or gives it these rules and this password in place of what it had. */
export async function grantWorker(
  redis: AclConnection,
  user: string,
  password: string,
  prefix: string,
): Promise<void> {
  const rules = ['reset', 'on', `#${digest(password)}`, ...workerRules(prefix)];
  await inTime(redis.call('ACL', 'SETUSER', user, ...rules), 6_000);
}
