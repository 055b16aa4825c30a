// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s and the shell’s
import { beforeAll, describe, expect, test } from '@jest/globals';
import { translate } from '../../src/wording/wording.ts';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';

/**
 * Other answers than the lesson's, right and wrong: a TODO is judged by its effect. (Those that only need the lesson's base
 * image are in mutations.ts, where they can be built for real.)
 */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const script = `#!/bin/sh
set -e
uv run python manage.py migrate
exec uv run python manage.py runserver 0.0.0.0:8000
`;
const ignore = '.venv/\n**/*.sqlite3\n.git/\n';

interface Parts {
  readonly base?: string;
  readonly top?: string;
  readonly uv?: string;
  readonly copy?: string;
  readonly sync?: string;
  readonly all?: string;
  readonly workdir?: string;
  readonly script?: string;
  readonly end?: string;
}

/** The lesson's answer with some of its parts replaced. */
const dockerfile = (parts: Parts): string =>
  [
    `FROM ${parts.base ?? 'python:3.11-slim'}\n`,
    parts.top ?? '',
    'WORKDIR /app\n',
    parts.uv ?? 'RUN pip install uv\n',
    parts.copy ?? 'COPY pyproject.toml uv.lock ./\n',
    parts.sync ?? 'RUN uv sync --frozen\n',
    parts.all ?? 'COPY . .\n',
    parts.workdir ?? 'WORKDIR /app/core\n',
    parts.script ?? 'COPY entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh\n',
    parts.end ?? 'EXPOSE 8000\nENTRYPOINT ["/entrypoint.sh"]\n',
  ].join('');

const files = (text: string | Parts, start = script, extra: Readonly<Record<string, string>> = {}) => ({
  Dockerfile: typeof text === 'string' ? text : dockerfile(text),
  'entrypoint.sh': start,
  '.dockerignore': ignore,
  ...extra,
});

type Variant = readonly [name: string, files: Readonly<Record<string, string>>];

const right: readonly Variant[] = [
  ['uv from its image', files({ uv: 'COPY --from=ghcr.io/astral-sh/uv:latest /uv /uvx /bin/\n' })],
  [
    'uv from its image, to a name',
    files({ uv: 'COPY --from=ghcr.io/astral-sh/uv:0.5 /uv /usr/local/bin/uv\n' }),
  ],
  ['a base with uv', files({ base: 'ghcr.io/astral-sh/uv:python3.11-bookworm-slim', uv: '' })],
  [
    'the installer, with its folder on the PATH',
    files({
      uv: 'RUN apt-get update && apt-get install -y curl\nRUN curl -LsSf https://astral.sh/uv/install.sh | sh\nENV PATH="/root/.local/bin:$PATH"\n',
    }),
  ],
  [
    'the installer, into a folder of the PATH',
    files({
      uv: 'RUN apt-get update && apt-get install -y curl && curl -LsSf https://astral.sh/uv/install.sh | env UV_INSTALL_DIR=/usr/local/bin sh\n',
    }),
  ],
  [
    'the installer, fetched by ADD',
    files({
      uv: 'ADD https://astral.sh/uv/install.sh /uv-installer.sh\nRUN sh /uv-installer.sh && rm /uv-installer.sh\nENV PATH="/root/.local/bin/:$PATH"\n',
    }),
  ],
  ['pipx', files({ uv: 'RUN pip install pipx && pipx install uv\nENV PATH=/root/.local/bin:$PATH\n' })],
  [
    'uv’s own recipe',
    files(
      'FROM ghcr.io/astral-sh/uv:python3.11-bookworm-slim\nENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy\nWORKDIR /app\nRUN --mount=type=cache,target=/root/.cache/uv \\\n    --mount=type=bind,source=uv.lock,target=uv.lock \\\n    --mount=type=bind,source=pyproject.toml,target=pyproject.toml \\\n    uv sync --locked --no-install-project --no-dev\nCOPY . /app\nRUN --mount=type=cache,target=/root/.cache/uv \\\n    uv sync --locked --no-dev\nENV PATH="/app/.venv/bin:$PATH"\nWORKDIR /app/core\nRUN chmod +x /app/entrypoint.sh\nENTRYPOINT ["/app/entrypoint.sh"]\n',
    ),
  ],
  [
    'two stages',
    files(
      'FROM python:3.11-slim AS builder\nRUN pip install uv\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\n\nFROM python:3.11-slim\nWORKDIR /app\nCOPY --from=builder /app/.venv /app/.venv\nENV PATH="/app/.venv/bin:$PATH"\nCOPY . .\nWORKDIR /app/core\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
      '#!/bin/sh\nset -e\npython manage.py migrate\nexec python manage.py runserver 0.0.0.0:8000\n',
    ),
  ],
  ['a script in the Dockerfile', files({ script: `COPY --chmod=755 <<EOF /entrypoint.sh\n${script}EOF\n` })],
  [
    'a script by echo',
    files({
      script:
        "RUN echo '#!/bin/sh' > /entrypoint.sh && echo 'uv run python manage.py migrate' >> /entrypoint.sh && echo 'exec uv run python manage.py runserver 0.0.0.0:8000' >> /entrypoint.sh && chmod +x /entrypoint.sh\n",
    }),
  ],
  [
    'no script at all, the same effect',
    files({
      script: '',
      end: 'CMD ["sh", "-c", "uv run python manage.py migrate && uv run python manage.py runserver 0.0.0.0:8000"]\n',
    }),
  ],
  [
    'the server in CMD',
    files(
      {
        end: 'ENTRYPOINT ["/entrypoint.sh"]\nCMD ["uv", "run", "python", "manage.py", "runserver", "0.0.0.0:8000"]\n',
      },
      '#!/bin/sh\nset -e\nuv run python manage.py migrate\nexec "$@"\n',
    ),
  ],
  ['a cd in the script', files({ workdir: '' }, script.replace('set -e\n', 'set -e\ncd core\n'))],
  ['the path of manage.py', files({ workdir: '' }, script.replaceAll('python manage.py', 'core/manage.py'))],
  [
    'another name',
    files(
      { script: 'COPY start.sh /start.sh\nRUN chmod +x /start.sh\n', end: 'ENTRYPOINT ["/start.sh"]\n' },
      '',
      {
        'start.sh': script,
      },
    ),
  ],
  [
    'a script in a folder',
    files({ script: 'COPY docker/entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh\n' }, '', {
      'docker/entrypoint.sh': script,
    }),
  ],
  [
    'CRLF that is mended',
    files(
      {
        script:
          "COPY entrypoint.sh /entrypoint.sh\nRUN sed -i 's/\\r$//' /entrypoint.sh && chmod +x /entrypoint.sh\n",
      },
      script.replaceAll('\n', '\r\n'),
    ),
  ],
  [
    'a function in the script',
    files(
      {},
      '#!/bin/sh\nset -e\nmain() {\n  uv run python manage.py migrate\n  exec uv run python manage.py runserver 0.0.0.0:8000\n}\nmain "$@"\n',
    ),
  ],
  [
    'a database that is not configured',
    files(
      {},
      script.replace(
        'set -e\n',
        'set -e\nif [ "$DATABASE" = "postgres" ]; then\n  while ! nc -z $SQL_HOST $SQL_PORT; do sleep 0.1; done\nfi\n',
      ),
    ),
  ],
  ['a syntax comment', files(`# syntax=docker/dockerfile:1\n${dockerfile({})}`)],
  ['an environment elsewhere', files({ top: 'ENV UV_PROJECT_ENVIRONMENT=/usr/local\n' })],
];

