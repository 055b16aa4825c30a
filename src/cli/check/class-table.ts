import colors from 'picocolors';
import { type CheckReport, isOpen, type TodoStatus } from '../../check/model/report.ts';
import { operatorLocale, translate, words } from '../../wording/wording.ts';

const say = words('cli-class-table', {
  en: {
    ready: 'ready',
    notReady: 'not ready',
    unknown: 'not known',
    unreadable: 'unreadable',
    sum: '{{ready}} of {{of}} ready.',
    student: 'student',
    first: 'what to look at first',
  },
});

/** One student's folder: its report, or why it could not be read. */
export interface ClassRow {
  readonly name: string;
  readonly report: CheckReport | null;
  readonly problem: string | null;
}

const marks: Readonly<Record<TodoStatus, string>> = {
  done: colors.green('✓'),
  missing: colors.red('✗'),
  wrong: colors.red('✗'),
  unknown: colors.yellow('?'),
};

const plain = (text: string, limit: number): string => {
  const flat = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '·');
  return flat.length > limit ? `${flat.slice(0, limit - 1)}…` : flat;
};

/** A whole class in the terminal: one line per folder, the TODOs side by side, and where to begin. */
export function classTable(rows: readonly ClassRow[], columns: number): string {
  const numbers =
    rows.find(({ report }) => (report?.todos.length ?? 0) > 0)?.report?.todos.map(({ n }) => n) ?? [];
  const names = rows.map(({ name }) => plain(name, 26));
  const width = Math.max(say(operatorLocale, 'student').length, ...names.map((name) => name.length));
  // The width left for text beside the name, the TODO columns, the verdict and the gaps.
  const left = Math.max(columns - width - numbers.join(' ').length - 16, 20);
  const head = `${say(operatorLocale, 'student').padEnd(width)}  ${numbers.join(' ')}  ${''.padEnd(10)}  ${say(operatorLocale, 'first')}`;
  const body = rows.map(({ report, problem }, index) => {
    const name = (names[index] ?? '').padEnd(width);
    if (report === null) {
      const gap = numbers.map((n) => ' '.repeat(String(n).length)).join(' ');
      return `${name}  ${gap}  ${colors.red(say(operatorLocale, 'unreadable').padEnd(10))}  ${plain(problem ?? '', left)}`;
    }
    const todos = report.todos
      .map(({ n, status }) => `${' '.repeat(String(n).length - 1)}${marks[status]}`)
      .join(' ');
    return `${name}  ${todos}  ${verdict(report)}  ${firstProblem(report, left)}`.trimEnd();
  });
  const ready = rows.filter(({ report }) => report?.ready === true).length;
  return [
    colors.bold(head),
    ...body,
    '',
    colors.bold(say(operatorLocale, 'sum', { ready, of: rows.length })),
  ].join('\n');
}

function verdict({ ready }: CheckReport): string {
  if (ready === true) return colors.green(say(operatorLocale, 'ready').padEnd(10));
  return ready === false
    ? colors.red(say(operatorLocale, 'notReady').padEnd(10))
    : colors.yellow(say(operatorLocale, 'unknown').padEnd(10));
}

/** The first sentence of the worst problem; `dockhand check` of that folder shows the rest. */
function firstProblem({ todos, findings }: CheckReport, width: number): string {
  const worst =
    // What stops the build stops everything else.
    findings.find(({ severity }) => severity === 'error') ??
    todos.find(isOpen) ??
    todos.find(({ status }) => status === 'unknown');
  if (worst === undefined) return '';
  // In a narrow terminal the text is more useful than the location.
  const place = worst.line === null || width < 45 ? '' : `${worst.file}:${worst.line} `;
  const [first = ''] = translate(operatorLocale, worst.message).split(/(?<=[.?!”»])\s(?=[\p{Lu}`])/u);
  return plain(`${place}${first}`, width);
}
