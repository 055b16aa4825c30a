import type { Board } from '../../grading/staff-board.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { actionLink } from '../components/action-link.ts';
import { hourChart } from '../components/hour-chart.ts';
import { type Html, html } from '../components/html.ts';
import { outcomeLabel, reasonLabel, studentLink } from '../components/outcome-labels.ts';
import { visible } from '../components/text.ts';
import { duration, moment } from '../components/time.ts';
import type { BoardView } from '../views/board-view.ts';
import { type PageContext, parkedSection, runningSection, waitingSection } from './board-queue.ts';

const say = words('web.board', {
  en: {
    title: 'Board',
    paused: 'The queue is paused: what runs is finished, nothing new begins.',
    away: 'The queue (Redis) does not answer. What students send is recorded, and goes in when it is back.',
    noWorkers: 'No worker is connected: nothing is verified until one is.',
    silent_one: '1 of {{of}} boxes does not answer.',
    silent_other: '{{count}} of {{of}} boxes do not answer.',
    silent: '{{count}} of {{of}} boxes do not answer.',
    waiting: 'waiting',
    running: 'running',
    oldest: 'oldest waits',
    eta: 'wait for a new one',
    errors: 'our fault, last hour',
    none: '–',
    today: 'Today',
    hour: 'The last hour',
    student: 'Student',
    letters: 'Could not be read',
    lettersAbout:
      'Reading these took too long or too much memory. They are not read again. `/queue` in Discord lets them be read, or takes them off this list.',
    letterPlace: '{{file}}, line {{line}}',
    letterNowhere: 'place unknown',
    lately: 'Last verdicts',
    noVerdicts: 'No verdict yet.',
    outcome: 'Outcome',
    why: 'Why',
    when: 'When',
    workers: 'Workers',
    busy: '{{busy}} of {{of}} busy',
    draining: 'takes no more work',
    wedged: '{{count}} not answering',
    asks: 'Questions to a human',
    asksOpen: 'open',
    asksClaimed: 'taken',
    asksUnseen: 'not in the staff channel',
    see: 'See it in Discord',
  },
});

export const boardTitle = (locale: Locale): string => say(locale, 'title');

/** A class's board: waiting and running verifications, workers, results. */
export function boardContent(locale: Locale, guild: string, view: BoardView, now: number): Html {
  const { figures } = view;
  const place = { guild, back: `/s/${guild}` };
  return html`
    <div class="title">
      <h1>${say(locale, 'title')}</h1>
      ${
        figures.queue === null
          ? null
          : html`<div class="acts">
            ${actionLink(locale, place, { do: figures.queue.paused ? 'resume' : 'pause' })}
            ${view.waiting > 0 ? actionLink(locale, place, { do: 'clear' }) : null}
          </div>`
      }
    </div>
    ${warnings(locale, figures)} ${tiles(locale, view)}
    <div class="columns">
      ${runningSection(locale, place, view.running, now)}
      </div>
    <div class="stacked">
      ${waitingSection(locale, place, view, now)}
      ${parkedSection(locale, place, view.parked)}
      ${view.letters.length === 0 ? null : deadLetters(locale, guild, view.letters)}
      <section aria-labelledby="lately">
        <h2 id="lately">${say(locale, 'lately')}</h2>
        ${
          view.lately.length === 0
            ? html`<p class="quiet">${say(locale, 'noVerdicts')}</p>`
            : verdictTable(locale, guild, view.lately)
        }
      </section>
      ${workers(locale, place, figures)} ${asks(locale, guild, view.asks)}
      <section aria-labelledby="hour">
        <h2 id="hour">${say(locale, 'hour')}</h2>
        ${hourChart(locale, figures.hour)}
      </section>
    </div>
  `;
}

function deadLetters(locale: Locale, guild: string, letters: BoardView['letters']): Html {
  return html`<section aria-labelledby="letters">
    <h2 id="letters">${say(locale, 'letters')} <span class="count">${letters.length}</span></h2>
    <p class="quiet">${say(locale, 'lettersAbout')}</p>
    <ul>
      ${letters.map(
        (letter) =>
          html`<li>
            ${studentLink(locale, guild, letter)} ${moment(letter.at)}
            <code>${letter.digest.slice(0, 16)}</code>
            ${letterPlace(locale, letter)}
          </li>`,
      )}
    </ul>
  </section>`;
}

function letterPlace(locale: Locale, { file, line }: BoardView['letters'][number]): string {
  if (file === null) return say(locale, 'letterNowhere');
  return line === null ? file : say(locale, 'letterPlace', { file, line });
}

