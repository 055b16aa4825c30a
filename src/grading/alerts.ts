import { type TranslatableText, words } from '../wording/wording.ts';
import { type CommonFailure, commonFailures, type FailedRun } from './common-failures.ts';

const say = words('class.alerts', {
  en: {
    'queue-away': 'The queue (Redis) does not answer. Submissions are recorded and go in when it is back.',
    'queue-refuses':
      'The queue (Redis) answers, but takes nothing in: it may be full. Submissions are recorded and go in when it takes them again.',
    'database-away':
      'The database does not answer. Nothing is recorded: whoever sends something is told to send it again.',
    'database-busy':
      'The database takes nothing in, because another program holds it. Whoever sends something is told to send it again.',
    'database-full':
      'The database takes nothing in, because its disk is full. Whoever sends something is told to send it again.',
    'no-worker_one':
      'No worker is connected and 1 verification waits. Nobody is served until a worker is back.',
    'no-worker_other':
      'No worker is connected and {{count}} verifications wait. Nobody is served until a worker is back.',
    'no-worker':
      'No worker is connected and {{count}} verifications wait. Nobody is served until a worker is back.',
    'oldest-job': 'The oldest verification of this class has waited for {{minutes}} minutes.',
    'wedged-boxes_one': '1 of {{of}} sandbox boxes does not answer.',
    'wedged-boxes_other': '{{count}} of {{of}} sandbox boxes do not answer.',
    'wedged-boxes': '{{count}} of {{of}} sandbox boxes do not answer.',
    'unseen-questions_one':
      '1 question of a student could not be shown in the staff channel. Please look at what I may do there: view it, send messages, attach files. `/queue` shows the question.',
    'unseen-questions_other':
      '{{count}} questions of students could not be shown in the staff channel. Please look at what I may do there: view it, send messages, attach files. `/queue` shows the questions.',
    'unseen-questions':
      '{{count}} questions of students could not be shown in the staff channel. Please look at what I may do there: view it, send messages, attach files. `/queue` shows the questions.',
    errors: '{{percent}}% of the last {{of}} verifications broke down on our side.',
    'dead-letters_one':
      'A text of a student could not be read (digest {{digest}}). It is not read again, and nobody else is touched by it. `/queue` shows it.',
    'dead-letters_other':
      '{{count}} texts of students could not be read (the last one’s digest: {{digest}}). They are not read again, and nobody else is touched by them. `/queue` shows them.',
    'dead-letters':
      '{{count}} texts of students could not be read (the last one’s digest: {{digest}}). They are not read again, and nobody else is touched by them. `/queue` shows them.',
    'disk-full': 'The disk of the machine with the records is {{percent}}% full.',
    contradiction_one:
      'A verification showed something else than the check had said (`{{rule}}`). The run counts, so no student is harmed, but it is a defect of Dockhand’s: please report it.',
    contradiction_other:
      '{{count}} verifications showed something else than the check had said (`{{rule}}`). The run counts, so no student is harmed, but it is a defect of Dockhand’s: please report it.',
    contradiction:
      '{{count}} verifications showed something else than the check had said (`{{rule}}`). The run counts, so no student is harmed, but it is a defect of Dockhand’s: please report it.',
    unreadable_one:
      '1 verdict could not be read: its worker is of another version than the bot. It counts as an error of ours; bring both to the same version, then verify it again.',
    unreadable_other:
      '{{count}} verdicts could not be read: their workers are of another version than the bot. They count as errors of ours; bring both to the same version, then verify them again.',
    unreadable:
      '{{count}} verdicts could not be read: their workers are of another version than the bot. They count as errors of ours; bring both to the same version, then verify them again.',
    'lesson-broken':
      'A lesson cannot be used: {{reason}} Nobody can work on it until that is put right; I read it again by myself.',
    'lesson-kept':
      'A lesson cannot be used as it is now: {{reason}} Its last version that could be used stays in force; I read it again by myself.',
    'same-failure-todo':
      '{{count}} students fail at TODO {{todo}} within the last {{minutes}} minutes: {{reason}}.',
    'same-failure': '{{count}} students fail alike within the last {{minutes}} minutes: {{reason}}.',
  },
});

/** The state that alerts are derived from. Times are Unix milliseconds, durations milliseconds. */
export interface AlertSignals {
  readonly now: number;
  readonly queueAnswers: boolean;
  /** When the oldest submission missing from every queue was first noticed; null if all are queued. */
  readonly unqueuedSince: number | null;
  /** Why the database cannot be read or written; null if it can. */
  readonly databaseTrouble: 'busy' | 'full' | 'away' | null;
  /** Null while the queue does not answer. */
  readonly workers: number | null;
  readonly boxes: { readonly all: number; readonly silent: number } | null;
  readonly waiting: number;
  /** When the oldest submission without a verdict was received; null if there is none. */
  readonly oldest: number | null;
  readonly paused: boolean;
  /** Recent verdicts of every kind except cancelled. */
  readonly recent: { readonly judged: number; readonly errors: number };
  readonly failures: readonly FailedRun[];
  /** Open questions that have not appeared in the staff channel for a while. */
  readonly unseenQuestions: number;
  /** Texts that ended a checker process and that nobody has looked at yet; `last` is the digest of the newest. */
  readonly deadLetters: { readonly count: number; readonly last: string };
  /** Defects of our own that recent verdicts have revealed. */
  readonly contradictions: readonly { readonly rule: string; readonly runs: number }[];
  readonly unreadable: number;
  /** Unusable lessons: what is wrong, with file and line, and the earlier version that is still used. */
  readonly brokenLessons: readonly {
    readonly path: string;
    readonly reason: string;
    readonly inForce: string | null;
  }[];
  /** Disk usage from 0 to 1; null if unknown. */
  readonly disk: number | null;
}

