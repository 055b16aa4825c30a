import type { PastRun } from '../../records/records.ts';
// A worker's results are data; these modules word them.
import '../../submission/wording/pages.ts';
import { sayPhase } from '../../submission/wording/phases.ts';
import { decimal, type Locale, words } from '../../wording/wording.ts';
import { type Html, html } from '../components/html.ts';
import { outcomeLabel, reasonLabel } from '../components/outcome-labels.ts';
import { sentence, visible } from '../components/text.ts';
import { moment } from '../components/time.ts';

const say = words('web.student.verdict', {
  en: {
    place: '{{file}}, line {{line}}',
    history: 'of an earlier run',
    log: 'What the log says',
    trace: 'Submission {{id}}, run {{run}}',
  },
});

/** A verdict that a student received, with its phases and log. */
export function pastVerdict(locale: Locale, run: PastRun, open: boolean): Html {
  const { verdict: came } = run;
  return html`<details id=${`run-${run.submission}-${run.run}`} open=${open}>
    <summary>
      ${outcomeLabel(locale, came.outcome)} ${reasonLabel(locale, came.reason, came.todo)} ${moment(run.at)}
      ${run.current ? null : html` <span class="tag">${say(locale, 'history')}</span>`}
    </summary>
    ${came.explanation === null ? null : html`<p>${sentence(locale, came.explanation)}</p>`}
    ${
      came.file === null || came.line === null
        ? null
        : html`<p class="quiet">${say(locale, 'place', { file: came.file, line: came.line })}</p>`
    }
    ${
      came.phases.length === 0
        ? null
        : html`<ol class="phases">
          ${came.phases.map(
            (phase) => html`<li class=${phase.status}>
              <span class="phase">${sayPhase(locale, phase.name)}</span>
              ${phase.status === 'skipped' ? null : html`<span class="clock">${seconds(locale, phase.ms)}</span>`}
              ${
                phase.status === 'skipped' || phase.status === 'failed'
                  ? null
                  : html`<span class="quiet">${sentence(locale, phase.detail)}</span>`
              }
            </li>`,
          )}
        </ol>`
    }
    ${
      came.excerpt.length === 0
        ? null
        : html`<h3>${say(locale, 'log')}</h3>
          <pre class="log" tabindex="0" role="region" aria-label=${say(locale, 'log')}>${visible(came.excerpt.join('\n'))}</pre>`
    }
    <p class="quiet">${say(locale, 'trace', { id: run.submission, run: run.run })}</p>
  </details>`;
}

const seconds = (locale: Locale, ms: number): string => `${decimal(locale, ms / 1_000, 1)} s`;
