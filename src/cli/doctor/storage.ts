import { inspectRedis, losesWork, RedisNotReached, type RedisReport } from '../../queue/inspect-redis.ts';
import type { LeasesReport } from '../../records/inspect-leases.ts';
import type { RecordsReport } from '../../records/inspect-records.ts';
import { type DoctorFinding, problem, sizeText, warning, well } from './finding.ts';

/** The oldest Redis whose commands Dockhand's queues use. */
const oldestRedis = [6, 2] as const;
const slowMs = 50;
const fullShare = 0.8;
const clockOffMs = 5_000;

export async function examineRedis(url: string): Promise<readonly DoctorFinding[]> {
  try {
    const report = await inspectRedis(url);
    const { product, version, latencyMs } = report;
    return [
      well('redis.reachable', `${product} ${version} answers in ${latencyMs.toFixed(1)} ms`),
      ...versionOf(report),
      evictionOf(report),
      ...roleOf(report),
      memoryOf(report),
      ...(latencyMs > slowMs
        ? [warning('redis.latency', `Redis is slow to answer`, 'Put it nearer to the bot and the workers.')]
        : []),
      ...(report.appendOnly
        ? []
        : [
            warning(
              'redis.persistence',
              'Redis forgets its queue when it is started anew',
              'Set appendonly yes. Nothing is lost without it, but all that waits is put there again from the records.',
            ),
          ]),
      clockOf(report),
    ];
  } catch (error) {
    if (!(error instanceof RedisNotReached)) throw error;
    return [
      problem(
        'redis.reachable',
        error.message,
        'Start it, or correct REDIS_URL: `dockhand config` shows it.',
      ),
    ];
  }
}

function versionOf({ product, version }: RedisReport): readonly DoctorFinding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const old = major < oldestRedis[0] || (major === oldestRedis[0] && minor < oldestRedis[1]);
  if (!old || version === 'unknown') return [];
  return [
    problem('redis.version', `${product} ${version} is too old`, `Use ${oldestRedis.join('.')} or newer.`),
  ];
}

function evictionOf(report: RedisReport): DoctorFinding {
  const why = losesWork(report);
  return why === null
    ? well('redis.eviction', 'Redis throws nothing away (noeviction)')
    : problem(
        'redis.eviction',
        why,
        'Set it: redis-cli config set maxmemory-policy noeviction, and in redis.conf.',
      );
}

const roleOf = ({ role }: RedisReport): readonly DoctorFinding[] =>
  role === 'master' || role === 'unknown'
    ? []
    : [
        problem(
          'redis.role',
          'This Redis is a replica and takes no writes',
          'Let REDIS_URL lead to its primary.',
        ),
      ];

function memoryOf({ usedBytes, mostBytes }: RedisReport): DoctorFinding {
  if (mostBytes === 0) return well('redis.memory', `${sizeText(usedBytes)} in use, without a limit`);
  const text = `${sizeText(usedBytes)} of ${sizeText(mostBytes)} in use`;
  return usedBytes > mostBytes * fullShare
    ? warning('redis.memory', text, 'Raise its maxmemory: when it is full, it refuses new verifications.')
    : well('redis.memory', text);
}

function clockOf({ clockAheadMs }: RedisReport): DoctorFinding {
  const seconds = Math.abs(clockAheadMs / 1_000).toFixed(1);
  return Math.abs(clockAheadMs) > clockOffMs
    ? warning(
        'clock',
        `The clock of this machine and that of Redis differ by ${seconds} s`,
        'Keep both with NTP: deadlines and waiting times hang on them.',
      )
    : well('clock', 'The clock agrees with that of Redis');
}

export function recordsFinding(report: RecordsReport): DoctorFinding {
  const check = 'records';
  switch (report.state) {
    case 'current':
      return well(check, 'The records answer, and their tables are up to date');
    case 'absent':
      return well(check, 'There are no records yet; the first start makes them');
    case 'behind':
      return warning(
        check,
        `The records are those of an earlier version (${report.migrations.join(', ')} to come)`,
        'Make a backup (dockhand backup FILE); the next start of the bot brings them up to date.',
      );
    case 'ahead':
      return problem(
        check,
        `A newer Dockhand has changed the records (${report.migrations.join(', ')})`,
        'Use that version again, or put back a backup that this one made.',
      );
    case 'unreachable':
      return problem(
        check,
        `The records cannot be read: ${report.why}`,
        'Correct DATABASE_URL, or start the database.',
      );
  }
}

/** Whether all of the servers are answered, where several bots may share them. */
export function botsFindings(report: LeasesReport | null): readonly DoctorFinding[] {
  if (report === null) return [];
  const { bots, shards, unanswered } = report;
  if (bots === 0) return [warning('bots', 'No bot lives over these records now', 'Start one.')];
  const living = bots === 1 ? '1 bot lives' : `${bots} bots live`;
  if (unanswered.length === 0)
    return [well('bots', `${living}, and all ${shards} shards of the servers are answered`)];
  return [
    problem(
      'bots',
      `${living}, and no bot answers the shards ${unanswered.join(', ')} of ${shards}`,
      'Half a minute after a bot died that is over. If it stays, look for shards.not-adjusted in the bots’ logs.',
    ),
  ];
}
