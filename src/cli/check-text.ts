import colors from 'picocolors';
import type { CheckReport, Finding, Severity, TodoResult, TodoStatus } from '../check/report.ts';
import { withoutSecrets } from '../check/secrets.ts';
import type { Lesson } from '../lesson/lesson.ts';
import type { Files } from '../submission/files.ts';
import { type Saying, word, words } from '../wording/wording.ts';

const say = words('cli-check-text', {
  en: {
    done: '{{done}} of {{of}} TODOs done',
    noTodos: 'This lesson has no manifest: here is what Docker itself would say.',
    todo: 'TODO {{n}}: {{title}}',
    advice: '(advice)',
    hint: 'dockhand hint {{n}}',
    place: '{{file}}, line {{line}}',
    findings: '{{count}} more things',
    findings_one: 'One more thing',
    findings_other: '{{count}} more things',
    nothing: 'Nothing else to say.',
    error: 'error',
    warning: 'warning',
    adviceWord: 'advice',
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

const severities: Readonly<Record<Severity, string>> = {
  error: colors.red(say('en', 'error')),
  warning: colors.yellow(say('en', 'warning')),
  advice: colors.blue(say('en', 'adviceWord')),
};

/** The answer of a check for a terminal: the TODOs, then everything else with the lines it is about. */
export function checkText(report: CheckReport, lesson: Lesson, files: Files): string {
  const { todos, findings, ready, wanted } = report;
  const done = todos.filter(({ status }) => status === 'done').length;
  const heading = todos.length === 0 ? say('en', 'noTodos') : say('en', 'done', { done, of: todos.length });
  const verdict =
    ready === true ? colors.green(say('en', 'ready')) : say('en', ready === false ? 'notReady' : 'unknown');
  return [
    colors.bold(heading),
    '',
    ...todos.flatMap((todo) => todoLines(todo, lesson, files)),
    ...(todos.length === 0 ? [] : ['']),
    ...(findings.length === 0
      ? [colors.dim(say('en', 'nothing'))]
      : [colors.bold(say('en', 'findings', { count: findings.length }))]),
    ...findings.flatMap((finding) => findingLines(finding, files)),
    '',
    ...(todos.length === 0 ? [] : [colors.bold(verdict)]),
    ...(wanted.length === 0 ? [] : [say('en', 'wanted', { list: wanted.join(', ') })]),
  ]
    .join('\n')
    .trimEnd();
}

function todoLines(todo: TodoResult, lesson: Lesson, files: Files): readonly string[] {
  const { n, title, status, required, message, file, line } = todo;
  const name = say('en', 'todo', { n, title });
  const advice = required ? '' : ` ${colors.dim(say('en', 'advice'))}`;
  if (status === 'done') return [`${marks.done} ${name}${advice}`];
  const hinted = lesson.todos.some((known) => known.n === n && known.hint !== null);
  return [
    `${marks[status]} ${colors.bold(name)}${advice}`,
    `    ${sentence(message)}`,
    ...[[...place(file, line), ...(hinted ? [say('en', 'hint', { n })] : [])].join(' · ')]
      .filter(Boolean)
      .map((row) => colors.dim(`    ${row}`)),
    ...frame(file === null ? undefined : files[file], line).map((row) => `    ${row}`),
  ];
}

function findingLines(
  { rule, severity, file, line, message, url }: Finding,
  files: Files,
): readonly string[] {
  return [
    '',
    `${severities[severity]} ${sentence(message)}`,
    colors.dim(`    ${[...place(file, line), rule].join(' · ')}`),
    ...frame(files[file], line).map((row) => `    ${row}`),
    ...(url === null ? [] : [colors.dim(`    ${url}`)]),
  ];
}

function place(file: string | null, line: number | null): readonly string[] {
  if (file === null) return [];
  const name = printable(file);
  return [line === null ? name : say('en', 'place', { file: name, line })];
}

/** The line that something is about, with its neighbours. */
function frame(text: string | undefined, line: number | null): readonly string[] {
  if (text === undefined || line === null) return [];
  const rows = withoutSecrets(text).split(/\r?\n/);
  const first = Math.max(1, line - 1);
  const last = Math.min(rows.length, line + 1);
  const width = String(last).length;
  const shown: string[] = [];
  for (let n = first; n <= last; n++) {
    const row = printable(rows[n - 1] ?? '');
    const text = `${String(n).padStart(width)} │ ${row}`;
    if (n === line) shown.push(`${colors.red('▸')} ${text}`);
    else if (row !== '') shown.push(colors.dim(`  ${text}`));
  }
  return shown;
}

/** Messages quote what students wrote. */
const sentence = (message: Saying): string => withoutControls(word('en', message));

const withoutControls = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '·');

/** A student's line cannot steer the terminal, nor fill it. */
function printable(row: string): string {
  const plain = withoutControls(row.replace(/\t/g, '  '));
  return plain.length > 160 ? `${plain.slice(0, 159)}…` : plain;
}
