import { beforeAll, expect, test } from '@jest/globals';
import { replaced } from '../../support/replaced.ts';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture('en', 'fastapi-docker');
});

const ready = (from: string, to: string): boolean | null =>
  fixture.check({
    Dockerfile: replaced(fixture.answer.Dockerfile ?? '', from, to),
    '.dockerignore': '.venv\n',
  }).ready;

// Built and started: where nobody else may enter the folder, Python finds no module `app` in it.
test.each<readonly [string, true | null]>([
  ['RUN chmod 755 /code', true],
  ['RUN chmod -R a+rX /code', true],
  ['RUN chmod -R go-w /code', true],
  ['RUN chmod 711 /code && chmod 755 /code', true],
  ['RUN chmod 700 /code && chown -R reader /code', true],
  ['RUN chmod 600 /root/.bashrc', true],
  ['RUN chmod 700 /code', null],
  ['RUN chmod 750 /code', null],
  ['RUN chmod -R 000 /code', null],
  ['RUN chmod o-rx /code', null],
  ['RUN chmod go= /code', null],
  ['RUN chmod u=rwx,go-rwx /code', null],
  ['RUN chmod -R 644 /code', null],
  ['RUN chmod -R 644 /code/app', null],
  ['RUN chmod -R a-x /code/app && chown -R reader /code', null],
  ['RUN chmod -R a-x,a+X /code/app', true],
  ['RUN chmod -R a-x /code/app && chmod -R a+X /code/app', true],
  ['RUN chmod -R u=rwX,go=rX /code', true],
  ['RUN chmod -R a-x /code/app/main.py', true],
  ['RUN chmod 600 /code/app/main.py', null],
  ['RUN chmod -R 640 /code/app', null],
])(
  'what another user than its owner makes of files is known as far as they are open: %s',
  (line, expected) => {
    expect(ready('USER reader', `${line}\nUSER reader`)).toBe(expected);
  },
);

test.each<readonly [string, true | null]>([
  ['--chmod=755', true],
  ['--chmod=644', null],
  ['--chmod=644 --chown=1000', null],
  ['--chmod=600', null],
  ['--chmod=700', null],
  ['--chmod=700 --chown=1000', true],
  ['--chmod=600 --chown=1000', null],
])('COPY %s says who may read the application', (option, expected) => {
  expect(ready('COPY app ./app', `COPY ${option} app ./app`)).toBe(expected);
});
