import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../src/check/check.ts';
import type { CheckReport } from '../../src/check/model/report.ts';
import { type InstalledLesson, loadLesson } from '../../src/library/library.ts';
import { translate } from '../../src/wording/wording.ts';

/** The shipped lesson with its application at the top of the context, and a solution for that. */
let folder: string;
let checker: Checker;
let answer: Readonly<Record<string, string>>;
beforeAll(async () => {
  checker = await openChecker();
  folder = await mkdtemp(join(tmpdir(), 'dockhand-top-'));
  await cp(join(import.meta.dirname, '../../lessons/backend-docker'), folder, { recursive: true });
  const backend = join(folder, 'backend');
  for (const name of ['config', 'manage.py', 'products'])
    await rename(join(backend, 'core', name), join(backend, name));
  const text = (name: string): Promise<string> => readFile(join(folder, 'solution', name), 'utf8');
  answer = {
    Dockerfile: (await text('Dockerfile')).replace('WORKDIR /app/core\n', ''),
    '.dockerignore': await text('.dockerignore'),
    'entrypoint.sh': await text('entrypoint.sh'),
  };
});
afterAll(() => rm(folder, { recursive: true }));

/** The lesson whose manifest has this notation of the application's folder. */
async function lessonWith(directory: string): Promise<InstalledLesson> {
  const file = join(folder, 'manifest.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/^ {2}directory: .*$/m, `  directory: ${directory}`));
  return loadLesson(folder);
}

const statusOf = ({ todos }: CheckReport, wanted: number) => todos.find(({ n }) => n === wanted)?.status;
const saidBy = ({ todos, findings }: CheckReport): string =>
  [...todos, ...findings].map(({ message }) => translate('en', message)).join('\n');

describe('a lesson whose application is the context itself', () => {
  test.each(['.', './', "''"])('passes with its answer where the folder is written %s', async (written) => {
    const { lesson, tree } = await lessonWith(written);
    const report = checker({ student: { files: answer, complete: true }, lesson, tree });
    expect(report.ready).toBe(true);
  });

  test.each([
    [
      'is copied before the installation',
      (text: string) => text.replace('COPY pyproject', 'COPY . .\nCOPY pyproject'),
    ],
    [
      'is mounted for the installation',
      (text: string) =>
        text
          .replace(/^COPY pyproject.*\n/m, '')
          .replace('RUN uv sync', 'RUN --mount=type=bind,source=.,target=/app uv sync'),
    ],
  ])('knows its source where it %s', async (_what, change) => {
    const { lesson, tree } = await lessonWith('.');
    const Dockerfile = change(answer.Dockerfile ?? '');
    expect(Dockerfile).not.toBe(answer.Dockerfile);
    const report = checker({ student: { files: { ...answer, Dockerfile }, complete: true }, lesson, tree });
    expect(statusOf(report, 2)).toBe('wrong');
  });

  test('finds the pattern that hides manage.py, and names the file without a folder', async () => {
    const { lesson, tree } = await lessonWith('.');
    const files = { ...answer, '.dockerignore': '.venv\nmanage.py\n' };
    const report = checker({ student: { files, complete: true }, lesson, tree });
    expect(statusOf(report, 4)).toBe('wrong');
    const said = saidBy(report);
    expect(said).toContain('manage.py');
    expect(said).not.toMatch(/[\s“`"]\.?\/manage\.py/);
  });

  test('says nothing of patterns that begin at the top, where its files are', async () => {
    const { lesson, tree } = await lessonWith('.');
    const files = { ...answer, '.dockerignore': '.git/\n.venv/\n*.sqlite3\n__pycache__/\n' };
    const report = checker({ student: { files, complete: true }, lesson, tree });
    expect(report.findings.map(({ rule }) => rule)).not.toContain('DockerignoreAnchored');
  });
});
