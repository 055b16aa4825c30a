import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

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

// BuildKit creates the folder of a cache for user 0, with mode 0755; uv needs to create a lock in its cache.
test.each([
  ['belongs to root', dockerfile('target=/home/app/.cache/uv'), false],
  ['belongs to root, one folder up', dockerfile('target=/home/app/.cache'), false],
  ['belongs to root, at UV_CACHE_DIR', dockerfile('target=/c', 'app', 'ENV UV_CACHE_DIR=/c\n'), false],
  ['belongs to the user', dockerfile('target=/home/app/.cache/uv,uid=1000'), true],
  ['belongs to the user, by uid', dockerfile('target=/home/app/.cache/uv,uid=1000', '1000'), true],
  ['is writable for everybody', dockerfile('target=/home/app/.cache/uv,mode=0777'), true],
  ['belongs to another user', dockerfile('target=/home/app/.cache/uv,uid=1234'), null],
  ['belongs to a group', dockerfile('target=/home/app/.cache/uv,gid=1000'), null],
  ['is not for uv', dockerfile('target=/root/.cache/pip'), true],
  ['belongs to root, as the step does', dockerfile('target=/root/.cache/uv', 'root'), true],
])('simulates a mounted cache that %s', (_, Dockerfile, ready) => {
  const report = fixture.check({ ...fixture.answer, Dockerfile });
  expect({ ready: report.ready, line: report.blocker?.line }).toEqual({
    ready,
    line:
      ready === false ? Dockerfile.split('\n').findIndex((line) => line.includes('--mount')) + 1 : undefined,
  });
});
