import { type ClassView, type StudentRow, type TodoState, todoStates } from '../grading/class-view.ts';
import { type Locale, words } from '../wording/wording.ts';
import { palettes, signs, type Theme } from './palette.ts';
import { drawing, label, rect, shortened } from './svg.ts';

const say = words('pictures.class', {
  en: {
    summary: '{{passed}} passed · {{failed}} failed last · {{working}} working · {{notStarted}} not started',
    todo: 'TODO {{n}}',
    stuck: '{{count}} stuck',
    attempts: 'tries',
    done: 'done',
    wrong: 'wrong',
    missing: 'missing',
    unknown: 'not known yet',
    none: 'nothing sent',
    'all-rows': 'Every line is a student, the furthest at the top',
    nobody: 'Nobody has started yet.',
  },
});

/** More students than this do not get a line with a name each. */
const named = 40;
const width = 1080;
const margin = 28;

/**
 * A class as a picture: one line for each student, one column for each TODO, where it is stuck on top. Up to 40
 * students have their names beside their line; more become a fabric of thin lines, the furthest at the top.
 *
 * @param nameOf what to call a student who has no name on the class list
 * @returns SVG
 */
export function classPicture(
  locale: Locale,
  view: ClassView,
  theme: Theme,
  nameOf: (row: StudentRow) => string = (row) => row.name ?? row.number ?? '',
): string {
  const palette = palettes[theme];
  const withNames = view.students.length <= named;
  const left = withNames ? 210 : margin;
  const right = withNames ? 80 : margin;
  const grid = { x: left, y: 156, width: width - left - right };
  const columns = Math.max(1, view.todos.length);
  const column = grid.width / columns;
  const rows = Math.max(1, view.students.length);
  const rowHeight = withNames ? 28 : Math.max(1.2, Math.min(18, 700 / rows));
  const gap = rowHeight > 8 ? 3 : rowHeight > 3 ? 1 : 0;
  const bars = { y: grid.y + rows * rowHeight + 18, height: 26 };
  const height = bars.y + bars.height + 78;
  const parts: string[] = [rect(0, 0, width, height, palette.ground)];

  parts.push(
    label(margin, 44, shortened(view.lesson.title, 24, width - 2 * margin), {
      fill: palette.text,
      size: 24,
      bold: true,
    }),
    label(
      margin,
      74,
      say(locale, 'summary', {
        passed: view.stages.passed,
        failed: view.stages.failed,
        working: view.stages.working,
        notStarted: view.stages['not-started'],
      }),
      { fill: palette.faint, size: 16 },
    ),
  );

  const worst = Math.max(0, ...view.stuck.map(({ students }) => students));
  for (const [i, todo] of view.todos.entries()) {
    const x = grid.x + i * column;
    const stuck = view.stuck.find((place) => place.todo === todo.n)?.students ?? 0;
    // The column where most are stuck is lit up.
    if (stuck > 0 && stuck === worst) {
      parts.push(
        rect(x + 2, 92, column - 4, grid.y - 92 + rows * rowHeight + 6, palette.card, {
          rx: 6,
          stroke: palette.cells.wrong,
          'stroke-width': 2,
        }),
      );
    }
    const middle = x + column / 2;
    parts.push(
      label(middle, 114, shortened(say(locale, 'todo', { n: todo.n }), 15, column - 8), {
        fill: palette.text,
        bold: true,
        anchor: 'middle',
      }),
      label(middle, 132, shortened(todo.title, 11, column - 14), {
        fill: palette.faint,
        size: 11,
        anchor: 'middle',
      }),
    );
    if (stuck > 0)
      parts.push(
        label(middle, 148, shortened(say(locale, 'stuck', { count: stuck }), 12, column - 8), {
          fill: theme === 'dark' ? palette.cells.wrong : palette.cells.wrong,
          size: 12,
          bold: true,
          anchor: 'middle',
        }),
      );
  }
  if (withNames)
    parts.push(
      label(width - margin, 132, say(locale, 'attempts'), { fill: palette.faint, size: 11, anchor: 'end' }),
    );
  else
    parts.push(
      label(width - margin, 74, say(locale, 'all-rows'), { fill: palette.faint, size: 12, anchor: 'end' }),
    );
  if (view.students.length === 0)
    parts.push(
      label(width / 2, grid.y + 20, say(locale, 'nobody'), { fill: palette.faint, anchor: 'middle' }),
    );

  for (const [i, row] of view.students.entries()) {
    const y = grid.y + i * rowHeight;
    for (const [j, cell] of row.cells.entries()) {
      const x = grid.x + j * column;
      parts.push(
        rect(x + 4, y, column - 8, rowHeight - gap, palette.cells[cell], rowHeight > 8 ? { rx: 4 } : {}),
      );
      if (rowHeight > 16)
        parts.push(
          label(x + column / 2, y + rowHeight / 2 + 4, signs[cell], {
            fill: palette.sign,
            size: 14,
            bold: true,
            anchor: 'middle',
          }),
        );
    }
    if (!withNames) continue;
    const baseline = y + rowHeight / 2 + 4;
    parts.push(
      label(grid.x - 12, baseline, shortened(nameOf(row), 14, left - margin - 16), {
        fill: row.stage === 'not-started' ? palette.faint : palette.text,
        size: 14,
        anchor: 'end',
      }),
      label(width - margin, baseline, row.attempts === 0 ? '·' : String(row.attempts), {
        fill: palette.faint,
        size: 14,
        anchor: 'end',
      }),
    );
  }

  // Under each column how the class stands with it.
  for (const [i, todo] of view.todos.entries()) {
    let x = grid.x + i * column + 4;
    const all = Math.max(1, view.students.length);
    for (const cell of todoStates) {
      const share = (todo.counts[cell] / all) * (column - 8);
      parts.push(rect(x, bars.y, share, 8, palette.cells[cell]));
      x += share;
    }
    parts.push(
      label(grid.x + (i + 0.5) * column, bars.y + 24, `${todo.counts.done}/${view.students.length}`, {
        fill: palette.faint,
        size: 12,
        anchor: 'middle',
      }),
    );
  }
  parts.push(...legend(locale, theme, height - 24));
  return drawing(width, height, parts);
}

function legend(locale: Locale, theme: Theme, y: number): readonly string[] {
  const palette = palettes[theme];
  let x = margin;
  return todoStates.flatMap((cell: TodoState) => {
    const name = say(locale, cell);
    const drawn = [
      rect(x, y - 13, 18, 18, palette.cells[cell], { rx: 4 }),
      label(x + 9, y + 1, signs[cell], { fill: palette.sign, size: 13, bold: true, anchor: 'middle' }),
      label(x + 26, y + 1, name, { fill: palette.faint, size: 13 }),
    ];
    x += 26 + name.length * 8.4 + 26;
    return drawn;
  });
}
