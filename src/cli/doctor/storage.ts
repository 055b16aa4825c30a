import { inspectRedis, losesWork, RedisNotReached, type RedisReport } from '../../queue/inspect-redis.ts';
import type { LeasesReport } from '../../records/leases/inspect-leases.ts';
import type { RecordsReport } from '../../records/storage/inspect-records.ts';
import { decimal, operatorLocale, words } from '../../wording/wording.ts';
import { type DoctorFinding, problem, sizeText, warning, well } from './finding.ts';

const say = words('doctor-storage', {
  en: {
    redis: '{{product}} {{version}} answers in {{ms}} ms',
    slow: 'Redis is slow to answer',
    slowTodo: 'Put it nearer to the bot and the workers.',
    forgets: 'Redis forgets its queue when it restarts',
    forgetsTodo:
      'Set appendonly yes. Nothing is lost without it, but all that waits is put there again from the records.',
    redisTodo: 'Start it, or correct REDIS_URL: `dockhand config` shows it.',
    tooOld: '{{product}} {{version}} is too old',
    tooOldTodo: 'Use {{oldest}} or newer.',
    keeps: 'Redis throws nothing away (noeviction)',
    keepsTodo: 'Set it: redis-cli config set maxmemory-policy noeviction, and in redis.conf.',
    databaseTodo:
      'Correct the number at the end of REDIS_URL, or leave it out; QUEUE_PREFIX keeps two Dockhands apart.',
    replica: 'This Redis is a replica and takes no writes',
    replicaTodo: 'Let REDIS_URL lead to its primary.',
    unlimited: '{{used}} in use, without a limit',
    used: '{{used}} of {{most}} in use',
    usedTodo: 'Raise its maxmemory: when it is full, it refuses new verifications.',
    clockOff: 'The clock of this machine and that of Redis differ by {{seconds}} s',
    clockTodo: 'Keep both with NTP: deadlines and waiting times hang on them.',
    clock: 'The clock agrees with that of Redis',
    current: 'The records answer, and their tables are up to date',
    absent: 'There are no records yet; the first start makes them',
    behind: 'The records are those of an earlier version ({{migrations}} to come)',
    behindTodo: 'Make a backup (dockhand backup FILE); the next start of the bot brings them up to date.',
    ahead: 'A newer Dockhand has changed the records ({{migrations}})',
    aheadTodo: 'Use that version again, or put back a backup that this one made.',
    unreachable: 'The records cannot be read: {{why}}',
    unreachableTodo: 'Correct DATABASE_URL, or start the database.',
    noBot: 'No bot lives over these records now',
    noBotTodo: 'Start one.',
    living_one: '1 bot lives',
    living_other: '{{count}} bots live',
    living: 'see living_one and living_other',
    answered: '{{living}}, and all {{shards}} shards of the servers are answered',
    unanswered: '{{living}}, and no bot answers the shards {{list}} of {{shards}}',
    unansweredTodo:
      'Half a minute after a bot died that is over. If it stays, look for shards.not-adjusted in the bots’ logs.',
  },
});

/** The oldest Redis version with all commands used by Dockhand's queues. */
const oldestRedis = [6, 2] as const;
const slowMs = 50;
const fullShare = 0.8;
const clockOffMs = 5_000;

export async function examineRedis(url: string): Promise<readonly DoctorFinding[]> {
  try {
    const report = await inspectRedis(url);
    const { product, version, latencyMs } = report;
    return [
      well(
        'redis.reachable',
        say(operatorLocale, 'redis', { product, version, ms: decimal(operatorLocale, latencyMs, 1) }),
      ),
      ...versionOf(report),
      evictionOf(report),
      ...databaseOf(report),
      ...roleOf(report),
      memoryOf(report),
      ...(latencyMs > slowMs
        ? [warning('redis.latency', say(operatorLocale, 'slow'), say(operatorLocale, 'slowTodo'))]
        : []),
      ...(report.appendOnly
        ? []
        : [warning('redis.persistence', say(operatorLocale, 'forgets'), say(operatorLocale, 'forgetsTodo'))]),
      clockOf(report),
    ];
  } catch (error) {
    if (!(error instanceof RedisNotReached)) throw error;
    return [problem('redis.reachable', error.message, say(operatorLocale, 'redisTodo'))];
  }
}

