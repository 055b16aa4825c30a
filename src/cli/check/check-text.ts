import colors from 'picocolors';
import type {
  Blocker,
  CheckReport,
  Finding,
  Severity,
  TodoResult,
  TodoStatus,
} from '../../check/model/report.ts';
import { withoutSecrets } from '../../check/model/secrets.ts';
import { translate } from '../../check/wording.ts';
import type { Lesson } from '../../lesson/lesson.ts';
import type { SubmittedFiles } from '../../submission/files.ts';
import { operatorLocale, type TranslatableText, words } from '../../wording/wording.ts';
import { cut, usualWidth, wrapped } from './text-width.ts';

const say = words('cli-check-text', {
  en: {
    done: '{{done}} of {{of}} TODOs done',
    unread: 'Docker cannot read line {{line}}',
    step: 'The build stops at line {{line}}',
    notKnown: 'Not known until line {{line}} can be read',
    told: 'see above',
    noTodos: 'This lesson has no manifest: here is what Docker itself would say.',
    todo: 'TODO {{n}}: {{title}}',
    more: 'More help: {{command}}',
    advice: '(advice)',
    hint: 'dockhand hint {{n}}',
    place: '{{file}}, line {{line}}',
    nothing: 'Nothing else to say.',
    errors: 'This stops the build or the start',
    warnings: 'This works, but look at it',
    advices: 'This could be better',
    ready: 'Ready. The full verification builds it and runs it for real.',
    notReady: 'Not ready yet: the full verification would fail.',
    unknown: 'Whether it will run cannot be told from this alone.',
    wanted: 'With {{list}} there would be more to say.',
  },
});

const marks: Readonly<Record<TodoStatus, string>> = {
  done: colors.green('✓'),
  missing: colors.red('✗'),
  wrong: colors.red('✗'),
  unknown: colors.yellow('?'),
};

interface Group {
  readonly severity: Severity;
  readonly title: string;
  readonly mark: string;
}

/** The findings grouped by severity, worst first. */
const groups: readonly Group[] = [
  { severity: 'error', title: say(operatorLocale, 'errors'), mark: colors.red('✗') },
  { severity: 'warning', title: say(operatorLocale, 'warnings'), mark: colors.yellow('!') },
  { severity: 'advice', title: say(operatorLocale, 'advices'), mark: colors.blue('·') },
];

/** The indent of everything that belongs to a mark. */
const indent = '    ';

function readiness(ready: CheckReport['ready']): string {
  if (ready === null) return colors.yellow(say(operatorLocale, 'unknown'));
  return ready ? colors.green(say(operatorLocale, 'ready')) : colors.red(say(operatorLocale, 'notReady'));
}

/** The report of a check for a terminal: the TODOs, then everything else with the lines concerned. */
export function checkText(
  report: CheckReport,
  lesson: Lesson,
  files: SubmittedFiles,
  width = usualWidth,
): string {
  const { blocker, todos, ready, wanted } = report;
  const findings = report.findings.filter((finding) => !isSame(finding, blocker));
  const done = todos.filter(({ status }) => status === 'done').length;
  const heading =
    blocker?.kind === 'unread'
      ? []
      : [
          todos.length === 0
            ? say(operatorLocale, 'noTodos')
            : say(operatorLocale, 'done', { done, of: todos.length }),
        ];
  const verdict = readiness(ready);
  return [
    ...(blocker === null ? [] : blockerLines(blocker, files, width)),
    ...heading.flatMap((row) => [colors.bold(row), '']),
    ...(blocker?.kind === 'unread'
      ? unknownLines(todos, blocker)
      : todos.flatMap((todo, index) =>
          todo.n === blocker?.todo
            ? toldLines(todo)
            : todoLines(todo, lesson, files, width, todos[index + 1] === undefined),
        )),
    ...(todos.length === 0 ? [] : ['']),
    ...(findings.length === 0 && blocker === null ? [colors.dim(say(operatorLocale, 'nothing')), ''] : []),
    ...groups.flatMap((group) => groupLines(group, findings, files, width)),
    ...(todos.length === 0 ? [] : [colors.bold(verdict)]),
    ...(wanted.length === 0 ? [] : [say(operatorLocale, 'wanted', { list: wanted.join(', ') })]),
  ]
    .join('\n')
    .trimEnd();
}

const isSame = (finding: Finding, blocker: Blocker | null): boolean =>
  finding.rule === blocker?.rule && finding.file === blocker.file && finding.line === blocker.line;

/** What stops the build, before everything else. */
function blockerLines(
  { kind, rule, file, line, message, url }: Blocker,
  files: SubmittedFiles,
  width: number,
): readonly string[] {
  return [
    colors.bold(colors.red(say(operatorLocale, kind, { line }))),
    ...block(message, width),
    ...context(file, line, [rule], files, width),
    ...(url === null ? [] : [colors.dim(`${indent}${url}`)]),
    '',
  ];
}

