import type { APIComponentInContainer } from 'discord-api-types/v10';
import { ComponentType } from 'discord-api-types/v10';
import type { Board } from '../../../grading/staff-board.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, cut, line, type Message, row, text } from '../message.ts';
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
    silent: ', {{count}} silent ⚠️',
    draining: ', takes no more',
    today: '**Today:** {{passed}} passed · {{failed}} not passed · {{error}} ours · {{cancelled}} cancelled',
    errors: '**Ours in the last hour:** {{percent}} %',
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
 * The board. It says the same as long as nothing happens: ages are timestamps that Discord itself keeps current,
 * so that it is edited only when there is something new.
 */
export function boardMessage(locale: Locale, board: Board, picture: Buffer | null): Message {
  const { queue, hour, asks } = board;
  const sum = (key: 'passed' | 'failed' | 'error'): number =>
    hour.reduce((all, slice) => all + slice[key], 0);
  const lines = [
    ...(queue === null ? [say(locale, 'away')] : []),
    ...(queue?.paused === true ? [say(locale, 'paused')] : []),
    ...(queue?.workers.length === 0 ? [say(locale, 'noWorkers')] : []),
    ...(queue === null
      ? []
      : [
          say(locale, 'queue', {
            waiting: queue.waiting,
            running: queue.running,
            delayed: queue.delayed === 0 ? '' : say(locale, 'delayed', { count: queue.delayed }),
          }),
        ]),
    say(locale, 'here', {
      count: board.waitingHere,
      oldest:
        board.oldestMs === null ? '' : say(locale, 'oldest', { when: stamp(board.at - board.oldestMs) }),
    }),
    ...(queue?.etaMs == null || queue.paused || queue.workers.length === 0
      ? []
      : [say(locale, 'eta', { time: ahead(locale, queue.etaMs) })]),
    ...(queue === null || queue.workers.length === 0
      ? []
      : [
          say(locale, 'workers', {
            list: queue.workers
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
              .join(' · '),
          }),
        ]),
  ];
  const figures = [
    say(locale, 'today', { ...board.today }),
    ...(board.errorRate === null
      ? []
      : [say(locale, 'errors', { percent: Math.round(board.errorRate * 100) })]),
  ];
  const questions =
    asks.length === 0
      ? say(locale, 'noAsks')
      : [
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
        ].join('\n');
  const parts: APIComponentInContainer[] = [
    text(`${say(locale, 'title')}\n${cut(lines.join('\n'), 1500)}`),
    line(),
    text(figures.join('\n')),
    ...(picture === null
      ? []
      : [
          {
            type: ComponentType.MediaGallery as const,
            items: [
              {
                media: { url: 'attachment://last-hour.png' },
                description: say(locale, 'picture', {
                  passed: sum('passed'),
                  failed: sum('failed'),
                  error: sum('error'),
                  most: Math.max(0, ...hour.map((slice) => slice.passed + slice.failed + slice.error)),
                }),
              },
            ],
          },
        ]),
    line(),
    text(cut(questions, 1200)),
  ];
  const trouble = queue === null || queue.workers.length === 0;
  return {
    components: [
      container(trouble ? 'wrong' : queue.paused || asks.length > 0 ? 'waiting' : 'calm', parts),
      row([
        button({ kind: 'queue-new' }, say(locale, 'open')),
        button({ kind: 'class-new' }, say(locale, 'class')),
      ]),
    ],
    ...(picture === null ? {} : { files: [{ name: 'last-hour.png', data: picture }] }),
  };
}
