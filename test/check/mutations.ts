// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s and the shell’s

import { beginnerVariants } from './beginner-variants.ts';
import { breakingStudentVariants } from './breaking-student-variants.ts';
import { harmlessStudentVariants } from './harmless-student-variants.ts';
import { answer, changed, lines, type Mutation } from './mutation.ts';
import { studentScriptVariants } from './student-script-variants.ts';

const files = (dockerfile: string, script: string = answer.script, ignore: string = answer.ignore) => ({
  Dockerfile: dockerfile,
  'entrypoint.sh': script,
  '.dockerignore': ignore,
});

const { install, copies, sync, everything, workdir, script, chmod, start } = lines;

type Change = readonly [name: string, todo: number | null, from: string, to: string];

/** Changes of the Dockerfile that break it, with the TODO that they break. */
const breaking: readonly Change[] = [
  ['no uv', 1, install, ''],
  ['uvicorn instead of uv', 1, install, 'RUN pip install uvicorn\n'],
  ['pip without install', 1, install, 'RUN pip uv\n'],
  [
    'uv in another stage',
    1,
    'FROM python:3.11-slim\n\nWORKDIR /app\n\nRUN pip install uv\n',
    'FROM python:3.11-slim AS tools\nRUN pip install uv\n\nFROM python:3.11-slim\nWORKDIR /app\n',
  ],
  ['uv installed after its use', 1, `${install}\n${copies}${sync}`, `${copies}${sync}${install}`],
  [
    'uv in an environment off the PATH',
    1,
    install,
    'RUN python -m venv /opt/tools && /opt/tools/bin/pip install uv\n',
  ],
  ['no dependency files', 2, copies, ''],
  ['only pyproject.toml', 2, copies, 'COPY pyproject.toml ./\n'],
  ['the source first', 2, copies, 'COPY . .\n'],
  ['no destination', 2, copies, 'COPY pyproject.toml uv.lock\n'],
  ['one file to a name', 2, copies, 'COPY pyproject.toml\n'],
  ['two files to a new name', 2, copies, 'COPY pyproject.toml uv.lock /deps\n'],
  ['to another folder', 2, copies, 'COPY pyproject.toml uv.lock /deps/\n'],
  ['a wrong name', 2, copies, 'COPY pyproject.toml uv.loc ./\n'],
  ['copied after the sync', 2, `${copies}${sync}`, `${sync}${copies}`],
  ['everything, then sync', 2, `${copies}${sync}\n${everything}`, `${everything}${sync}`],
  ['core first', 2, copies, `COPY core ./core\n${copies}`],
  ['no sync', 3, sync, ''],
  ['an empty RUN', 3, sync, 'Run\n'],
  ['sync in a comment', 3, sync, '# RUN uv sync --frozen\n'],
  ['not frozen', 3, sync, 'RUN uv sync\n'],
  ['freeze', 3, sync, 'RUN uv sync --freeze\n'],
  ['uv install', 3, sync, 'RUN uv install\n'],
  ['sinc', 3, sync, 'RUN uv sinc --frozen\n'],
  ['sync in the wrong folder', 3, sync, 'RUN cd /tmp && uv sync --frozen\n'],
  ['sync with --directory', 3, sync, 'RUN uv sync --frozen --directory /tmp\n'],
  ['requirements.txt', 3, sync, 'RUN uv pip install --system -r requirements.txt\n'],
  ['only locking', 3, sync, 'RUN uv lock\n'],
  ['uv pip without an environment', 3, sync, 'RUN uv pip install -r pyproject.toml\n'],
  ['sync --system', 3, sync, 'RUN uv sync --frozen --system\n'],
  ['into the system', 3, sync, 'RUN uv pip install --system -r pyproject.toml\n'],
  ['no WORKDIR core', 4, workdir, ''],
  ['a folder that is not there', 4, workdir, 'WORKDIR /app/src\n'],
  ['cd instead of WORKDIR', 4, workdir, 'RUN cd /app/core\n'],
  ['WORKDIR too deep', 4, workdir, 'WORKDIR /app/core/core\n'],
  ['absolute core', 4, workdir, 'WORKDIR /core\n'],
  ['relative twice', 4, workdir, 'WORKDIR core\nWORKDIR core\n'],
  ['back to /app', 4, 'EXPOSE 8000\n', 'EXPOSE 8000\nWORKDIR /app\n'],
  ['no script', 5, `${script}${chmod}`, ''],
  ['not executable', 5, chmod, ''],
  ['only chmod', 5, script, ''],
  ['chmod of another file', 5, chmod, 'RUN chmod +x entrypoint.sh\n'],
  ['chmod -x', 5, chmod, 'RUN chmod -x /entrypoint.sh\n'],
  ['chmod 644', 5, chmod, 'RUN chmod 644 /entrypoint.sh\n'],
  ['chmod before the copy', 5, `${script}${chmod}`, `${chmod}${script}`],
  ['a script of another name', 5, script, 'COPY start.sh /entrypoint.sh\n'],
  ['--chmod=644', 5, `${script}${chmod}`, 'COPY --chmod=644 entrypoint.sh /entrypoint.sh\n'],
  ['no entrypoint', 6, start, ''],
  ['single quotes', 6, start, "ENTRYPOINT ['/entrypoint.sh']\n"],
  ['curly quotes', 6, start, 'ENTRYPOINT [“/entrypoint.sh”]\n'],
  ['no slash', 6, start, 'ENTRYPOINT ["entrypoint.sh"]\n'],
  ['another path', 6, start, 'ENTRYPOINT ["/app/entrypoint.sh.bak"]\n'],
  ['another name', 6, start, 'ENTRYPOINT ["/start.sh"]\n'],
  ['a comma too many', 6, start, 'ENTRYPOINT ["/entrypoint.sh",]\n'],
  ['in a comment', 6, start, '# ENTRYPOINT ["/entrypoint.sh"]\n'],
];

