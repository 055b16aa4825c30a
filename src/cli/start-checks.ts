import type { Logger } from 'pino';
import type { Settings } from '../config/settings.ts';
import { OperatorError } from '../errors/operator-error.ts';
import { inspectRedis, losesWork, RedisNotReached } from '../queue/inspect-redis.ts';
import { redisAddress } from '../queue/redis-address.ts';
import { examineDiscord } from './doctor/discord.ts';
import type { DoctorFinding } from './doctor/finding.ts';
import { examineDisk } from './doctor/machine.ts';

/**
 * What would lose work is no start at all. A Redis that does not answer is no reason: bot and worker wait for it.
 * @throws OperatorError with DOCKHAND_REDIS
 */
export async function refuseWhatLosesWork(
  settings: Pick<Settings, 'REDIS_URL' | 'REDIS_CA_FILE'>,
): Promise<void> {
  const report = await inspectRedis(redisAddress(settings)).catch((error: unknown) => {
    if (error instanceof RedisNotReached) return null;
    throw error;
  });
  const why = report === null ? null : losesWork(report);
  if (why === null) return;
  throw new OperatorError(
    'DOCKHAND_REDIS',
    `${why}. Set it (redis-cli config set maxmemory-policy noeviction, and in redis.conf), then start again.`,
  );
}

/** Tries the quick ones of `dockhand doctor` beside a bot that starts, and logs what is not well. */
export async function logWhatIsNotWell(settings: Settings, log: Logger): Promise<void> {
  const parts = await Promise.allSettled([
    examineDiscord(settings, false),
    examineDisk(settings.DOCKHAND_STATE),
  ]);
  const findings = parts.flatMap((part): readonly DoctorFinding[] =>
    part.status === 'fulfilled' ? [part.value].flat() : [],
  );
  for (const { check, status, message, todo } of findings)
    if (status !== 'ok')
      log.warn(
        { event: 'doctor.finding', check, status, finding: message, todo },
        'the doctor found something',
      );
}