/** A state without any problem. */
export const quietSignals: AlertSignals = {
  now: 0,
  queueAnswers: true,
  unqueuedSince: null,
  databaseTrouble: null,
  workers: null,
  boxes: null,
  waiting: 0,
  oldest: null,
  paused: false,
  recent: { judged: 0, errors: 0 },
  failures: [],
  unseenQuestions: 0,
  deadLetters: { count: 0, last: '' },
  contradictions: [],
  unreadable: 0,
  brokenLessons: [],
  disk: null,
};

/** Thresholds for raising an alert, and lower ones for clearing it, so that alerts do not flap. */
export const thresholds = {
  /** A single failure to queue a submission is repaired within a minute. If it takes longer, the queue keeps rejecting it. */
  unqueued: 90_000,
  /** A question that appears at once raises no alert. */
  unseenQuestion: 5_000,
  oldestJob: { from: 10 * 60_000, until: 5 * 60_000 },
  errors: { from: 0.25, until: 0.1, least: 8 },
  disk: { from: 0.9, until: 0.85 },
  sameFailure: { from: 5, until: 3, within: 20 * 60_000 },
} as const;

/** A current problem. Its key stays the same for as long as it is the same problem. */
export interface Alert {
  readonly key: string;
  readonly severity: 'warning' | 'critical';
  readonly text: TranslatableText;
}

/** The current alerts. `open`: keys of earlier alerts, which remain until the problem is clearly over. */
export function alertsOf(signals: AlertSignals, open: ReadonlySet<string> = new Set()): readonly Alert[] {
  const { now, workers, boxes, waiting, oldest, paused, recent, failures, deadLetters, disk } = signals;
  const over = (
    key: string,
    value: number,
    limit: { readonly from: number; readonly until: number },
  ): boolean => value >= (open.has(key) ? limit.until : limit.from);
  const alerts: Alert[] = [];
  const raise = (key: string, severity: Alert['severity'], text: TranslatableText): void => {
    alerts.push({ key, severity, text });
  };

  if (signals.databaseTrouble !== null)
    raise('database-away', 'critical', say.later(`database-${signals.databaseTrouble}`));
  if (!signals.queueAnswers) raise('queue-away', 'critical', say.later('queue-away'));
  else if (signals.unqueuedSince !== null && now - signals.unqueuedSince >= thresholds.unqueued)
    raise('queue-refuses', 'critical', say.later('queue-refuses'));
  if (workers === 0 && waiting > 0)
    raise('no-worker', 'critical', say.later('no-worker', { count: waiting }));
  // In a queue that a TA has paused, submissions are expected to wait.
  const age = oldest === null || paused ? 0 : now - oldest;
  if (over('oldest-job', age, thresholds.oldestJob))
    raise('oldest-job', 'warning', say.later('oldest-job', { minutes: Math.floor(age / 60_000) }));
  if (boxes !== null && boxes.silent > 0)
    raise('wedged-boxes', 'warning', say.later('wedged-boxes', { count: boxes.silent, of: boxes.all }));
  const rate = recent.judged < thresholds.errors.least ? 0 : recent.errors / recent.judged;
  if (rate > 0 && over('errors', rate, thresholds.errors))
    raise('errors', 'warning', say.later('errors', { percent: Math.round(rate * 100), of: recent.judged }));
  if (disk !== null && over('disk-full', disk, thresholds.disk))
    raise('disk-full', 'critical', say.later('disk-full', { percent: Math.round(disk * 100) }));
  if (signals.unseenQuestions > 0)
    raise('unseen-questions', 'critical', say.later('unseen-questions', { count: signals.unseenQuestions }));
  if (deadLetters.count > 0)
    raise(
      'dead-letters',
      'warning',
      say.later('dead-letters', { count: deadLetters.count, digest: deadLetters.last }),
    );
  for (const { rule, runs } of signals.contradictions)
    raise(`contradiction/${rule}`, 'warning', say.later('contradiction', { count: runs, rule }));
  if (signals.unreadable > 0)
    raise('unreadable', 'critical', say.later('unreadable', { count: signals.unreadable }));
  // Each defect has its own alert, which is posted once.
  for (const { path, reason, inForce } of signals.brokenLessons)
    raise(
      `lesson-broken/${path}/${reason}`.slice(0, 400),
      'warning',
      say.later(inForce === null ? 'lesson-broken' : 'lesson-kept', { reason }),
    );
  const { from, until, within } = thresholds.sameFailure;
  for (const same of commonFailures(failures, now, { within, from: until })) {
    const key = keyOf(same);
    if (same.students < (open.has(key) ? until : from)) continue;
    const values = { count: same.students, reason: same.reason, minutes: within / 60_000 };
    raise(
      key,
      'warning',
      same.todo === null
        ? say.later('same-failure', values)
        : say.later('same-failure-todo', { ...values, todo: same.todo }),
    );
  }
  return alerts;
}

const keyOf = ({ todo, reason }: CommonFailure): string => `same-failure/${todo ?? ''}/${reason}`;
