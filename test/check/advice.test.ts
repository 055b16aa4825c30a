import { beforeAll, expect, test } from '@jest/globals';
import type { CheckReport } from '../../src/check/model/report.ts';
import { rules } from '../../src/check/rules/index.ts';
import { translate } from '../../src/wording/wording.ts';
import { type Advice, type Files, follow, remedies } from './follow-advice.ts';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';
import { recordedCases } from './recorded-cases.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const sentences = ({ todos, findings }: CheckReport): readonly Advice[] => [
  ...todos.filter(({ status }) => status !== 'done'),
  ...findings,
];

/** Whether a finding is still there, at a line that the change may have moved. */
const isStill = (before: Advice, after: Advice, moved: number): boolean =>
  after.message.page === before.message.page &&
  after.message.key === before.message.key &&
  after.file === before.file &&
  [0, moved].includes((after.line ?? 0) - (before.line ?? 0)) &&
  JSON.stringify(after.message.values) === JSON.stringify(before.message.values);

/** Of a file that Docker cannot read, only the line that stops it is shown. */
const isFolded = ({ blocker }: CheckReport, { line }: Advice): boolean =>
  blocker?.kind === 'unread' && blocker.line !== line;

/** Advice that is right but does not help yet, and why. */
const exceptions: ReadonlySet<string> = new Set([
  // The advice reveals that a command of the script fails.
  'script: collectstatic without set -e: rule-EntrypointStopsOnError',
  'sh: dollar question: rule-EntrypointStopsOnError',
  // An image other than the lesson's may have no pip, which is reported first.
  'the bad example of BaseImageNotAllowed: rule-UvInstalled',
  // pip uv install is not an installation yet, which is reported first.
  'beginner: pip uv install: rule-DL3042',
  // The sentence names the folder as Docker resolves it; the file has it relative.
  'H46 copy two to name: rule-DependencyFilesCopied',
  // The path is shown without the backslashes, which Docker drops.
  'H53 copy backslash: rule-DependencyFilesCopied',
]);

const linesOf = (files: Files, name: string | null): number => (files[name ?? ''] ?? '').split('\n').length;

const open = ({ todos }: CheckReport): number => todos.filter(({ status }) => status !== 'done').length;

/** Files that hide what the build needs, and a command without RUN. */
const hidden: readonly (readonly [string, Files])[] = [
  ['all hidden, no dependency file let in', { '.dockerignore': '*\n!core\n!uv.lock\n!entrypoint.sh\n' }],
  ['all hidden, an exception above', { '.dockerignore': '!pyproject.toml\n*\n!core\n!uv.lock\n!*.sh\n' }],
  ['all hidden with **, no script let in', { '.dockerignore': '**\n!core\n!pyproject.toml\n!uv.lock\n' }],
  ['all hidden, no script let in', { '.dockerignore': '/*\n!core\n!pyproject.toml\n!uv.lock\n' }],
  ['all hidden, no code let in', { '.dockerignore': '*\n!*.toml\n!*.lock\n!*.sh\n' }],
  ['a file hidden by its name', { '.dockerignore': 'README.md\n', Dockerfile: '+COPY README.md /\n' }],
  ['a file hidden by *', { '.dockerignore': '*.md\n!a.md\n', Dockerfile: '+COPY README.md /\n' }],
  [
    'nothing installs uv',
    { Dockerfile: 'FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\n', 'entrypoint.sh': '<none>' },
  ],
  ['a command without RUN', { Dockerfile: '+chmod 700 /root\n' }],
];

const cases: readonly { readonly name: string; readonly files: Files }[] = [
  ...recordedCases.filter(({ source }) => source !== 'corpus'),
  ...hidden.map(([name, files]) => ({ name, files })),
  ...rules.map(({ id, bad }) => ({ name: `the bad example of ${id}`, files: bad as Files })),
];

/** The lesson's own answer with an example's files over it: `<none>` removes a file, `+` appends to it. */
function onAnswer(name: string, files: Files): Files {
  if (recordedCases.some((each) => each.name === name)) return files;
  const whole = Object.entries({ ...fixture.answer, ...files }).filter(([, text]) => text !== '<none>');
  return Object.fromEntries(
    whole.map(([path, text]) => [
      path,
      text.startsWith('+') ? `${fixture.answer[path] ?? ''}${text.slice(1)}` : text,
    ]),
  );
}

test('resolves a finding without breaking anything when its advice is followed to the letter', () => {
  const seen = new Map<string, number>();
  const useless: string[] = [];
  for (const { name, files: given } of cases) {
    const files = onAnswer(name, given);
    const report = fixture.check(files);
    for (const told of sentences(report)) {
      if (isFolded(report, told) || exceptions.has(`${name}: ${told.message.page}`)) continue;
      const changed = follow(files, told);
      if (changed === null) continue;
      const key = `${told.message.page}.${told.message.key}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      const after = fixture.check(changed);
      const moved = linesOf(changed, told.file) - linesOf(files, told.file);
      const what = `${name}: ${translate('en', told.message)}`;
      if (JSON.stringify(changed) === JSON.stringify(files)) useless.push(`without effect: ${what}`);
      else if (sentences(after).some((each) => isStill(told, each, moved)))
        useless.push(`still reported: ${what}`);
      else if (open(after) > open(report)) useless.push(`breaks a TODO: ${what}`);
    }
  }
  expect(useless).toEqual([]);
  // A remedy that is never used would prove nothing.
  expect(Object.keys(remedies).filter((key) => !seen.has(key))).toEqual([]);
});

test('does not repeat the mistake of Docker’s check that .* hides a folder copied by COPY . .', () => {
  for (const pattern of ['.*', './.*', '/.*']) {
    const report = fixture.check({ ...fixture.answer, '.dockerignore': `${pattern}\n` });
    const [finding] = report.findings.filter(({ rule }) => rule === 'CopyIgnoredFile');
    expect(finding?.message.key).toBe('folder');
    expect(report.ready).toBe(true);
  }
});