/** A file that Docker cannot parse has no statuses. */
function unknownLines(todos: readonly TodoResult[], { line }: Blocker): readonly string[] {
  if (todos.length === 0) return [];
  return [
    colors.bold(say(operatorLocale, 'notKnown', { line })),
    ...todos.map(({ n, title }) => `${marks.unknown} ${say(operatorLocale, 'todo', { n, title })}`),
  ];
}

const toldLines = ({ n, title, status }: TodoResult): readonly string[] => [
  `${marks[status]} ${colors.bold(say(operatorLocale, 'todo', { n, title }))} ${colors.dim(`(${say(operatorLocale, 'told')})`)}`,
];

function todoLines(
  todo: TodoResult,
  lesson: Lesson,
  files: SubmittedFiles,
  width: number,
  isLast: boolean,
): readonly string[] {
  const { n, title, status, required, message, file, line } = todo;
  const name = say(operatorLocale, 'todo', { n, title });
  const advice = required ? '' : ` ${colors.dim(say(operatorLocale, 'advice'))}`;
  if (status === 'done') return [`${marks.done} ${name}${advice}`];
  const hinted = lesson.todos.some((known) => known.n === n && known.hint !== null);
  const more = say(operatorLocale, 'more', { command: colors.cyan(say(operatorLocale, 'hint', { n })) });
  return [
    `${marks[status]} ${colors.bold(name)}${advice}`,
    ...block(message, width),
    ...context(file, line, [], files, width),
    ...(hinted ? [`${indent}${more}`] : []),
    ...(isLast ? [] : ['']),
  ];
}

/** All findings of one kind. Advice is shown without a code frame: there is often a lot of it, and the location is enough. */
function groupLines(
  { severity, title, mark }: Group,
  findings: readonly Finding[],
  files: SubmittedFiles,
  width: number,
): readonly string[] {
  const own = findings.filter((finding) => finding.severity === severity);
  if (own.length === 0) return [];
  return [
    colors.bold(title),
    ...own.flatMap(({ rule, file, line, message, url }) => {
      const [first = '', ...rest] = block(message, width);
      const shown = severity === 'advice' ? {} : files;
      return [
        '',
        `  ${mark} ${first.slice(indent.length)}`,
        ...rest,
        ...context(file, line, [rule], shown, width),
        ...(url === null ? [] : [colors.dim(`${indent}${url}`)]),
      ];
    }),
    '',
  ];
}

/** A message, wrapped. */
const block = (message: TranslatableText, width: number): readonly string[] =>
  wrapped(sentence(message), width - indent.length).map((row) => `${indent}${coded(row)}`);

/** Highlights code in a message; the backticks stay, so that it is recognizable without color. */
const coded = (row: string): string => row.replace(/`[^`]+`/g, (code) => colors.cyan(code));

/** The location, and the lines there. */
function context(
  file: string | null,
  line: number | null,
  more: readonly string[],
  files: SubmittedFiles,
  width: number,
): readonly string[] {
  const where = [...place(file, line), ...more].join(' · ');
  const rows = frame(file === null ? undefined : files[file], line, width - indent.length);
  return [
    ...(where === '' ? [] : [colors.dim(`${indent}${where}`)]),
    ...rows.map((row) => `${indent}${row}`),
  ];
}

function place(file: string | null, line: number | null): readonly string[] {
  if (file === null) return [];
  const name = printable(file);
  return [line === null ? name : say(operatorLocale, 'place', { file: name, line })];
}

/** The affected line with its neighbors. */
function frame(text: string | undefined, line: number | null, columns: number): readonly string[] {
  if (text === undefined || line === null) return [];
  const rows = withoutSecrets(text).split(/\r?\n/);
  const first = Math.max(1, line - 1);
  const last = Math.min(rows.length, line + 1);
  const width = String(last).length;
  const shown: string[] = [];
  for (let n = first; n <= last; n++) {
    const row = cut(printable(rows[n - 1] ?? ''), columns - width - 5);
    const text = `${String(n).padStart(width)} │ ${row}`;
    if (n === line) shown.push(`${colors.red('▸')} ${text}`);
    else if (row !== '') shown.push(colors.dim(`  ${text}`));
  }
  return shown;
}

/** Messages quote what students wrote. */
const sentence = (message: TranslatableText): string => withoutControls(translate(operatorLocale, message));

const withoutControls = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '·');

/** Makes a student's line safe for the terminal: no control characters, limited length. */
function printable(row: string): string {
  const plain = withoutControls(row.replace(/\t/g, '  '));
  return plain.length > 160 ? `${plain.slice(0, 159)}…` : plain;
}
