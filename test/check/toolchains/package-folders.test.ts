import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../../src/check/check.ts';
import { type InstalledLesson, loadLesson } from '../../../src/library/library.ts';

let check: Checker;
let lesson: InstalledLesson;
beforeAll(async () => {
  [check, lesson] = await Promise.all([
    openChecker(),
    loadLesson(join(import.meta.dirname, '../../../lessons/fastapi-docker')),
  ]);
});

const readyWith = (install: string, start: readonly string[]): boolean | null =>
  check({
    student: {
      files: {
        Dockerfile: [
          'FROM python:3.11-slim',
          'WORKDIR /code',
          'COPY requirements.txt .',
          install,
          'COPY app app',
          'RUN useradd -m reader',
          'USER reader',
          'EXPOSE 8000',
          `CMD ${JSON.stringify(start)}`,
          '',
        ].join('\n'),
      },
      complete: true,
    },
    ...lesson,
  }).ready;

const application = ['app.main:app', '--host', '0.0.0.0'];
const byModule = ['python', '-m', 'uvicorn', ...application];

describe('a server is found in each folder that Python looks through', () => {
  test.each([
    ['RUN pip install -r requirements.txt', byModule, true],
    ['RUN pip install --target=/deps -r requirements.txt\nENV PYTHONPATH=/deps', byModule, true],
    ['RUN pip install -t /deps -r requirements.txt\nENV PYTHONPATH=/other:/deps', byModule, true],
    ['RUN pip install -t /deps -r requirements.txt', byModule, false],
    ['RUN pip install -t /deps -r requirements.txt\nENV PYTHONPATH=/other', byModule, false],
    // No program of such a folder is on the PATH.
    [
      'RUN pip install -t /deps -r requirements.txt\nENV PYTHONPATH=/deps',
      ['uvicorn', ...application],
      false,
    ],
    [
      'RUN pip install -t /deps -r requirements.txt\nENV PYTHONPATH=/deps PATH=/deps/bin:$PATH',
      ['uvicorn', ...application],
      true,
    ],
  ])('The application starts with %s and %j: %s', (install, start, ready) => {
    expect(readyWith(install, start)).toBe(ready);
  });
});