/** Breaks the verification, and belongs to no TODO. */
const breakingAtLarge: readonly Change[] = [
  ['a comment behind EXPOSE', null, 'EXPOSE 8000\n', 'EXPOSE 8000 # web\n'],
  ['a comment behind FROM', null, 'FROM python:3.11-slim\n', 'FROM python:3.11-slim # base\n'],
  ['ENV with a comment', null, 'EXPOSE 8000\n', 'ENV DEBUG=1 # debug\nEXPOSE 8000\n'],
  ['an unknown instruction', null, 'EXPOSE 8000\n', 'EXPOSES 8000\n'],
  ['before FROM', null, 'FROM python:3.11-slim\n', 'WORKDIR /x\nFROM python:3.11-slim\n'],
  ['a package without lists', null, install, `RUN apt-get install -y curl\n${install}`],
  ['sudo', null, install, `RUN sudo true\n${install}`],
  ['a database host', null, 'EXPOSE 8000\n', 'ENV DATABASE_HOST=db\nEXPOSE 8000\n'],
  ['the server in the build', null, start, `RUN uv run python manage.py runserver 0.0.0.0:8000\n${start}`],
  ['a user that is not there', null, start, `USER nosuchuser\n${start}`],
  [
    'a script for its owner alone',
    5,
    start,
    `RUN chmod 700 /entrypoint.sh && useradd -m app && chown -R app /app\nUSER app\n${start}`,
  ],
  ['the environment and the cache taken away', 3, start, `RUN rm -rf /app/.venv /root/.cache\n${start}`],
  ['uv taken away', 1, start, `RUN pip uninstall -y uv\n${start}`],
  [
    'commands joined in JSON',
    5,
    start,
    'ENTRYPOINT ["uv", "run", "python", "manage.py", "migrate", "&&", "uv", "run", "python", "manage.py", "runserver", "0.0.0.0:8000"]\n',
  ],
  ['a user who may not write', null, start, `RUN useradd -m app\nUSER app\n${start}`],
];

