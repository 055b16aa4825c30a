import { type APIComponentInContainer, ButtonStyle } from 'discord-api-types/v10';
import type { QueueOverview } from '../../../queue/verify-queue.ts';
import { shortActionName } from '../../../teaching/queue-action-names.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, cut, divider, type Message, notice, primary, row, text } from '../message.ts';
import { code } from '../quote.ts';
import { ago, spanned } from '../time.ts';
import { phaseName } from '../verification/phases.ts';
import { type OwnerLookup, type QueueView, queueMenus, workerState } from './queue-menus.ts';

const say = words('queue', {
  en: {
    title: '### Verifications',
    paused: '⏸️ The queue is paused.',
    away: '⚠️ The queue (Redis) does not answer. New verifications are recorded and go in when it is back.',
    noWorkers: '⚠️ No worker is connected: nothing will be verified until one is.',
    workers: '**Workers: {{count}}**',
    workerLine: '- {{id}} · {{works}}{{silent}}{{drains}}',
    running: '**Running: {{count}}**',
    waiting: '**Waiting: {{count}}**',
    nobodyRuns: 'Nothing is running.',
    nobodyWaits: 'Nobody is waiting.',
    runningLine: '- {{who}} · {{phase}} · for {{time}} · {{worker}}',
    waitingLine: '{{position}}. {{who}} · {{ago}}',
    more: '…and {{count}} more',
    otherClass: 'another class',
    practises: '{{who}} (practice)',
    starting: 'getting ready',
    noWorkerYet: '—',
    today:
      '**Done today:** {{passed}} passed · {{failed}} not passed · {{error}} broke down on our side · {{cancelled}} cancelled',
    parked: '⚠️ **Broke down on our side and waits for you: {{count}}**',
    letters: '⚠️ **Could not be read, and is not read again: {{count}}**',
    asks: '🙋 **Open questions: {{count}}**',
    asksUnseen:
      '🙋 **Open questions: {{count}}**, of which ⚠️ {{unseen}} could not be shown in the staff channel. The menu below has them.',
    refresh: 'Refresh',
    refused:
      'The queue is for the teaching assistants of this class. You see your own place in it with `/status`. 🙂',
    noRole:
      'No TA role is set for this server, so I cannot tell who may see the queue. An admin has to set it (`TA_ROLE_ID`).',
    serverOnly: 'The queue can only be seen in the class server.',
  },
});

const mostRunning = 10;
const mostWorkers = 8;

/** The staff view of the queue: what is running, what is waiting, today's results. */
export function queueMessage(locale: Locale, view: QueueView, now: number): Message {
  const { queue, today, parked = [], letters = [], asks = [] } = view;
  const unseen = asks.filter(({ card }) => card === null).length;
  const parts: APIComponentInContainer[] = [
    text(say(locale, 'title')),
    ...(queue === null
      ? [text(say(locale, 'away'))]
      : queueTexts(locale, queue, view.owner, now).map((content) => text(content))),
    divider(),
    text(say(locale, 'today', { ...today })),
    ...(parked.length > 0 ? [text(say(locale, 'parked', { count: parked.length }))] : []),
    ...(letters.length > 0 ? [text(say(locale, 'letters', { count: letters.length }))] : []),
    ...(asks.length > 0
      ? [text(say(locale, unseen === 0 ? 'asks' : 'asksUnseen', { count: asks.length, unseen }))]
      : []),
  ];
  return {
    components: [
      container(queue === null ? 'waiting' : 'calm', parts),
      ...queueMenus(locale, view),
      row([
        primary({ kind: 'queue' }, say(locale, 'refresh')),
        ...(queue === null ? [] : controls(locale, queue)),
      ]),
    ],
  };
}

function queueTexts(
  locale: Locale,
  queue: QueueOverview,
  owner: OwnerLookup,
  now: number,
): readonly string[] {
  const warnings = [
    ...(queue.paused ? [say(locale, 'paused')] : []),
    ...(queue.workers.length === 0 ? [say(locale, 'noWorkers')] : []),
  ];
  const who = (submission: string): string => {
    const known = owner(submission);
    if (known === null) return say(locale, 'otherClass');
    return known.practises ? say(locale, 'practises', { who: `<@${known.user}>` }) : `<@${known.user}>`;
  };
  return [
    ...(warnings.length > 0 ? [warnings.join('\n')] : []),
    runningList(locale, queue, who, now),
    waitingList(locale, queue, who, now),
    ...(queue.workers.length > 0 ? [workerList(locale, queue)] : []),
  ];
}

function runningList(
  locale: Locale,
  { running }: QueueOverview,
  who: (submission: string) => string,
  now: number,
): string {
  const lines = running.slice(0, mostRunning).map((job) =>
    say(locale, 'runningLine', {
      who: who(job.submission),
      phase: job.progress === null ? say(locale, 'starting') : phaseName(locale, job.progress.phase),
      time: spanned(locale, Math.max(0, now - job.since)),
      worker: job.progress === null ? say(locale, 'noWorkerYet') : code(job.progress.worker, 40),
    }),
  );
  const more = rest(locale, running.length - lines.length);
  return listed(say(locale, 'running', { count: running.length }), lines, say(locale, 'nobodyRuns'), more);
}

function waitingList(
  locale: Locale,
  { next, waiting }: QueueOverview,
  who: (submission: string) => string,
  now: number,
): string {
  const lines = next.map((job, i) =>
    say(locale, 'waitingLine', {
      position: i + 1,
      who: who(job.submission),
      ago: ago(locale, Math.max(0, now - job.since)),
    }),
  );
  const more = rest(locale, waiting - lines.length);
  return listed(say(locale, 'waiting', { count: waiting }), lines, say(locale, 'nobodyWaits'), more);
}

function workerList(locale: Locale, { workers }: QueueOverview): string {
  const lines = workers
    .slice(0, mostWorkers)
    .map((worker) => say(locale, 'workerLine', { id: code(worker.id, 40), ...workerState(locale, worker) }));
  const more = rest(locale, workers.length - lines.length);
  return listed(say(locale, 'workers', { count: workers.length }), lines, '', more);
}

const controls = (locale: Locale, queue: QueueOverview) => [
  queue.paused
    ? button({ kind: 'lever', act: 'resume' }, shortActionName(locale, 'resume'), ButtonStyle.Success)
    : button({ kind: 'lever', act: 'pause' }, shortActionName(locale, 'pause')),
  ...(queue.waiting > 0
    ? [button({ kind: 'lever', act: 'clear' }, shortActionName(locale, 'clear'), ButtonStyle.Danger)]
    : []),
];

const rest = (locale: Locale, count: number): readonly string[] =>
  count > 0 ? [say(locale, 'more', { count })] : [];

const listed = (title: string, lines: readonly string[], none: string, more: readonly string[]): string =>
  cut([title, ...(lines.length === 0 ? [none] : lines), ...more].join('\n'), 1500);

export const queueRefused = (locale: Locale): Message => notice(say(locale, 'refused'));
export const noTaRole = (locale: Locale): Message => notice(say(locale, 'noRole'));
export const queueIsForServers = (locale: Locale): Message => notice(say(locale, 'serverOnly'));
