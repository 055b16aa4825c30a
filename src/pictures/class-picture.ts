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

/** With more students, lines have no names. */
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
  const sheet = sheetOf(locale, view, theme);
  const { palette, height } = sheet;
  return drawing(width, height, [
    rect(0, 0, width, height, palette.ground),
    ...heading(sheet),
    ...columnHeads(sheet),
    ...remarks(sheet),
    ...view.students.flatMap((row, i) => studentLine(sheet, row, i, nameOf)),
    ...columnSums(sheet),
    ...legend(locale, theme, height - 24),
  ]);
}

/** The data of the picture, and its layout in pixels. */
interface Sheet {
  readonly locale: Locale;
  readonly view: ClassView;
  readonly palette: (typeof palettes)[Theme];
  readonly withNames: boolean;
  /** Left edge of the grid. */
  readonly left: number;
  readonly top: number;
  readonly column: number;
  readonly rowHeight: number;
  readonly gap: number;
  readonly barsTop: number;
  readonly height: number;
}

function sheetOf(locale: Locale, view: ClassView, theme: Theme): Sheet {
  const withNames = view.students.length <= named;
  const left = withNames ? 210 : margin;
  const right = withNames ? 80 : margin;
  const top = 156;
  const column = (width - left - right) / Math.max(1, view.todos.length);
  const rows = Math.max(1, view.students.length);
  const rowHeight = withNames ? 28 : Math.max(1.2, Math.min(18, 700 / rows));
  const barsTop = top + rows * rowHeight + 18;
  return {
    ...{ locale, view, palette: palettes[theme], withNames, left, top, column, rowHeight, barsTop },
    gap: gapOf(rowHeight),
    height: barsTop + 26 + 78,
  };
}

function gapOf(rowHeight: number): number {
  if (rowHeight > 8) return 3;
  return rowHeight > 3 ? 1 : 0;
}

function heading({ locale, view, palette }: Sheet): readonly string[] {
  const { stages } = view;
  return [
    label(margin, 44, shortened(view.lesson.title, 24, width - 2 * margin), {
      fill: palette.text,
      size: 24,
      bold: true,
    }),
    label(
      margin,
      74,
      say(locale, 'summary', {
        passed: stages.passed,
        failed: stages.failed,
        working: stages.working,
        notStarted: stages['not-started'],
      }),
      { fill: palette.faint, size: 16 },
    ),
  ];
}

function columnHeads({ locale, view, palette, left, top, column, rowHeight }: Sheet): readonly string[] {
  const worst = Math.max(0, ...view.stuck.map(({ students }) => students));
  const rows = Math.max(1, view.students.length);
  return view.todos.flatMap((todo, i) => {
    const x = left + i * column;
    const middle = x + column / 2;
    const stuck = view.stuck.find((place) => place.todo === todo.n)?.students ?? 0;
    const frame = { rx: 6, stroke: palette.cells.wrong, 'stroke-width': 2 };
    return [
      // Highlights the column where most students are stuck.
      ...(stuck > 0 && stuck === worst
        ? [rect(x + 2, 92, column - 4, top - 92 + rows * rowHeight + 6, palette.card, frame)]
        : []),
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
      ...(stuck > 0
        ? [
            label(middle, 148, shortened(say(locale, 'stuck', { count: stuck }), 12, column - 8), {
              fill: palette.cells.wrong,
              size: 12,
              bold: true,
              anchor: 'middle',
            }),
          ]
        : []),
    ];
  });
}

function remarks({ locale, view, palette, withNames, top }: Sheet): readonly string[] {
  const { faint } = palette;
  return [
    withNames
      ? label(width - margin, 132, say(locale, 'attempts'), { fill: faint, size: 11, anchor: 'end' })
      : label(width - margin, 74, say(locale, 'all-rows'), { fill: faint, size: 12, anchor: 'end' }),
    ...(view.students.length === 0
      ? [label(width / 2, top + 20, say(locale, 'nobody'), { fill: faint, anchor: 'middle' })]
      : []),
  ];
}

function studentLine(
  { palette, withNames, left, top, column, rowHeight, gap }: Sheet,
  row: StudentRow,
  i: number,
  nameOf: (row: StudentRow) => string,
): readonly string[] {
  const y = top + i * rowHeight;
  const baseline = y + rowHeight / 2 + 4;
  const cells = row.cells.flatMap((cell, j) => {
    const x = left + j * column;
    const sign = { fill: palette.sign, size: 14, bold: true, anchor: 'middle' } as const;
    return [
      rect(x + 4, y, column - 8, rowHeight - gap, palette.cells[cell], rowHeight > 8 ? { rx: 4 } : {}),
      ...(rowHeight > 16 ? [label(x + column / 2, baseline, signs[cell], sign)] : []),
    ];
  });
  if (!withNames) return cells;
  return [
    ...cells,
    label(left - 12, baseline, shortened(nameOf(row), 14, left - margin - 16), {
      fill: row.stage === 'not-started' ? palette.faint : palette.text,
      size: 14,
      anchor: 'end',
    }),
    label(width - margin, baseline, row.attempts === 0 ? '·' : String(row.attempts), {
      fill: palette.faint,
      size: 14,
      anchor: 'end',
    }),
  ];
}

/** The state of the class below each column. */
function columnSums({ view, palette, left, column, barsTop }: Sheet): readonly string[] {
  const all = Math.max(1, view.students.length);
  return view.todos.flatMap((todo, i) => {
    let x = left + i * column + 4;
    const bars = todoStates.map((cell) => {
      const share = (todo.counts[cell] / all) * (column - 8);
      const bar = rect(x, barsTop, share, 8, palette.cells[cell]);
      x += share;
      return bar;
    });
    const sum = `${todo.counts.done}/${view.students.length}`;
    return [
      ...bars,
      label(left + (i + 0.5) * column, barsTop + 24, sum, {
        fill: palette.faint,
        size: 12,
        anchor: 'middle',
      }),
    ];
  });
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