/** Changes of the Dockerfile that do no harm. */
const harmless: readonly Change[] = [
  [
    'the environment taken away, and made anew from the cache',
    null,
    start,
    `RUN rm -rf /app/.venv\n${start}`,
  ],
  ['pip3', null, install, 'RUN pip3 install --no-cache-dir uv\n'],
  ['python -m pip', null, install, 'RUN python -m pip install uv\n'],
  ['uv with a version', null, install, 'RUN pip install "uv>=0.5"\n'],
  ['exec form', null, install, 'RUN ["pip", "install", "uv"]\n'],
  [
    'one RUN for both',
    null,
    `${install}\n${copies}${sync}`,
    `${copies}RUN pip install uv && uv sync --frozen\n`,
  ],
  ['a heredoc', null, install, 'RUN <<EOF\nset -e\npip install uv\nEOF\n'],
  ['lower case', null, install, 'run pip install uv\n'],
  [
    'uv in an environment on the PATH',
    null,
    install,
    'RUN python -m venv /opt/tools && /opt/tools/bin/pip install uv\nENV PATH="/opt/tools/bin:$PATH"\n',
  ],
  ['two COPYs', null, copies, 'COPY pyproject.toml .\nCOPY uv.lock .\n'],
  ['JSON form', null, copies, 'COPY ["pyproject.toml", "uv.lock", "./"]\n'],
  ['absolute destination', null, copies, 'COPY pyproject.toml uv.lock /app/\n'],
  ['no slash, but a folder', null, copies, 'COPY pyproject.toml uv.lock /app\n'],
  ['a pattern', null, copies, 'COPY pyproject.toml uv.lock* ./\n'],
  ['ADD', null, copies, 'ADD pyproject.toml uv.lock ./\n'],
  ['../ is cut off', null, copies, 'COPY ../pyproject.toml ../uv.lock ./\n'],
  ['locked', null, sync, 'RUN uv sync --locked\n'],
  ['UV_FROZEN', null, sync, 'ENV UV_FROZEN=1\nRUN uv sync\n'],
  ['UV_LOCKED before the command', null, sync, 'RUN UV_LOCKED=1 uv sync\n'],
  ['options in another order', null, sync, 'RUN uv --quiet sync --no-dev --frozen\n'],
  ['a trailing comment on RUN', null, sync, 'RUN uv sync --frozen # dependencies\n'],
  ['with a cache mount', null, sync, 'RUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen\n'],
  [
    'bind mounts',
    null,
    `${copies}${sync}`,
    'RUN --mount=type=bind,source=uv.lock,target=uv.lock --mount=type=bind,source=pyproject.toml,target=pyproject.toml uv sync --frozen\n',
  ],
  ['twice', null, everything, `${everything}RUN uv sync --frozen\n`],
  ['only core', null, everything, 'COPY core ./core\n'],
  ['core with a slash', null, everything, 'COPY core/ core/\n'],
  ['relative WORKDIR', null, workdir, 'WORKDIR core\n'],
  ['WORKDIR with a slash', null, workdir, 'WORKDIR /app/core/\n'],
  ['WORKDIR with a variable', null, workdir, 'ENV HOME_DIR=/app\nWORKDIR ${HOME_DIR}/core\n'],
  ['WORKDIR with a default', null, workdir, 'WORKDIR ${BASE:-/app}/core\n'],
  ['--chmod', null, `${script}${chmod}`, 'COPY --chmod=755 entrypoint.sh /entrypoint.sh\n'],
  ['--chmod=+x', null, `${script}${chmod}`, 'COPY --chmod=0755 entrypoint.sh /\n'],
  ['chmod 755', null, chmod, 'RUN chmod 755 /entrypoint.sh\n'],
  ['chmod a+x', null, chmod, 'RUN chmod a+rx /entrypoint.sh\n'],
  [
    'chmod of the copied one',
    null,
    `${script}${chmod}`,
    'RUN chmod +x /app/entrypoint.sh && cp /app/entrypoint.sh /entrypoint.sh\n',
  ],
  [
    'in usr local bin',
    null,
    `${script}${chmod}\nEXPOSE 8000\n\n${start}`,
    'COPY --chmod=755 entrypoint.sh /usr/local/bin/\nENTRYPOINT ["entrypoint.sh"]\n',
  ],
  ['run by sh', null, `${chmod}\nEXPOSE 8000\n\n${start}`, 'ENTRYPOINT ["sh", "/entrypoint.sh"]\n'],
  ['shell form', null, start, 'ENTRYPOINT /entrypoint.sh\n'],
  ['CMD', null, start, 'CMD ["/entrypoint.sh"]\n'],
  ['steps after it', null, start, `${start}RUN echo done\n`],
  [
    'from the folder',
    null,
    `${script}${chmod}\nEXPOSE 8000\n\n${start}`,
    'RUN chmod +x ../entrypoint.sh\nENTRYPOINT ["/app/entrypoint.sh"]\n',
  ],
  ['no EXPOSE', null, 'EXPOSE 8000\n', ''],
  ['a label', null, 'EXPOSE 8000\n', 'LABEL a=b\nEXPOSE 8000/tcp\n'],
  [
    'a syntax comment',
    null,
    'FROM python:3.11-slim\n',
    '# the base\nFROM python:3.11-slim AS base\nFROM base\n',
  ],
  ['an ARG for the tag', null, 'FROM python:3.11-slim\n', 'ARG TAG=3.11-slim\nFROM python:${TAG}\n'],
  ['a user of its own', null, start, `RUN useradd -m app && chown -R app /app\nUSER app\n${start}`],
  ['CRLF in the Dockerfile', null, 'EXPOSE 8000\n', 'EXPOSE 8000\r\n'],
  ['a byte order mark', null, 'FROM python', '\ufeffFROM python'],
];

