import { keyPrefix, redisAddress } from '../../config/redis-address.ts';
import type { Settings } from '../../config/settings.ts';
import type { Library } from '../../library/library.ts';
import { connectToAsk, inTime } from '../../queue/redis-connection.ts';
import { redisKeys } from '../../queue/redis-keys.ts';
import type { WorkerSign } from '../../queue/verify-queue.ts';
import { livingWorkers } from '../../queue/worker-signs.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { type DoctorFinding, problem, warning, well } from './finding.ts';

const say = words('doctor-workers', {
  en: {
    none: 'No worker lives under {{prefix}}, so nothing is verified',
    noneTodo:
      'Start one: `node setup/main.js app`, or `npm start`. One that runs on another machine needs the same REDIS_URL and QUEUE_PREFIX.',
    working: '{{id}} works with {{boxes}} boxes',
    draining: '{{id}} takes no more work: somebody drained it (/queue in Discord)',
    boxless: '{{id}} has no box, so it takes nothing',
    boxlessTodo: 'On its machine run node setup/main.js up, or correct SANDBOX_BOXES there.',
    unsaid: '{{id}} does not say which lessons it has',
    unsaidTodo: 'It has just started, or is of an earlier version: then replace it by this one.',
    same: 'The workers have the bot’s {{slug}}',
    nobody:
      'No worker has {{slug}} as the bot has it ({{digest}}): it is another version or absent on {{ids}}',
    some: '{{ids}} have {{slug}} in another version than the bot ({{digest}}), or not at all: such jobs wait for a worker that has it',
    lessonTodo:
      'Bring the bot’s folder of lessons (LESSONS_DIR) onto that machine, lock files included; a worker reads it again by itself within seconds.',
  },
});

/** How long to wait for Redis. Milliseconds. */
const mostMs = 3_000;

/** Reports the running workers and whether they have the lessons offered by the bot. Empty if Redis does not answer. */
export async function examineWorkers(
  settings: Settings,
  library: Library | null,
): Promise<readonly DoctorFinding[]> {
  const prefix = keyPrefix(settings.REDIS_URL, settings.QUEUE_PREFIX);
  const redis = connectToAsk(redisAddress(settings));
  redis.on('error', () => undefined);
  try {
    const signs = await inTime(livingWorkers(redis, redisKeys(prefix).workers), mostMs).catch(() => null);
    return signs === null ? [] : workersFindings(signs, library, prefix);
  } finally {
    redis.hangUp();
  }
}

/** Evaluates the workers' heartbeats against the bot's lessons. */
export function workersFindings(
  signs: readonly WorkerSign[],
  library: Pick<Library, 'all'> | null,
  prefix: string,
): readonly DoctorFinding[] {
  if (signs.length === 0)
    return [warning('workers', say(operatorLocale, 'none', { prefix }), say(operatorLocale, 'noneTodo'))];
  const lessons = (library?.all ?? []).map(({ lesson }) => lessonFinding(lesson, signs.filter(says)));
  return [...signs.flatMap(workerFindings), ...lessons.filter((finding) => finding !== null)];
}

/** A heartbeat that lists the lessons of its worker. */
type TellingSign = WorkerSign & Required<Pick<WorkerSign, 'lessons'>>;
const says = (sign: WorkerSign): sign is TellingSign => sign.lessons !== undefined;

function workerFindings(sign: WorkerSign): readonly DoctorFinding[] {
  const { id, boxes, state } = sign;
  const itself =
    boxes === 0
      ? warning('workers', say(operatorLocale, 'boxless', { id }), say(operatorLocale, 'boxlessTodo'))
      : well('workers', say(operatorLocale, state, { id, boxes }));
  const unsaid = warning('workers', say(operatorLocale, 'unsaid', { id }), say(operatorLocale, 'unsaidTodo'));
  return says(sign) ? [itself] : [itself, unsaid];
}

/** Checks whether the workers have a given lesson of the bot; null if none of them lists its lessons. */
function lessonFinding(
  { slug, digest }: { readonly slug: string; readonly digest: string },
  signs: readonly TellingSign[],
): DoctorFinding | null {
  if (signs.length === 0) return null;
  const check = 'workers.lessons';
  const without = signs.filter(
    ({ lessons }) => !(lessons?.[slug] ?? []).some((known) => digest.startsWith(known)),
  );
  if (without.length === 0) return well(check, say(operatorLocale, 'same', { slug }));
  const values = { slug, digest: digest.slice(0, 12), ids: without.map(({ id }) => id).join(', ') };
  const todo = say(operatorLocale, 'lessonTodo');
  return without.length === signs.length
    ? problem(check, say(operatorLocale, 'nobody', values), todo)
    : warning(check, say(operatorLocale, 'some', values), todo);
}
