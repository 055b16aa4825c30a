import { createHash } from 'node:crypto';
import { queueNames } from '../submission/job.ts';
import { inTime } from './redis-connection.ts';
import { redisKeys } from './redis-keys.ts';

/** ACL rules for a worker's Redis user: access only to its queue, the verdicts, the files of jobs and the heartbeats. */
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
    // INFO is needed to read the version and the eviction policy.
    ...['-@all', '+@all', '-@admin', '-@dangerous', '+info'],
  ];
}

/** The rules as a line of redis.conf or an ACL file, with the digest of the password. */
export const workerUserLine = (user: string, password: string, prefix: string): string =>
  ['user', user, 'reset', 'on', `#${digest(password)}`, ...workerRules(prefix)].join(' ');

const digest = (password: string): string => createHash('sha256').update(password).digest('hex');

/** The part of a connection that is needed to create a user. */
interface AclConnection {
  readonly call: (command: string, ...args: string[]) => Promise<unknown>;
}

/** Creates the user in a running Redis, or replaces its rules and password. */
export async function grantWorker(
  redis: AclConnection,
  user: string,
  password: string,
  prefix: string,
): Promise<void> {
  const rules = ['reset', 'on', `#${digest(password)}`, ...workerRules(prefix)];
  await inTime(redis.call('ACL', 'SETUSER', user, ...rules), 6_000);
}
