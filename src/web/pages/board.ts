import type { Board } from '../../grading/staff-board.ts';
import { sayPhase } from '../../submission/wording/phases.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { actionLink } from '../components/action-link.ts';
import { hourChart } from '../components/hour-chart.ts';
import { type Html, html } from '../components/html.ts';
import { outcomeLabel, reasonLabel, shownName, studentLink } from '../components/outcome-labels.ts';
import { visible } from '../components/text.ts';
import { clock, elapsed, moment } from '../components/time.ts';
import type { BoardJob, BoardView } from '../views/board-view.ts';

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
    runningTitle: 'Running',
    nobodyRuns: 'Nothing runs.',
    waitingTitle: 'Next in line',
    nobodyWaits: 'Nobody waits.',
    more: '…and {{count}} more.',
    student: 'Student',
    phase: 'Phase',
    since: 'For',
    worker: 'Worker',
    actions: 'Actions',
    starting: 'getting ready',
    step: '{{n}}/{{of}}',
    letters: 'Could not be read',
    lettersAbout:
      'Reading these took too long or too much memory. They are not read again. `/queue` in Discord lets them be read, or takes them off this list.',
    letterPlace: '{{file}}, line {{line}}',
    letterNowhere: 'place unknown',
    parked: 'Waits for your decision',
    parkedAbout: 'These broke down on our side, after every attempt.',
    lately: 'Last verdicts',
    noVerdicts: 'No verdict yet.',
    outcome: 'Outcome',
    why: 'Why',
    when: 'When',
    workers: 'Workers',
    boxes: 'Boxes',
    busy: '{{busy}} of {{of}} busy',
    state: 'State',
    working: 'working',
    draining: 'draining',
    wedged: '{{count}} silent',
    asks: 'Questions to a human',
    asksOpen: 'open',
    asksClaimed: 'taken',
    waitsFor: 'waits for',
    see: 'See it in Discord',
  },
});

export const boardTitle = (locale: Locale): string => say(locale, 'title');

const mostRows = 20;

/** The board of a class: what waits, what runs, who works, what came out. */
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
      <section aria-labelledby="running" class="wide">
        <h2 id="running">${say(locale, 'runningTitle')} <span class="count">${view.running.length}</span></h2>
        ${
          view.running.length === 0
            ? html`<p class="quiet">${say(locale, 'nobodyRuns')}</p>`
            : runningTable(locale, place, view.running, now)
        }
      </section>
      </div>
    <div class="stacked">
      <section aria-labelledby="waiting">
        <h2 id="waiting">${say(locale, 'waitingTitle')} <span class="count">${view.waiting}</span></h2>
        ${
          view.next.length === 0
            ? html`<p class="quiet">${say(locale, 'nobodyWaits')}</p>`
            : waitingTable(locale, place, view.next, now)
        }
        ${
          view.waiting > view.next.length
            ? html`<p class="quiet">${say(locale, 'more', { count: view.waiting - view.next.length })}</p>`
            : null
        }
      </section>
      ${view.parked.length === 0 ? null : parked(locale, place, view)}
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
  // Always there, so that a screen reader hears what comes into it.
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
      ${tile(say(locale, 'oldest'), oldestMs === null ? none : clock(oldestMs))}
      ${tile(say(locale, 'eta'), queue?.etaMs == null ? none : `~ ${clock(queue.etaMs)}`)}
      ${tile(say(locale, 'errors'), errorRate === null ? none : `${Math.round(errorRate * 100)} %`)}
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

interface PageContext {
  readonly guild: string;
  readonly back: string;
}

/** Of another class's verification not even the id is shown. */
const rowId = (submission: string, who: BoardJob['who'], place: number): string =>
  who === null ? `job-of-others-${place}` : `job-${submission}`;

const nameOf = (locale: Locale, who: BoardJob['who']): string | null =>
  who === null ? null : shownName(locale, who.user, who.name);

function runningTable(locale: Locale, place: PageContext, jobs: readonly BoardJob[], now: number): Html {
  return html`<table class="rows" aria-labelledby="running">
    <thead>
      <tr>
        <th scope="col">${say(locale, 'student')}</th>
        <th scope="col">${say(locale, 'phase')}</th>
        <th scope="col">${say(locale, 'since')}</th>
        <th scope="col">${say(locale, 'worker')}</th>
        <th scope="col"><span class="unseen">${say(locale, 'actions')}</span></th>
      </tr>
    </thead>
    <tbody>
      ${jobs.slice(0, mostRows).map(({ submission, who, since, progress }, i) => {
        const step = progress?.step ?? null;
        return html`<tr id=${rowId(submission, who, i)}>
          <th scope="row">${studentLink(locale, place.guild, who)}</th>
          <td>
            ${
              progress === null
                ? html`<span class="quiet">${say(locale, 'starting')}</span>`
                : html`<span class="phase">${sayPhase(locale, progress.phase)}</span>`
            }
            ${
              step === null
                ? null
                : html` <span class="tag">${say(locale, 'step', { n: step.n, of: step.of })}</span>
                  ${who === null ? null : html`<code class="cut">${step.instruction}</code>`}`
            }
          </td>
          <td>${elapsed(since, now)}</td>
          <td><code>${progress?.worker ?? '–'}</code></td>
          <td class="acts">
            ${who === null ? null : actionLink(locale, place, { do: 'cancel', submission }, nameOf(locale, who))}
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

function waitingTable(locale: Locale, place: PageContext, jobs: readonly BoardJob[], now: number): Html {
  return html`<ol class="line">
    ${jobs.map(
      ({ submission, who, since }, i) => html`<li id=${rowId(submission, who, i)}>
        <span class="name">${studentLink(locale, place.guild, who)}</span>
        <span><span class="unseen">${say(locale, 'waitsFor')} </span>${elapsed(since, now)}</span>
        <span class="acts">
          ${
            who === null
              ? null
              : html`${actionLink(locale, place, { do: 'promote', submission }, nameOf(locale, who))}
              ${actionLink(locale, place, { do: 'cancel', submission }, nameOf(locale, who))}`
          }
        </span>
      </li>`,
    )}
  </ol>`;
}

function parked(locale: Locale, place: PageContext, view: BoardView): Html {
  return html`<section aria-labelledby="parked">
    <h2 id="parked">${say(locale, 'parked')} <span class="count">${view.parked.length}</span></h2>
    <p class="quiet">${say(locale, 'parkedAbout')}</p>
    <ul class="line">
      ${view.parked.map(
        (one) => html`<li id=${`parked-${one.submission}`}>
          <span class="name">${studentLink(locale, place.guild, one)}</span> ${reasonLabel(locale, one.reason, null)}
          ${moment(one.at)}
          <span class="acts">
            ${actionLink(
              locale,
              place,
              { do: 'retry', submission: one.submission },
              shownName(locale, one.user, one.name),
            )}
          </span>
        </li>`,
      )}
    </ul>
  </section>`;
}

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
          ${ask.link === null ? null : html`<a href=${ask.link} rel="noreferrer">${say(locale, 'see')}</a>`}
          <q class="asked">${visible(ask.question)}</q>
        </li>`,
      )}
    </ul>
  </section>`;
}
