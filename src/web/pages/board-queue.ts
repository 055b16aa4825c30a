import { sayPhase } from '../../submission/wording/phases.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { actionLink } from '../components/action-link.ts';
import { type Html, html } from '../components/html.ts';
import { reasonLabel, shownName, studentLink } from '../components/outcome-labels.ts';
import { elapsed, moment } from '../components/time.ts';
import type { BoardJob, BoardView } from '../views/board-view.ts';

const say = words('web.board.queue', {
  en: {
    student: 'Student',
    practice: 'practice',
    runningTitle: 'Running',
    nobodyRuns: 'Nothing runs.',
    waitingTitle: 'Next in line',
    nobodyWaits: 'Nobody waits.',
    more: '…and {{count}} more.',
    phase: 'Phase',
    since: 'For',
    worker: 'Worker',
    actions: 'Actions',
    starting: 'getting ready',
    step: '{{n}}/{{of}}',
    parked: 'Waits for your decision',
    parkedAbout: 'These broke down on our side, after every attempt.',
    waitsFor: 'waits for',
  },
});

const mostRows = 20;

/** Where the board is shown, and where its actions return to. */
export interface PageContext {
  readonly guild: string;
  readonly back: string;
}

/** For another class's verification not even the ID is shown. */
const rowId = (submission: string, who: BoardJob['who'], place: number): string =>
  who === null ? `job-of-others-${place}` : `job-${submission}`;

const nameOf = (locale: Locale, who: BoardJob['who']): string | null =>
  who === null ? null : shownName(locale, who.user, who.name);

const practiceTag = (locale: Locale, practises: boolean): Html | null =>
  practises ? html` <span class="tag">${say(locale, 'practice')}</span>` : null;

/** The running verifications. */
export function runningSection(
  locale: Locale,
  place: PageContext,
  jobs: readonly BoardJob[],
  now: number,
): Html {
  return html`<section aria-labelledby="running" class="wide">
  <h2 id="running">${say(locale, 'runningTitle')} <span class="count">${jobs.length}</span></h2>
  ${
    jobs.length === 0
      ? html`<p class="quiet">${say(locale, 'nobodyRuns')}</p>`
      : runningTable(locale, place, jobs, now)
  }
</section>`;
}

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
      ${jobs.slice(0, mostRows).map(({ submission, who, practises, since, progress }, i) => {
        const step = progress?.step ?? null;
        return html`<tr id=${rowId(submission, who, i)}>
          <th scope="row">${studentLink(locale, place.guild, who)}${practiceTag(locale, practises)}</th>
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
            ${who === null || practises ? null : actionLink(locale, place, { do: 'cancel', submission }, nameOf(locale, who))}
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** The verifications that are next in line. */
export function waitingSection(locale: Locale, place: PageContext, view: BoardView, now: number): Html {
  return html`<section aria-labelledby="waiting">
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
</section>`;
}

function waitingTable(locale: Locale, place: PageContext, jobs: readonly BoardJob[], now: number): Html {
  return html`<ol class="line">
    ${jobs.map(
      ({ submission, who, practises, since }, i) => html`<li id=${rowId(submission, who, i)}>
        <span class="name">${studentLink(locale, place.guild, who)}${practiceTag(locale, practises)}</span>
        <span><span class="unseen">${say(locale, 'waitsFor')} </span>${elapsed(since, now)}</span>
        <span class="acts">
          ${
            who === null || practises
              ? null
              : html`${actionLink(locale, place, { do: 'promote', submission }, nameOf(locale, who))}
              ${actionLink(locale, place, { do: 'cancel', submission }, nameOf(locale, who))}`
          }
        </span>
      </li>`,
    )}
  </ol>`;
}

/** Everything that awaits a decision by the teaching assistants; nothing when there is nothing. */
export function parkedSection(locale: Locale, place: PageContext, parked: BoardView['parked']): Html | null {
  if (parked.length === 0) return null;
  return html`<section aria-labelledby="parked">
    <h2 id="parked">${say(locale, 'parked')} <span class="count">${parked.length}</span></h2>
    <p class="quiet">${say(locale, 'parkedAbout')}</p>
    <ul class="line">
      ${parked.map(
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
