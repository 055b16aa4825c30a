import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Command } from 'commander';
import { pino } from 'pino';
import { LimitsError, readLimits } from '../../workers/sandbox/limits.ts';
import { readProxy } from '../../workers/sandbox/proxy.ts';
import { checkerDigest } from '../../workers/verdict/checker-digest.ts';
import { VerifyWorker } from '../../workers/worker.ts';
import { readSettings } from '../config/settings.ts';
import { words } from '../wording/wording.ts';
import { CommandError } from './command-error.ts';

const say = words('cli-worker', {
  en: { about: 'Build and run what waits in the queue, in the boxes of this machine, until it is stopped' },
});

/** Adds `dockhand worker`. */
export function register(program: Command): void {
  program
    .command('worker')
    .description(say('en', 'about'))
    .action(async () => {
      const settings = readSettings(process.env);
      const limits = limitsOrAnswer();
      const log = pino(
        { level: settings.LOG_LEVEL, name: 'worker' },
        pino.destination({ dest: 2, sync: true }),
      );
      // Loaded only where they are wanted: a web server weighs some megabytes.
      const metrics =
        settings.WORKER_METRICS_PORT === 0
          ? null
          : await (await import('../web/metrics/worker-metrics-server.ts')).openWorkerMetrics({
              port: settings.WORKER_METRICS_PORT,
              host: settings.WORKER_METRICS_HOST,
              token: settings.METRICS_TOKEN ?? null,
            });
      const worker = new VerifyWorker({
        id: `${hostname().slice(0, 20)}-${randomBytes(3).toString('hex')}`,
        redisUrl: settings.REDIS_URL,
        prefix: settings.QUEUE_PREFIX,
        lessonsDir: settings.LESSONS_DIR,
        boxesDir: settings.SANDBOX_BOXES,
        proxy: readProxy(process.env),
        checker: await checkerDigest(),
        limits,
        log,
        ...(metrics === null ? {} : { boxWaited: metrics.boxWaited }),
      });
      const stopped = new Promise<string>((resolve) => {
        process.once('SIGTERM', () => resolve('SIGTERM'));
        process.once('SIGINT', () => resolve('SIGINT'));
      });
      await Promise.race([worker.ready, stopped]);
      log.info(
        { event: 'worker.stopping', signal: await stopped },
        'the worker stops: jobs that run may end, the others are handed back',
      );
      await worker.close();
      await metrics?.close();
      log.info({ event: 'worker.stopped' }, 'the worker has stopped');
    });
}

function limitsOrAnswer() {
  try {
    return readLimits(process.env);
  } catch (error) {
    throw error instanceof LimitsError ? new CommandError(error.message, 'DOCKHAND_LIMITS') : error;
  }
}
