import type { HourSlice } from '../../grading/staff-board.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { type Html, html } from './html.ts';

const say = words('web.hour', {
  en: {
    figures: '{{passed}} passed, {{failed}} not passed, {{error}} by our fault, in the last hour.',
    nothing: 'Nothing came out in the last hour.',
    before: 'an hour ago',
    now: 'now',
  },
});

const high = 56;
const wide = 18;
const gap = 4;

/** A bar chart of the last hour's verdicts in slices of five minutes, with the figures as text. */
export function hourChart(locale: Locale, hour: readonly HourSlice[]): Html {
  const sum = (key: 'passed' | 'failed' | 'error'): number => hour.reduce((all, one) => all + one[key], 0);
  const figures = { passed: sum('passed'), failed: sum('failed'), error: sum('error') };
  const most = Math.max(1, ...hour.map((one) => one.passed + one.failed + one.error));
  const bar = (slice: HourSlice, i: number): readonly Html[] => {
    let top = high;
    return (['passed', 'failed', 'error'] as const).flatMap((key) => {
      if (slice[key] === 0) return [];
      const height = (slice[key] / most) * high;
      top -= height;
      return [
        html`<rect class=${`bar ${key}`} x=${i * (wide + gap)} y=${top} width=${wide} height=${height} rx="2" />`,
      ];
    });
  };
  if (figures.passed + figures.failed + figures.error === 0)
    return html`<p class="quiet">${say(locale, 'nothing')}</p>`;
  return html`<figure class="hour">
    <svg viewBox=${`0 0 ${hour.length * (wide + gap) - gap} ${high + 1}`} preserveAspectRatio="none" aria-hidden="true">
      <line class="floor" x1="0" x2=${hour.length * (wide + gap) - gap} y1=${high + 0.5} y2=${high + 0.5} />
      ${hour.flatMap(bar)}
    </svg>
    <p class="ends" aria-hidden="true"><span>${say(locale, 'before')}</span><span>${say(locale, 'now')}</span></p>
    <figcaption>${say(locale, 'figures', figures)}</figcaption>
  </figure>`;
}