function versionOf({ product, version }: RedisReport): readonly DoctorFinding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const old = major < oldestRedis[0] || (major === oldestRedis[0] && minor < oldestRedis[1]);
  if (!old || version === 'unknown') return [];
  return [
    problem(
      'redis.version',
      say(operatorLocale, 'tooOld', { product, version }),
      say(operatorLocale, 'tooOldTodo', { oldest: oldestRedis.join('.') }),
    ),
  ];
}

function evictionOf(report: RedisReport): DoctorFinding {
  const why = losesWork(report);
  return why === null
    ? well('redis.eviction', say(operatorLocale, 'keeps'))
    : problem('redis.eviction', why, say(operatorLocale, 'keepsTodo'));
}

const databaseOf = ({ againstDatabase: why }: RedisReport): readonly DoctorFinding[] =>
  why === null ? [] : [problem('redis.database', why, say(operatorLocale, 'databaseTodo'))];

const roleOf = ({ role }: RedisReport): readonly DoctorFinding[] =>
  role === 'master' || role === 'unknown'
    ? []
    : [problem('redis.role', say(operatorLocale, 'replica'), say(operatorLocale, 'replicaTodo'))];

function memoryOf({ usedBytes, mostBytes }: RedisReport): DoctorFinding {
  const [used, most] = [sizeText(usedBytes), sizeText(mostBytes)];
  if (mostBytes === 0) return well('redis.memory', say(operatorLocale, 'unlimited', { used }));
  const text = say(operatorLocale, 'used', { used, most });
  return usedBytes > mostBytes * fullShare
    ? warning('redis.memory', text, say(operatorLocale, 'usedTodo'))
    : well('redis.memory', text);
}

function clockOf({ clockAheadMs }: RedisReport): DoctorFinding {
  const seconds = decimal(operatorLocale, Math.abs(clockAheadMs / 1_000), 1);
  return Math.abs(clockAheadMs) > clockOffMs
    ? warning('clock', say(operatorLocale, 'clockOff', { seconds }), say(operatorLocale, 'clockTodo'))
    : well('clock', say(operatorLocale, 'clock'));
}

export function recordsFinding(report: RecordsReport): DoctorFinding {
  const check = 'records';
  const { state } = report;
  const values = {
    migrations: 'migrations' in report ? report.migrations.join(', ') : '',
    why: 'why' in report ? report.why : '',
  };
  const message = say(operatorLocale, state, values);
  switch (state) {
    case 'current':
    case 'absent':
      return well(check, message);
    case 'behind':
      return warning(check, message, say(operatorLocale, 'behindTodo'));
    case 'ahead':
    case 'unreachable':
      return problem(check, message, say(operatorLocale, `${state}Todo`));
  }
}

/** Checks that every server is served by a bot if several bots share the servers. */
export function botsFindings(report: LeasesReport | null): readonly DoctorFinding[] {
  if (report === null) return [];
  const { bots, shards, unanswered } = report;
  if (bots === 0) return [warning('bots', say(operatorLocale, 'noBot'), say(operatorLocale, 'noBotTodo'))];
  const living = say(operatorLocale, 'living', { count: bots });
  if (unanswered.length === 0) return [well('bots', say(operatorLocale, 'answered', { living, shards }))];
  return [
    problem(
      'bots',
      say(operatorLocale, 'unanswered', { living, shards, list: unanswered.join(', ') }),
      say(operatorLocale, 'unansweredTodo'),
    ),
  ];
}
