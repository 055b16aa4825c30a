import { beforeAll, expect, test } from '@jest/globals';
import { translate } from '../../src/wording/wording.ts';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';

/** Sentences about what people really write: each names the thing to change. */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const sentences = (files: Readonly<Record<string, string>>): string =>
  fixture
    .check({ ...fixture.answer, ...files })
    .todos.filter(({ status }) => status !== 'done')
    .map(({ message }) => translate('en', message))
    .join('\n');
const script = (line: string): Readonly<Record<string, string>> => ({
  'entrypoint.sh': `#!/bin/sh\nset -e\nuv run python manage.py migrate\n${line}\n`,
});
const serving = (line: string): Readonly<Record<string, string>> => ({
  ...script(line),
  Dockerfile: (fixture.answer.Dockerfile ?? '').replace('COPY . .', 'RUN uv pip install gunicorn\nCOPY . .'),
});

test.each([
  ['RUN chmod +x entrypoint.sh', '/app/core/entrypoint.sh'],
  ['RUN chmod 755 ./entrypoint.sh', '/app/core/entrypoint.sh'],
  ['RUN chmod +x /app/core/entrypoint.sh', '/app/core/entrypoint.sh'],
  ['RUN cd /app && chmod +x entrypoint.sh', '/app/entrypoint.sh'],
  ['WORKDIR /app\nRUN chmod a+x entrypoint.sh\nWORKDIR core', '/app/entrypoint.sh'],
])(
  'a chmod of another file with that name: the message names the file that it changes: %s',
  (step, other) => {
    const Dockerfile = (fixture.answer.Dockerfile ?? '').replace('RUN chmod +x /entrypoint.sh', step);
    const said = sentences({ Dockerfile, 'core/entrypoint.sh': fixture.answer['entrypoint.sh'] ?? '' });
    expect(said).toContain(`changes ${other}, because`);
  },
);

test.each([
  ['until nc -z $POSTGRES_HOST $POSTGRES_PORT; do sleep 1; done', 'waits for nc'],
  ['while ! nc -z "$SQL_HOST" 5432; do sleep 0.1; done', 'waits for nc'],
  ['until pg_isready -h "$DATABASE_HOST" -p 5432; do sleep 1; done', 'waits for pg_isready'],
  ['until pg_isready -h db; do sleep 1; done', 'waits for db'],
  ['while ! nc -z db 5432; do sleep 1; done', 'waits for db'],
])('an endless loop: the message names what it waits for: %s', (loop, words) => {
  expect(sentences(script(loop))).toContain(words);
});

test.each([
  ['uv run python manage.py runserver 0.0.0.0 8000', 'Write the address'],
  ['uv run python manage.py runserver 0.0.0.0:80x', 'Write the address'],
  ['uv run python manage.py runserver --nothing 0.0.0.0:8000', 'Correct what this line gives it'],
])(
  'a server that rejects its arguments: the message mentions the address only if that is wrong: %s',
  (line, words) => {
    expect(sentences(script(line))).toContain(words);
  },
);

test.each([
  ['uv run gunicorn config.wsgi -c config/gunicorn.py', 'Correct what this line gives it'],
  ['uv run gunicorn', 'Correct what this line gives it'],
])('gunicorn fails to start: the message names what it does not find: %s', (line, words) => {
  expect(sentences(serving(line))).toContain(words);
});

test.each([
  ['ENV UV_CACHE_DIR=/opt/uv-cache', 'may not write to /opt/uv-cache'],
  ['ENV HOME=/root', 'may not write to /root/.cache/uv'],
  ['ENV XDG_CACHE_HOME=/opt', 'may not write to /opt/uv'],
])('a cache that its user may not write to is named: %s', (line, words) => {
  const steps = `${line}\nRUN useradd -m app && chown -R app /app\nUSER app\n`;
  const Dockerfile = (fixture.answer.Dockerfile ?? '').replace('EXPOSE', () => `${steps}EXPOSE`);
  const { findings } = fixture.check({ ...fixture.answer, Dockerfile });
  expect(findings.map(({ message }) => translate('en', message)).join('\n')).toContain(words);
});
