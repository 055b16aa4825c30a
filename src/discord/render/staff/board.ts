import type { APIComponentInContainer } from 'discord-api-types/v10';
import type { Board } from '../../../grading/staff-board.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import {
  type Accent,
  button,
  container,
  cut,
  divider,
  gallery,
  type Message,
  pictureFile,
  row,
  text,
} from '../message.ts';
import { code } from '../quote.ts';
import { ahead, stamp } from '../time.ts';

const say = words('board', {
  en: {
    title: '### 📋 The board',
    paused: '⏸️ **The queue is paused.** Nobody’s work is verified until it goes on.',
    away: '⚠️ **The queue (Redis) does not answer.** New submissions are recorded and go in when it is back.',
    noWorkers: '⚠️ **No worker is connected.** Nothing is verified until one is.',
    queue: '**Queue:** {{waiting}} waiting · {{running}} running{{delayed}}',
    delayed: ' · {{count}} for another try',
    here: '**This class:** {{count}} without a verdict{{oldest}}',
    oldest: ', the oldest since {{when}}',
    eta: '**A new one** is done in {{time}}',
    workers: '**Workers:** {{list}}',
    worker: '{{name}} {{busy}}/{{boxes}} busy{{silent}}{{draining}}',
    silent: ', {{count}} not answering ⚠️',
    draining: ', takes no more',
    today:
      '**Today:** {{passed}} passed · {{failed}} not passed · {{error}} broke down on our side · {{cancelled}} cancelled',
    errors: '**Broke down on our side in the last hour:** {{percent}}%',
    asks: '**Open questions: {{count}}**',
    ask: '- <@{{user}}> {{when}}{{claimed}}{{link}}',
    claimed: ' · <@{{user}}> takes care',
    link: ' · [card]({{url}})',
    noAsks: '**Open questions:** none 🎉',
    more: '…and {{count}} more',
    picture:
      'The last hour in slices of five minutes: {{passed}} passed, {{failed}} not passed, {{error}} broke down on our side. Busiest slice: {{most}}.',
    open: 'Queue',
    class: 'Class',
  },
});

const mostAsks = 8;
const mostWorkers = 10;

/**
 * The board. Its content is identical as long as nothing happens, so that it is edited only for news: ages are timestamps that
 * Discord keeps current itself.
 */
export function boardMessage(locale: Locale, board: Board, picture: Buffer | null): Message {
  const { asks } = board;
  const parts: APIComponentInContainer[] = [
    text(`${say(locale, 'title')}\n${cut(queueLines(locale, board).join('\n'), 1500)}`),
    divider(),
    text(figureLines(locale, board).join('\n')),
    ...gallery(picture, pictureName, hourInWords(locale, board)),
    divider(),
    text(cut(asks.length === 0 ? say(locale, 'noAsks') : askLines(locale, asks).join('\n'), 1200)),
  ];
  return {
    components: [
      container(accentOf(board), parts),
      row([
        button({ kind: 'queue-new' }, say(locale, 'open')),
        button({ kind: 'class-new' }, say(locale, 'class')),
      ]),
    ],
    ...pictureFile(picture, pictureName),
  };
}

const pictureName = 'last-hour.png';

function accentOf({ queue, asks }: Board): Accent {
  if (queue === null || queue.workers.length === 0) return 'wrong';
  return queue.paused || asks.length > 0 ? 'waiting' : 'calm';
}

function queueLines(locale: Locale, board: Board): readonly string[] {
  const { queue } = board;
  const oldest =
    board.oldestMs === null ? '' : say(locale, 'oldest', { when: stamp(board.at - board.oldestMs) });
  const here = say(locale, 'here', { count: board.waitingHere, oldest });
  if (queue === null) return [say(locale, 'away'), here];
  const { waiting, running, delayed, etaMs, workers } = queue;
  const isMoving = !queue.paused && workers.length > 0;
  return [
    ...(queue.paused ? [say(locale, 'paused')] : []),
    ...(workers.length === 0 ? [say(locale, 'noWorkers')] : []),
    say(locale, 'queue', {
      waiting,
      running,
      delayed: delayed === 0 ? '' : say(locale, 'delayed', { count: delayed }),
    }),
    here,
    ...(etaMs != null && isMoving ? [say(locale, 'eta', { time: ahead(locale, etaMs) })] : []),
    ...(workers.length === 0 ? [] : [say(locale, 'workers', { list: workerList(locale, workers) })]),
  ];
}

const workerList = (locale: Locale, workers: NonNullable<Board['queue']>['workers']): string =>
  workers
    .slice(0, mostWorkers)
    .map((worker) =>
      say(locale, 'worker', {
        name: code(worker.id, 40),
        busy: worker.busy,
        boxes: worker.boxes,
        silent: worker.silent === 0 ? '' : say(locale, 'silent', { count: worker.silent }),
        draining: worker.draining ? say(locale, 'draining') : '',
      }),
    )
    .join(' · ');

const figureLines = (locale: Locale, { today, errorRate }: Board): readonly string[] => [
  say(locale, 'today', { ...today }),
  ...(errorRate === null ? [] : [say(locale, 'errors', { percent: Math.round(errorRate * 100) })]),
];

const askLines = (locale: Locale, asks: Board['asks']): readonly string[] => [
  say(locale, 'asks', { count: asks.length }),
  ...asks.slice(0, mostAsks).map((ask) =>
    say(locale, 'ask', {
      user: ask.user,
      when: stamp(ask.at),
      claimed: ask.claimedBy === null ? '' : say(locale, 'claimed', { user: ask.claimedBy }),
      link: ask.link === null ? '' : say(locale, 'link', { url: ask.link }),
    }),
  ),
  ...(asks.length > mostAsks ? [say(locale, 'more', { count: asks.length - mostAsks })] : []),
];

/** What the picture of the last hour shows, as text. */
function hourInWords(locale: Locale, { hour }: Board): string {
  const sum = (key: 'passed' | 'failed' | 'error'): number =>
    hour.reduce((all, slice) => all + slice[key], 0);
  return say(locale, 'picture', {
    passed: sum('passed'),
    failed: sum('failed'),
    error: sum('error'),
    most: Math.max(0, ...hour.map((slice) => slice.passed + slice.failed + slice.error)),
  });
}
