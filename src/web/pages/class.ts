import { type ClassView, type StudentRow, studentStages } from '../../grading/class-view.ts';
import { nameReason } from '../../submission/wording/reason-names.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { heatMap } from '../components/heat-map.ts';
import { type Html, html } from '../components/html.ts';
import { shownName } from '../components/outcome-labels.ts';
import { renderInChunks } from '../components/render-in-chunks.ts';
import { moment } from '../components/time.ts';
import { cellName } from '../components/todo-cell.ts';

const say = words('web.class', {
  en: {
    title: 'Class',
    figures:
      'Students: {{students}} · attempts: {{attempts}} in all, usually {{median}} each, {{most}} at most',
    'not-started': 'not started',
    working: 'working',
    failed: 'did not pass yet',
    passed: 'passed',
    map: 'Students by TODO',
    stuck: 'Where the class is stuck',
    nowhere: 'Nobody is stuck.',
    stuckAt_one: '{{count}} student at TODO {{n}}: {{title}}',
    stuckAt_other: '{{count}} students at TODO {{n}}: {{title}}',
    stuckAt: '{{count}} students at TODO {{n}}: {{title}}',
    stuckElsewhere_one: '{{count}} student, at no TODO in particular',
    stuckElsewhere_other: '{{count}} students, at no TODO in particular',
    stuckElsewhere: '{{count}} students, at no TODO in particular',
    todo: 'TODO',
    byTodo: 'TODO by TODO',
    everybody: 'Everybody',
    student: 'Student',
    section: 'Section',
    todos: 'TODOs',
    stage: 'State',
    attempts: 'Attempts',
    last: 'Last seen',
    never: '–',
    nobody:
      'Nobody has done anything in this lesson yet. With a class list (/roster import in Discord) this page shows who is missing.',
    noLesson: 'The lesson of this class ({{slug}}) cannot be read, so there is nothing to show.',
    unlinked: 'no Discord account linked',
  },
});

/** Up to this many students, the picture is shown beside the rest. */
const fewStudents = 28;

export const classTitle = (locale: Locale): string => say(locale, 'title');

export const noLessonContent = (locale: Locale, slug: string): Html => html`
  <h1>${say(locale, 'title')}</h1>
  <p class="notice wrong">${say(locale, 'noLesson', { slug })}</p>
`;

/** The progress of the class: figures, a heat map, and the same as a table. */
export async function classContent(locale: Locale, view: ClassView): Promise<Html> {
  const { students, attempts } = view;
  const map = await heatMap(locale, view);
  const table = await everybody(locale, view);
  return html`
    <div class="title"><h1>${say(locale, 'title')}</h1><p class="quiet">${view.lesson.title}</p></div>
    <dl class="tiles">
      ${studentStages.map(
        (stage) => html`<div class=${`tile stage ${stage}`}>
          <dt>${say(locale, stage)}</dt>
          <dd>${view.stages[stage]}</dd>
        </div>`,
      )}
    </dl>
    ${
      students.length === 0
        ? html`<p class="notice calm">${say(locale, 'nobody')}</p>`
        : html`
          <p class="quiet">
            ${say(locale, 'figures', {
              students: students.length,
              attempts: attempts.all,
              median: attempts.median,
              most: attempts.most,
            })}
          </p>
          <div class="columns">
            <section class=${students.length > fewStudents ? 'wide' : null} aria-labelledby="map">
              <h2 id="map">${say(locale, 'map')}</h2>
              ${map}
            </section>
            <div class="beside">
              <section aria-labelledby="stuck">
                <h2 id="stuck">${say(locale, 'stuck')}</h2>
                ${stuckList(locale, view)}
              </section>
              <section aria-labelledby="by-todo">
                <h2 id="by-todo">${say(locale, 'byTodo')}</h2>
                ${todoTable(locale, view)}
              </section>
            </div>
            <section class="wide" aria-labelledby="everybody">
              <h2 id="everybody">${say(locale, 'everybody')} <span class="count">${students.length}</span></h2>
              ${table}
            </section>
          </div>
        `
    }
  `;
}

function stuckList(locale: Locale, view: ClassView): Html {
  if (view.stuck.length === 0) return html`<p class="quiet">${say(locale, 'nowhere')}</p>`;
  return html`<ul class="line stuck">
    ${view.stuck.map(
      (place) => html`<li>
        <span>
          ${
            place.todo === null
              ? say(locale, 'stuckElsewhere', { count: place.students })
              : say(locale, 'stuckAt', { count: place.students, n: place.todo, title: place.title ?? '' })
          }
        </span>
        <span>
          ${place.reasons.map(
            (why) => html`<span class="pair">${nameReason(locale, why.reason)} × ${why.students}</span>`,
          )}
        </span>
      </li>`,
    )}
  </ul>`;
}

function todoTable(locale: Locale, view: ClassView): Html {
  return html`<table class="rows" aria-labelledby="by-todo">
    <thead>
      <tr>
        <th scope="col">${say(locale, 'todo')}</th>
        ${(['done', 'wrong', 'missing'] as const).map((cell) => html`<th scope="col">${cellName(locale, cell)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${view.todos.map(
        (todo) => html`<tr>
          <th scope="row"><span class="tag">${todo.n}</span> ${todo.title}</th>
          ${(['done', 'wrong', 'missing'] as const).map((cell) => html`<td data-name=${cellName(locale, cell)}>${todo.counts[cell]}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table>`;
}

async function everybody(locale: Locale, view: ClassView): Promise<Html> {
  const sections = view.students.some((row) => row.section !== null);
  // Looked up once, because a class has hundreds of rows.
  const names = {
    todos: say(locale, 'todos'),
    attempts: say(locale, 'attempts'),
    never: say(locale, 'never'),
  };
  const stageNames = Object.fromEntries(studentStages.map((stage) => [stage, say(locale, stage)]));
  const rows = await renderInChunks(
    view.students,
    (row) => html`<tr>
      <th scope="row">${nameOfRow(locale, view.guild, row)}</th>
      ${sections ? html`<td>${row.section ?? ''}</td>` : null}
      <td><span class=${`sign stage ${row.stage}`}>${stageNames[row.stage]}</span></td>
      <td data-name=${names.todos}>${row.done}/${row.cells.length}</td>
      <td data-name=${names.attempts}>${row.attempts}</td>
      <td>${row.lastAt === null ? names.never : moment(row.lastAt)}</td>
    </tr>`,
  );
  return html`<div class="scrolls" tabindex="0" role="region" aria-labelledby="everybody">
    <table class="rows" aria-labelledby="everybody">
      <thead>
        <tr>
          <th scope="col">${say(locale, 'student')}</th>
          ${sections ? html`<th scope="col">${say(locale, 'section')}</th>` : null}
          <th scope="col">${say(locale, 'stage')}</th>
          <th scope="col">${say(locale, 'todos')}</th>
          <th scope="col">${say(locale, 'attempts')}</th>
          <th scope="col">${say(locale, 'last')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

const nameOfRow = (locale: Locale, guild: string, row: StudentRow): Html =>
  row.user === null
    ? html`<span>${row.name ?? row.number} <span class="quiet">(${say(locale, 'unlinked')})</span></span>`
    : html`<a href=${`/s/${guild}/student/${row.user}`}>${shownName(locale, row.user, row.name)}</a>`;
