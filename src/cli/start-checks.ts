import { statSync } from 'node:fs';
import { redisAddress } from '../config/redis-address.ts';
import type { Settings } from '../config/settings.ts';
import { OperatorError } from '../errors/operator-error.ts';
import { inspectRedis, losesWork, RedisNotReached } from '../queue/inspect-redis.ts';
import { operatorLocale, words } from '../wording/wording.ts';

const say = words('cli-start-checks', {
  en: {
    losesWork:
      '{{why}}. Set it (redis-cli config set maxmemory-policy noeviction, and in redis.conf), then start again.',
    noLessons: 'There is no folder of lessons at {{folder}}: correct LESSONS_DIR.',
    noBoxes:
      'SANDBOX_BOXES is {{file}}, which is a file: it is the folder in which boxes show their sockets.',
    otherDatabase:
      '{{why}}. Correct the number, or leave it out: without one it is database 0, and QUEUE_PREFIX keeps two Dockhands apart there.',
  },
});

/**
 * A folder that a setting names has to be one; boxes may come later.
 * @throws OperatorError
 */
export function refuseWrongFolders({
  LESSONS_DIR: lessons,
  SANDBOX_BOXES: boxes,
}: Pick<Settings, 'LESSONS_DIR' | 'SANDBOX_BOXES'>): void {
  if (statSync(lessons, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new OperatorError('DOCKHAND_LESSON', say(operatorLocale, 'noLessons', { folder: lessons }));
  if (statSync(boxes, { throwIfNoEntry: false })?.isFile() === true)
    throw new OperatorError('DOCKHAND_SETTINGS', say(operatorLocale, 'noBoxes', { file: boxes }));
}

/**
 * Refuses to start where work would be lost. An unreachable Redis is no reason: bot and worker wait for it.
 * @throws OperatorError with DOCKHAND_REDIS
 */
export async function refuseWhatLosesWork(
  settings: Pick<Settings, 'REDIS_URL' | 'REDIS_CA_FILE'>,
): Promise<void> {
  const report = await inspectRedis(redisAddress(settings)).catch((error: unknown) => {
    if (!(error instanceof RedisNotReached)) throw error;
    if (error.isFinal) throw new OperatorError('DOCKHAND_REDIS', `${error.message}.`);
    return null;
  });
  if (report === null) return;
  const why = losesWork(report);
  if (why !== null) throw new OperatorError('DOCKHAND_REDIS', say(operatorLocale, 'losesWork', { why }));
  if (report.againstDatabase !== null)
    throw new OperatorError(
      'DOCKHAND_REDIS',
      say(operatorLocale, 'otherDatabase', { why: report.againstDatabase }),
    );
}
