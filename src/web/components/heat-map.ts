import type { ClassView, TodoState } from '../../grading/class-view.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { type Html, html } from './html.ts';
import { shownName } from './outcome-labels.ts';
import { renderInChunks } from './render-in-chunks.ts';
import { cellName } from './todo-cell.ts';

const say = words('web.heat-map', {
  en: {
    about:
      'A picture: one column for each student, the furthest first; one row for each TODO. The table below has the same in words, with a link to each student.',
    todo: 'TODO {{n}}',
    key: 'What the colours mean',
  },
});

/** Sizes in SVG units. */
const cellHigh = 22;
const cellWide = 14;
const gap = 2;
const left = 56;
/** Pixels per unit if there is room: cells are large enough to click. */
const scale = 1.25;
/** The number of columns before the picture continues in another band below. */
const bandWide = 64;

/**
 * A heat map of students by TODOs. Color is never the only cue: wrong and missing TODOs have a mark in their cell, and each
 * column is a link with a name.
 */
export async function heatMap(locale: Locale, view: ClassView): Promise<Html> {
  const columns = Math.min(view.students.length, bandWide);
  const bandHigh = view.todos.length * (cellHigh + gap) + 14;
  const bands = Math.ceil(view.students.length / bandWide);
  const width = left + columns * (cellWide + gap);
  const students = await renderInChunks(view.students, (row, i) => {
    const x = left + (i % bandWide) * (cellWide + gap);
    const top = Math.floor(i / bandWide) * bandHigh;
    const name = row.user === null ? (row.name ?? row.number ?? '') : shownName(locale, row.user, row.name);
    const label = `${name}: ${row.done}/${row.cells.length}`;
    const cells = row.cells.map((cell, j) => square(cell, x, top + j * (cellHigh + gap)));
    return row.user === null
      ? html`<g><title>${label}</title>${cells}</g>`
      : html`<a href=${`/s/${view.guild}/student/${row.user}`} tabindex="-1">
          <title>${label}</title>${cells}
        </a>`;
  });
  // Hidden from the keyboard: hundreds of links before the table, which has the same ones.
  return html`<figure class="heat">
    <p class="unseen">${say(locale, 'about')}</p>
    <svg
        viewBox=${`0 0 ${width} ${bands * bandHigh}`}
        width=${Math.round(width * scale)}
        aria-hidden="true" focusable="false">
      ${Array.from(
        { length: bands },
        (_, band) => html`
          <g>
            ${view.todos.map(
              (todo, i) => html`<text class="label" x="0" y=${band * bandHigh + i * (cellHigh + gap) + 15}>
                ${say(locale, 'todo', { n: todo.n })}
              </text>`,
            )}
          </g>
        `,
      )}
      ${students}
    </svg>
    <figcaption>
      <ul class="key" aria-label=${say(locale, 'key')}>
        ${(['done', 'wrong', 'missing', 'unknown', 'none'] as const).map(
          (cell) => html`<li>
            <svg viewBox=${`0 0 ${cellWide} ${cellHigh}`} aria-hidden="true">${square(cell, 0, 0)}</svg>
            ${cellName(locale, cell)}
          </li>`,
        )}
      </ul>
    </figcaption>
  </figure>`;
}

function square(cell: TodoState, x: number, y: number): Html {
  const [mx, my] = [x + cellWide / 2, y + cellHigh / 2];
  return html`<g class=${`cell ${cell}`}>
    <rect x=${x} y=${y} width=${cellWide} height=${cellHigh} rx="2" />
    ${mark(cell, mx, my)}
  </g>`;
}

/** A mark that distinguishes the states without color. */
function mark(cell: TodoState, x: number, y: number): Html | null {
  if (cell === 'wrong') return html`<path d=${`M${x - 3} ${y - 3}l6 6m0 -6l-6 6`} />`;
  if (cell === 'missing') return html`<path d=${`M${x - 3} ${y}h6`} />`;
  return cell === 'unknown' ? html`<circle cx=${x} cy=${y} r="1.5" />` : null;
}