/** Changes of the script. */
const scripts: readonly (readonly [name: string, todo: number | null, text: string])[] = [
  ['CRLF', 5, answer.script.replaceAll('\n', '\r\n')],
  ['no shebang', 5, answer.script.replace('#!/bin/sh\n', '')],
  ['a blank before the shebang', 5, `\n${answer.script}`],
  ['a byte order mark', 5, `\ufeff${answer.script}`],
  ['no such shell', 5, answer.script.replace('#!/bin/sh', '#!/bin/zsh')],
  ['no migrate', 5, answer.script.replace('uv run python manage.py migrate\n', '')],
  ['makemigrations only', 5, answer.script.replace('migrate\n', 'makemigrations\n')],
  ['localhost', 5, answer.script.replace('0.0.0.0', '127.0.0.1')],
  ['the word localhost', 5, answer.script.replace('0.0.0.0', 'localhost')],
  ['only a port', 5, answer.script.replace('0.0.0.0:8000', '8000')],
  ['no address', 5, answer.script.replace(' 0.0.0.0:8000', '')],
  ['another port', 5, answer.script.replace(':8000', ':8080')],
  ['a blank in the address', 5, answer.script.replace('0.0.0.0:8000', '0.0.0.0 8000')],
  ['no server', 5, answer.script.replace(/exec.*\n/, '')],
  ['in the background', 5, answer.script.replace('0.0.0.0:8000', '0.0.0.0:8000 &').replace('exec ', '')],
  ['python without uv run', 5, answer.script.replaceAll('uv run ', '')],
  [
    'gunicorn is not installed',
    5,
    answer.script.replace(
      'python manage.py runserver 0.0.0.0:8000',
      'gunicorn config.wsgi --bind 0.0.0.0:8000',
    ),
  ],
  [
    'waits for a database',
    5,
    answer.script.replace('set -e\n', 'set -e\nwhile ! nc -z db 5432; do sleep 1; done\n'),
  ],
  [
    'server before migrate',
    5,
    '#!/bin/sh\nuv run python manage.py runserver 0.0.0.0:8000\nuv run python manage.py migrate\n',
  ],
  ['a cd that leads nowhere', 5, answer.script.replace('set -e\n', 'set -e\ncd backend\n')],
  ['migrate --check', 5, answer.script.replace('migrate', 'migrate --check')],
  ['migrate --plan', 5, answer.script.replace('migrate', 'migrate --plan')],
  [
    'a variable that is not set, and set -u',
    5,
    answer.script.replace('set -e\n', 'set -eu\necho "$DJANGO_ENV"\n'),
  ],
  ['a variable that has to be set', 5, answer.script.replace('set -e\n', 'echo "${DB_HOST:?is needed}"\n')],
  ['a file to read that is not there', 5, answer.script.replace('set -e\n', '. /app/env.sh\n')],
  ['a function as bash writes it', 5, answer.script.replace('set -e\n', 'function go() {\n  echo go\n}\n')],
  ['an array', 5, answer.script.replace('set -e\n', 'args=(a b)\n')],
  [
    'two equals signs',
    5,
    answer.script.replace(
      'uv run python manage.py migrate',
      'if [ a == a ]; then\n  uv run python manage.py migrate\nfi',
    ),
  ],
  ['a comment behind the shebang', 5, answer.script.replace('#!/bin/sh', '#!/bin/sh # start')],
  ['env with an option', 5, answer.script.replace('#!/bin/sh', '#!/usr/bin/env bash -e')],
  ['return before the server', 5, answer.script.replace('exec', 'return\nexec')],
];
const goodScripts: readonly (readonly [name: string, text: string])[] = [
  ['no exec', answer.script.replace('exec ', '')],
  ['no set -e', answer.script.replace('set -e\n', '')],
  [
    'joined by &&',
    '#!/bin/sh\nuv run python manage.py migrate && exec uv run python manage.py runserver 0.0.0.0:8000\n',
  ],
  ['a cd that leads nowhere, and the script goes on', answer.script.replace('set -e\n', 'cd core\n')],
  [
    'a loop that counts',
    answer.script.replace('set -e\n', 'set -e\nn=0\nwhile [ $n -lt 3 ]; do n=$((n+1)); done\n'),
  ],
  [
    'a server beside the server',
    answer.script.replace('exec', 'uv run python manage.py runserver 127.0.0.1:9000 &\nexec'),
  ],
  ['set -u, and a default', answer.script.replace('set -e\n', 'set -eu\necho "${DJANGO_ENV:-dev}"\n')],
  ['a cd to the folder', answer.script.replace('set -e\n', 'set -e\ncd /app/core\n')],
  ['the environment’s own python', answer.script.replaceAll('uv run python', '/app/.venv/bin/python')],
  [
    'an activated environment',
    '#!/bin/sh\nset -e\n. /app/.venv/bin/activate\npython manage.py migrate\nexec python manage.py runserver 0.0.0.0:8000\n',
  ],
  ['bash', answer.script.replace('/bin/sh', '/bin/bash')],
  ['env sh', answer.script.replace('/bin/sh', '/usr/bin/env sh')],
  ['a port variable', answer.script.replace('8000', '${PORT:-8000}')],
  ['the short address', answer.script.replace('0.0.0.0:8000', '0:8000')],
  ['uv run of the script itself', answer.script.replaceAll('python manage.py', 'manage.py')],
  ['noinput', answer.script.replace('migrate', 'migrate --noinput')],
  [
    'waits only for a configured database',
    answer.script.replace(
      'set -e\n',
      'set -e\nif [ -n "$DATABASE_HOST" ]; then\n  until nc -z "$DATABASE_HOST" 5432; do sleep 1; done\nfi\n',
    ),
  ],
];

