import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { openChecker } from '../../../src/check/check.ts';
import type { Blocker } from '../../../src/check/model/report.ts';
import { loadLesson } from '../../../src/library/library.ts';
import { readStudentFiles } from '../../../src/library/student-files.ts';
import { translate } from '../../../src/wording/wording.ts';
import { corpus } from '../corpus/corpus.ts';
import { explainedDifferences } from '../corpus/docker-differences.ts';
import type { DockerAnswer } from '../corpus/docker-linter.ts';
import { type LessonFixture, lessonWithoutManifest, openLessonFixture } from '../lesson-fixture.ts';

const lessons = join(import.meta.dirname, '../../../lessons');

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const recorded = JSON.parse(
  readFileSync(new URL('../corpus/docker-answers.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, DockerAnswer>>;

test('finds the line at which Docker stops in every sample that it refuses', async () => {
  const checker = await openChecker();
  let refused = 0;
  const differing = corpus.flatMap((sample) => {
    const line = recorded[sample.name]?.error?.line ?? null;
    if (line === null || Object.hasOwn(explainedDifferences, sample.name)) return [];
    refused += 1;
    const files: Record<string, string> = { Dockerfile: sample.text };
    if (sample.dockerignore !== undefined) files['.dockerignore'] = sample.dockerignore;
    const { blocker } = checker({
      student: { files, complete: true },
      lesson: lessonWithoutManifest,
      tree: { files: [] },
    });
    return blocker?.line === line
      ? []
      : [`${sample.name}: Docker ${line}, blocker ${blocker?.line ?? 'none'}`];
  });
  expect(refused).toBeGreaterThan(60);
  expect(differing).toEqual([]);
});

/** The blocker of the lesson's own solution with one line replaced. */
function blockerOf(from: string | RegExp, to: string): Blocker | null {
  const answer = fixture.answer.Dockerfile ?? '';
  const changed = answer.replace(from, to);
  expect(changed).not.toBe(answer);
  return fixture.check({ ...fixture.answer, Dockerfile: changed }).blocker;
}

describe('unreadable lines', () => {
  test.each([
    ['FROM', 'FORM', 1, 'Did you mean FROM?'],
    ['FROM', 'FRM', 1, 'Did you mean FROM?'],
    ['FROM', 'FROMM', 1, 'Did you mean FROM?'],
    ['FROM', 'form', 1, 'Did you mean FROM?'],
    ['WORKDIR /app\n', 'WORKDRI /app\n', 3, 'Did you mean WORKDIR?'],
    ['RUN pip', 'RNU pip', 5, 'Did you mean RUN?'],
    ['EXPOSE', 'EXPSOE', 18, 'Did you mean EXPOSE?'],
    ['COPY . .', 'CPOY . .', 11, 'Did you mean COPY?'],
    ['FROM', '```dockerfile\nFROM', 1, 'delete the line'],
  ])('finds the unreadable line after %s was written as %s: line %s', (from, to, line, words) => {
    const blocker = blockerOf(from, to);
    expect(blocker).toMatchObject({ kind: 'unread', rule: 'UnknownInstruction', line });
    expect(translate('en', blocker?.message ?? { page: '', key: '', values: {} })).toContain(words);
  });

  test('does not report an unreadable FROM as missing as well', () => {
    const answer = (fixture.answer.Dockerfile ?? '').replace('FROM', 'FORM');
    const { findings } = fixture.check({ ...fixture.answer, Dockerfile: answer });
    expect(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual([
      'UnknownInstruction',
    ]);
  });

  test('names the TODO of the unreadable line', () => {
    expect(blockerOf('RUN pip', 'RUUN pip')).toMatchObject({ kind: 'unread', line: 5, todo: 1 });
  });

  test('prefers an unreadable line to a failing step above it', () => {
    expect(blockerOf(/RUN pip install uv([\s\S]*)EXPOSE/, 'RUN pip instal uv$1EXPOES')).toMatchObject({
      kind: 'unread',
      line: 18,
    });
  });
});

describe('failing steps', () => {
  test.each([
    ['RUN pip install uv', 'RUN pip instal uv', 5, 1],
    ['RUN pip install uv\n', '\n', 9, 1],
    ['pyproject.toml', 'pyproject.tml', 8, 2],
    ['--frozen', '--frozn', 9, 3],
    ['RUN chmod +x /entrypoint.sh', 'RUN chmod +x /entry.sh', 16, 5],
    ['EXPOSE 8000', 'RUN cat /nowhere', 18, null],
    ['EXPOSE 8000', 'COPY nowhere /x', 18, null],
  ])('finds the failing step after %s was written as %s: line %s', (from, to, line, todo) => {
    expect(blockerOf(from, to)).toMatchObject({ kind: 'step', file: 'Dockerfile', line, todo });
  });

  test('reports the first of two failing steps', () => {
    expect(blockerOf(/pip install uv([\s\S]*)EXPOSE 8000/, 'pip instal uv$1RUN false')?.line).toBe(5);
  });
});

test.each([
  ['go-docker', 'COPY --from=build /server', 'COPY --from=build /servr', 4],
  ['go-docker', 'COPY *.go .', 'COPY main.py .', null],
  ['frontend-docker', 'RUN npm run build', 'RUN npm run biuld', null],
  ['fastapi-docker', 'COPY app ./app', 'COPY ap ./app', null],
])(
  'a blocker says what ended the build and not what the image lacks: %s with %s written as %s',
  async (slug, from, to, n) => {
    const { lesson, tree, solution } = await loadLesson(join(lessons, slug));
    const { files } = await readStudentFiles(solution ?? '', lesson.manifest?.files);
    const Dockerfile = files.Dockerfile?.replace(from, to) ?? '';
    expect(Dockerfile).toContain(to);
    const { blocker } = fixture.checker({
      student: { files: { ...files, Dockerfile }, complete: true },
      lesson,
      tree,
    });
    expect(blocker).toMatchObject({ kind: 'step', rule: 'BuildStepFails', todo: n });
    expect(blocker === null ? '' : translate('en', blocker.message)).toMatch(
      /^(?:The build stops here|This ends with)/,
    );
  },
);

test('finds no blocker in a correct answer, in one that fails only at start, and without a Dockerfile', () => {
  expect(fixture.check(fixture.answer).blocker).toBeNull();
  expect(blockerOf('ENTRYPOINT ["/entrypoint.sh"]', 'ENTRYPOINT ["/other.sh"]')).toBeNull();
  expect(fixture.check({ '.dockerignore': '*.pyc\n' }).blocker).toBeNull();
});

test('repeats no secret', () => {
  const blocker = blockerOf('EXPOSE 8000', 'ENV API_TOKEN=abcdefgh12345\nFOO abcdefgh12345');
  expect(JSON.stringify(blocker)).not.toContain('abcdefgh12345');
});
