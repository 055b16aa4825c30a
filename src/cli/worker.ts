import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Command } from 'commander';
import { type Logger, pino } from 'pino';
import { readProxy } from '../../workers/sandbox/build/proxy.ts';
import type { Limits } from '../../workers/sandbox/limits.ts';
import { checkerDigest } from '../../workers/verdict/checker-digest.ts';
import { VerifyWorker } from '../../workers/worker.ts';
import { keyPrefix, redisAddress } from '../config/redis-address.ts';
import type { Settings } from '../config/settings.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import type { SettingsInForce } from './settings-in-force.ts';
import { refuseWhatLosesWork, refuseWrongFolders } from './start-checks.ts';
import { StopSignal } from './stop-signal.ts';
import { startTracing } from './traces.ts';

const say = words('cli-worker', {
  en: { about: 'Build and run what waits in the queue, in the boxes of this machine, until it is stopped' },
});

/** Adds `dockhand worker`. */
export function register(program: Command, inForce: SettingsInForce): void {
  program
    .command('worker')
    .description(say(operatorLocale, 'about'))
    .action(async () => {
      const { settings, limits } = inForce.read();
      const log = pino(
        { level: settings.LOG_LEVEL, name: 'worker' },
        pino.destination({ dest: 2, sync: true }),
      );
      const stop = new StopSignal(log);
      try {
        await work(settings, limits, log, stop);
      } finally {
        stop.allClosed();
      }
    });
}

/** Works until it is stopped. */
async function work(settings: Settings, limits: Limits, log: Logger, stop: StopSignal): Promise<void> {
  refuseWrongFolders(settings);
  await refuseWhatLosesWork(settings);
  let worker: VerifyWorker | null = null;
  // Loaded only if needed: a web server takes several megabytes.
  const metrics =
    settings.WORKER_METRICS_PORT === 0
      ? null
      : await (await import('../web/metrics/worker-metrics-server.ts')).WorkerMetricsServer.open({
          port: settings.WORKER_METRICS_PORT,
          host: settings.WORKER_METRICS_HOST,
          token: settings.METRICS_TOKEN ?? null,
          readiness: () => worker?.readiness ?? { redis: false, boxes: 0, lessons: 0 },
        });
  const tracing = await startTracing('dockhand-worker', settings, log);
  worker = new VerifyWorker({
    id: `${hostname().slice(0, 20)}-${randomBytes(3).toString('hex')}`,
    redisUrl: redisAddress(settings),
    prefix: keyPrefix(settings.REDIS_URL, settings.QUEUE_PREFIX),
    lessonsDir: settings.LESSONS_DIR,
    boxesDir: settings.SANDBOX_BOXES,
    proxy: readProxy(process.env),
    checker: await checkerDigest(),
    limits,
    log,
    ...(metrics === null ? {} : { boxWaited: metrics.boxWaited }),
    ...(tracing === null ? {} : { telemetry: tracing.queues }),
  });
  await Promise.race([worker.ready, stop.received]);
  log.info(
    { event: 'worker.stopping', signal: await stop.received },
    'the worker stops: jobs that run may end, the others are handed back',
  );
  await worker.close();
  await metrics?.close();
  await tracing?.close();
  log.info({ event: 'worker.stopped' }, 'the worker has stopped');
}