const wrong: readonly (readonly [...Variant, todos: readonly number[]])[] = [
  [
    'the installer, off the PATH',
    files({
      uv: 'RUN apt-get update && apt-get install -y curl\nRUN curl -LsSf https://astral.sh/uv/install.sh | sh\n',
    }),
    [1],
  ],
  [
    'the installer without curl',
    files({ uv: 'RUN curl -LsSf https://astral.sh/uv/install.sh | sh\nENV PATH=/root/.local/bin:$PATH\n' }),
    [1],
  ],
  ['paths from the folder above', files({ copy: 'COPY backend/pyproject.toml backend/uv.lock ./\n' }), [2]],
  [
    'the source in a mount',
    files({
      copy: '',
      sync: 'RUN --mount=type=bind,target=/app,rw UV_PROJECT_ENVIRONMENT=/venv uv sync --frozen\nENV UV_PROJECT_ENVIRONMENT=/venv\n',
    }),
    [2],
  ],
  [
    'requirements.txt',
    files(
      {
        uv: 'RUN pip install uv\n',
        copy: 'COPY requirements.txt .\n',
        sync: 'RUN pip install -r requirements.txt\n',
      },
      script.replaceAll('uv run ', ''),
    ),
    [2, 3],
  ],
  ['by name', files({ sync: 'RUN pip install django djangorestframework\n' }), [3]],
  [
    'an environment that uv run does not take',
    files({ sync: 'RUN uv pip install --system -r pyproject.toml\n' }),
    [3],
  ],
  ['a backslash too many', files({ uv: 'RUN pip install uv \\\n\n' }), [2]],
  ['the folder before the copy', files({ all: '', workdir: 'WORKDIR /app/core\nCOPY . .\n' }), [4]],
  [
    'only the server',
    files({ script: '', end: 'CMD ["uv", "run", "python", "manage.py", "runserver", "0.0.0.0:8000"]\n' }),
    [5],
  ],
  ['bash on alpine', files({ base: 'python:3.11-alpine' }, script.replace('/bin/sh', '/bin/bash')), [5]],
  ['pipefail in dash', files({}, script.replace('set -e', 'set -eo pipefail')), [5]],
  [
    'waits for a database',
    files({}, script.replace('set -e\n', 'set -e\nDB=${DB:-db}\nuntil nc -z "$DB" 5432; do sleep 1; done\n')),
    [5],
  ],
  ['RUN forgotten', files({ uv: 'pip install uv\n', sync: 'uv sync --frozen\n' }), [1, 3]],
  ['no FROM that can be read', files(dockerfile({}).replace('FROM', 'FORM')), []],
  ['a base that the lesson does not allow', files({ base: 'python:3.8-slim' }), []],
];

const undone = (report: ReturnType<LessonFixture['check']>): readonly string[] =>
  report.todos
    .filter(({ status }) => status !== 'done')
    .map(({ n, message }) => `${n}: ${translate('en', message)}`);

describe('variants of the lesson’s answer', () => {
  test.each(right)('accepts %s', (_, given) => {
    const report = fixture.check(given);
    const errors = report.findings
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => translate('en', message));
    expect([...undone(report), ...errors]).toEqual([]);
    expect(report.ready).toBe(true);
  });
});

describe('variants that break a TODO', () => {
  test.each(wrong)('reports the broken TODOs of %s', (_, given, todos) => {
    const report = fixture.check(given);
    expect(undone(report).map((text) => Number(text[0]))).toEqual(todos);
    expect(report.ready).toBe(false);
  });
});