function warnings(locale: Locale, { queue }: Board): Html {
  // Always present, so that a screen reader announces what is added to it.
  if (queue === null)
    return html`<div role="status"><p class="notice wrong">${say(locale, 'away')}</p></div>`;
  const boxes = queue.workers.reduce((sum, worker) => sum + worker.boxes, 0);
  const silent = queue.workers.reduce((sum, worker) => sum + worker.silent, 0);
  return html`<div role="status">
    ${queue.paused ? html`<p class="notice">${say(locale, 'paused')}</p>` : null}
    ${queue.workers.length === 0 ? html`<p class="notice wrong">${say(locale, 'noWorkers')}</p>` : null}
    ${silent > 0 ? html`<p class="notice">${say(locale, 'silent', { count: silent, of: boxes })}</p>` : null}
  </div>`;
}

function tiles(locale: Locale, { figures, waiting, running }: BoardView): Html {
  const { queue, today, errorRate, oldestMs } = figures;
  const none = say(locale, 'none');
  const tile = (name: string, value: string | number, tone = ''): Html => html`
    <div class=${`tile ${tone}`}><dt>${name}</dt><dd>${value}</dd></div>
  `;
  return html`
    <dl class="tiles">
      ${tile(say(locale, 'waiting'), queue === null ? none : waiting)}
      ${tile(say(locale, 'running'), queue === null ? none : running.length)}
      ${tile(say(locale, 'oldest'), oldestMs === null ? none : duration(oldestMs))}
      ${tile(say(locale, 'eta'), queue?.etaMs == null ? none : `~ ${duration(queue.etaMs)}`)}
      ${tile(say(locale, 'errors'), errorRate === null ? none : percent(locale, errorRate))}
      <div class="tile today">
        <dt>${say(locale, 'today')}</dt>
        <dd>
          ${(['passed', 'failed', 'error', 'cancelled'] as const).map(
            (outcome) =>
              html`<span class="pair"><b>${today[outcome]}</b> ${outcomeLabel(locale, outcome)}</span>`,
          )}
        </dd>
      </div>
    </dl>
  `;
}

/** A percentage in the language's format: `6%`, `6 %`. */
const percent = (locale: Locale, share: number): string =>
  share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 0 });

function verdictTable(locale: Locale, guild: string, verdicts: BoardView['lately']): Html {
  return html`<table class="rows" aria-labelledby="lately">
    <thead>
      <tr>
        <th scope="col">${say(locale, 'student')}</th>
        <th scope="col">${say(locale, 'outcome')}</th>
        <th scope="col">${say(locale, 'why')}</th>
        <th scope="col">${say(locale, 'when')}</th>
      </tr>
    </thead>
    <tbody>
      ${verdicts.map(
        (one) => html`<tr id=${`verdict-${one.submission}`}>
          <th scope="row">${studentLink(locale, guild, one)}</th>
          <td>${outcomeLabel(locale, one.outcome)}</td>
          <td>${reasonLabel(locale, one.reason, one.todo)}</td>
          <td>${moment(one.at)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function workers(locale: Locale, place: PageContext, { queue }: Board): Html | null {
  if (queue === null || queue.workers.length === 0) return null;
  return html`<section aria-labelledby="workers">
    <h2 id="workers">${say(locale, 'workers')} <span class="count">${queue.workers.length}</span></h2>
    <ul class="line">
      ${queue.workers.map(
        (worker) => html`<li id=${`worker-${worker.id}`}>
          <code class="name">${worker.id}</code>
          <span>${say(locale, 'busy', { busy: worker.busy, of: worker.boxes })}</span>
          ${
            worker.silent > 0
              ? html`<span class="sign error">${say(locale, 'wedged', { count: worker.silent })}</span>`
              : null
          }
          ${worker.draining ? html`<span class="tag">${say(locale, 'draining')}</span>` : null}
          <span class="acts">
            ${actionLink(locale, place, { do: worker.draining ? 'undrain' : 'drain', worker: worker.id }, worker.id)}
          </span>
        </li>`,
      )}
    </ul>
  </section>`;
}

function asks(locale: Locale, guild: string, open: BoardView['asks']): Html | null {
  if (open.length === 0) return null;
  return html`<section aria-labelledby="asks">
    <h2 id="asks">${say(locale, 'asks')} <span class="count">${open.length}</span></h2>
    <ul class="line">
      ${open.map(
        (ask) => html`<li id=${`ask-${ask.id}`}>
          <span class="name">${studentLink(locale, guild, ask)}</span> ${moment(ask.at)}
          <span class="tag">${say(locale, ask.claimedBy === null ? 'asksOpen' : 'asksClaimed')}</span>
          ${ask.link === null ? html`<span class="tag">${say(locale, 'asksUnseen')}</span>` : null}
          ${ask.link === null ? null : html`<a href=${ask.link} rel="noreferrer">${say(locale, 'see')}</a>`}
          <q class="asked">${visible(ask.question)}</q>
        </li>`,
      )}
    </ul>
  </section>`;
}