/** Changes of .dockerignore. */
const ignores: readonly (readonly [name: string, todo: number | null, passes: boolean, text: string])[] = [
  ['hides uv.lock', 2, false, `${answer.ignore}uv.lock\n`],
  ['hides all locks', 2, false, `${answer.ignore}*.lock\n`],
  ['hides pyproject.toml', 2, false, `${answer.ignore}*.toml\n`],
  ['hides the script', 5, false, `${answer.ignore}*.sh\n`],
  ['hides core', 4, false, `${answer.ignore}core/\n`],
  ['hides all but', null, true, '*\n!core\n!pyproject.toml\n!uv.lock\n!entrypoint.sh\n'],
  ['a comment behind a pattern', null, true, `${answer.ignore}uv.lock # not this one\n`],
  ['an exclamation mark alone', null, false, `${answer.ignore}!\n`],
  ['empty', null, true, ''],
];

const dockerfileMutations = (changes: readonly Change[], passes: boolean): readonly Mutation[] =>
  changes.map(([name, todo, from, to]) => ({
    name,
    files: files(changed(answer.dockerfile, from, to)),
    todo,
    passes,
  }));

export const mutations: readonly Mutation[] = [
  { name: 'the answer itself', files: files(answer.dockerfile), todo: null, passes: true },
  ...dockerfileMutations(breaking, false),
  {
    name: 'an entrypoint in an earlier stage',
    files: files(`FROM python:3.11-slim AS first\n${start}${changed(answer.dockerfile, start, '')}`),
    todo: 6,
    passes: false,
  },
  ...dockerfileMutations(breakingAtLarge, false),
  ...dockerfileMutations(harmless, true),
  ...scripts.map(([name, todo, text]) => ({
    name: `script: ${name}`,
    files: files(answer.dockerfile, text),
    todo,
    passes: false,
  })),
  ...goodScripts.map(([name, text]) => ({
    name: `script: ${name}`,
    files: files(answer.dockerfile, text),
    todo: null,
    passes: true,
  })),
  ...ignores.map(([name, todo, passes, text]) => ({
    name: `.dockerignore: ${name}`,
    files: files(answer.dockerfile, answer.script, text),
    todo,
    passes,
  })),
  ...harmlessStudentVariants,
  ...breakingStudentVariants,
  ...studentScriptVariants,
  ...beginnerVariants,
];
