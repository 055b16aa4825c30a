import { describe, expect, test } from '@jest/globals';
import { openInsightFixture } from './fixture.ts';

const { answer, ask } = await openInsightFixture();

/** The lines that run again after the first file was edited; `?` after those for which this is unknown. */
function again(
  dockerfile: string,
  edited: string,
  ignore = answer['.dockerignore'] ?? '',
): readonly string[] {
  const files = { ...answer, Dockerfile: dockerfile, '.dockerignore': ignore };
  const choices = ask('rebuild', { file: 0 }, files).forecast?.choices ?? [];
  const { forecast } = ask('rebuild', { file: choices.indexOf(edited) }, files);
  expect(forecast?.edited).toBe(edited);
  return (forecast?.steps ?? []).flatMap((step) => {
    if (step.again === false) return [];
    return [`${step.line}${step.again === null ? '?' : ''}`];
  });
}

const views = 'core/products/views.py';
const base = 'FROM python:3.11-slim\nWORKDIR /app\n';

describe('what a second build runs again', () => {
  test.each([
    ['all after the COPY of the source', `${base}RUN pip install uv\nCOPY . .\nRUN uv sync\n`, ['4', '5']],
    [
      'all but what came before it',
      `${base}COPY pyproject.toml uv.lock ./\nRUN ls\nCOPY . .\nRUN id\n`,
      ['5', '6'],
    ],
    ['nothing where the file is not taken', `${base}COPY pyproject.toml ./\nRUN ls\n`, []],
    ['the COPY of its folder', `${base}COPY core/products /p\nCOPY core/config /c\n`, ['3', '4']],
    ['nothing for another folder', `${base}COPY core/config /c\n`, []],
    ['a linked COPY for itself only', `${base}COPY core/products /p\nCOPY --link core/config /c\n`, ['3']],
    [
      'a step that has the folder mounted',
      `${base}RUN id\nRUN --mount=type=bind,source=core,target=/c ls /c\nRUN ls\n`,
      ['4', '5'],
    ],
    [
      'no step that has another folder mounted',
      `${base}RUN --mount=type=bind,source=docs,target=/c ls /c\nRUN ls\n`,
      [],
    ],
    [
      'what a stage hands on, perhaps',
      `FROM python:3.11-slim AS b\nCOPY core /c\nFROM python:3.11-slim\nCOPY --from=b /c /c\nRUN id\n`,
      ['2', '4?', '5?'],
    ],
    ['a stage that begins from it', `FROM python:3.11-slim AS b\nCOPY core /c\nFROM b\nRUN id\n`, ['2', '4']],
    [
      'no stage that is not built',
      `FROM python:3.11-slim AS b\nCOPY core /c\nFROM python:3.11-slim\nRUN id\n`,
      [],
    ],
  ])('runs again %s', (_, dockerfile, lines) => {
    expect(again(dockerfile, views)).toEqual(lines);
  });

  test('runs nothing again for a file that .dockerignore excludes, and names the line', () => {
    const files = { ...answer, '.dockerignore': 'docs\n**/views.py\n' };
    const { forecast } = ask('rebuild', { file: 0 }, files);
    expect(forecast?.steps.every((step) => step.again === false)).toBe(true);
    expect(forecast?.hiddenBy).toMatchObject({ line: 2 });
  });

  test('begins at the dependencies for an edit of pyproject.toml', () => {
    expect(again(answer.Dockerfile ?? '', 'pyproject.toml')).toEqual(['8', '9', '11', '13', '15', '16']);
  });

  test('uses the first file for an index out of range', () => {
    expect(ask('rebuild', { file: 99 }).forecast?.edited).toBe(views);
  });

  test('names the line that Docker cannot read', () => {
    const { stop } = ask('rebuild', { file: 0 }, { ...answer, Dockerfile: 'FROM a\nRUM b\n' });
    expect(stop).toEqual({ kind: 'unread', line: 2 });
  });

  test('offers no more steps than a menu has room for', () => {
    const files = { ...answer, Dockerfile: `FROM python:3.11-slim\n${'RUN id\n'.repeat(300)}` };
    expect(ask('rebuild', { file: 0 }, files).forecast?.steps).toHaveLength(24);
  });
});
