import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const dockerfile = (mount: string, user = 'app', above = ''): string => `FROM python:3.11-slim
WORKDIR /app
RUN pip install uv
COPY pyproject.toml uv.lock ./
RUN useradd -m -u 1000 app && chown app /app
${above}USER ${user}
RUN --mount=type=cache,${mount} uv sync --frozen
USER root
COPY . .
WORKDIR /app/core
COPY entrypoint.sh /entrypoint.sh
RUN chmod +x /entrypoint.sh
EXPOSE 8000
ENTRYPOINT ["/entrypoint.sh"]
`;

// BuildKit makes the folder of a cache for user 0, with mode 0755; uv needs a lock in its own.
test.each([
  ['is root’s', dockerfile('target=/home/app/.cache/uv'), false],
  ['is root’s, a folder above', dockerfile('target=/home/app/.cache'), false],
  ['is root’s, where UV_CACHE_DIR says', dockerfile('target=/c', 'app', 'ENV UV_CACHE_DIR=/c\n'), false],
  ['is the user’s', dockerfile('target=/home/app/.cache/uv,uid=1000'), true],
  ['is the user’s, by number', dockerfile('target=/home/app/.cache/uv,uid=1000', '1000'), true],
  ['is for everybody', dockerfile('target=/home/app/.cache/uv,mode=0777'), true],
  ['is another user’s', dockerfile('target=/home/app/.cache/uv,uid=1234'), null],
  ['is a group’s', dockerfile('target=/home/app/.cache/uv,gid=1000'), null],
  ['is not uv’s', dockerfile('target=/root/.cache/pip'), true],
  ['is root’s, and so is the step', dockerfile('target=/root/.cache/uv', 'root'), true],
])('a mounted cache that %s', (_, Dockerfile, ready) => {
  const report = fixture.check({ ...fixture.answer, Dockerfile });
  expect({ ready: report.ready, line: report.blocker?.line }).toEqual({
    ready,
    line:
      ready === false ? Dockerfile.split('\n').findIndex((line) => line.includes('--mount')) + 1 : undefined,
  });
});
