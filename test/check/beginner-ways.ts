// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s and the shell’s
import { answer, lines, type Mutation, type Pair, replaced as rep } from './mutation.ts';

/**
 * What beginners hand in: half-filled answers, commands in the wrong file, characters from web pages, users and folders
 * that do not fit. Each in the whole of the answer; only the lesson's base image is needed.
 */
const D = answer.dockerfile;
const S = answer.script;
const I = answer.ignore;
const { install, copies, sync, workdir, script, chmod, start } = lines;
const plain = S.replaceAll('uv run ', '');

const found: Mutation[] = [];
const add = (
  name: string,
  passes: boolean,
  todo: number | null,
  dockerfile: string,
  text: string | null = S,
  more: Readonly<Record<string, string>> = {},
): void => {
  found.push({
    name: `beginner: ${name}`,
    passes,
    todo,
    files: {
      Dockerfile: dockerfile,
      ...(text === null ? {} : { 'entrypoint.sh': text }),
      '.dockerignore': I,
      ...more,
    },
  });
};
const d = (name: string, passes: boolean, todo: number | null, ...pairs: readonly Pair[]): void =>
  add(name, passes, todo, rep(D, ...pairs));
const s = (
  name: string,
  passes: boolean,
  todo: number | null,
  text: string,
  ...pairs: readonly Pair[]
): void => add(name, passes, todo, rep(D, ...pairs), text);

// uv
d('uv for the user alone', false, 1, [install, 'RUN pip install --user uv\n']);
d('uv for the user alone, on the PATH', true, null, [
  install,
  'RUN pip install --user uv\nENV PATH=/root/.local/bin:$PATH\n',
]);
d(
  'uv where only root may enter',
  false,
  1,
  [install, 'RUN pip install --user uv\nENV PATH=/root/.local/bin:$PATH\n'],
  [start, `RUN useradd -m app && chown -R app /app\nUSER app\n${start}`],
);
d(
  'uv off the PATH, called by its path',
  false,
  1,
  [install, 'RUN pip install --user uv\n'],
  [sync, 'RUN /root/.local/bin/uv sync --frozen\n'],
);
d('pip uv install', false, 1, [install, 'RUN pip uv install\n']);
d('RUN twice', false, 1, [install, 'RUN RUN pip install uv\n']);
d('prompt of a terminal', false, 1, [install, 'RUN $ pip install uv\n']);
d('command in quotes', false, 1, [install, 'RUN "pip install uv"\n']);
d('command as one element', false, 1, [install, 'RUN ["pip install uv"]\n']);
d('CMD for RUN', false, 1, [install, 'CMD pip install uv\n']);
d('sudo', false, 1, [install, 'RUN sudo pip install uv\n']);

// the dependency files
d('mistyped file', false, 2, [copies, 'COPY pyproject.tmol uv.lock ./\n']);
d('mistyped lock file', false, 2, [copies, 'COPY pyproject.toml uv.lok ./\n']);
d('no plain blank', false, 2, [copies, 'COPY pyproject.toml\u00a0uv.lock ./\n']);
d('no plain blank behind COPY', false, 2, [copies, 'COPY\u00a0pyproject.toml uv.lock ./\n']);
d('letter of another alphabet', false, 2, [copies, '\u0421OPY pyproject.toml uv.lock ./\n']);
d('placeholders', false, 2, [copies, 'COPY <source> <destination>\n']);
d('names in brackets', false, 2, [copies, 'COPY <pyproject.toml> <uv.lock> ./\n']);
d('two COPYs on a line', false, 2, [copies, 'COPY pyproject.toml ./ && COPY uv.lock ./\n']);
d('path of the own machine', false, 2, [
  copies,
  'COPY /home/ali/backend/pyproject.toml /home/ali/backend/uv.lock ./\n',
]);

// the dependencies
d('uvsync', false, 3, [sync, 'RUN uvsync --frozen\n']);
d('CMD for the sync', false, 3, [sync, 'CMD uv sync --frozen\n']);
d('sync elsewhere', false, 3, [sync, 'WORKDIR /tmp\nRUN uv sync --frozen\nWORKDIR /app\n']);
d('source in RUN', false, null, [sync, 'RUN uv sync --frozen\nRUN source .venv/bin/activate\n']);
s('exported', true, null, plain, [
  sync,
  'RUN uv export --frozen --no-hashes > requirements.txt && pip install -r requirements.txt\n',
]);
s('into the system by a variable', true, null, plain, [
  sync,
  'ENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv sync --frozen\n',
]);

// the folder
d('cd without RUN', false, 4, [workdir, 'cd core\n']);
d('WORKDIR with a comment', false, 4, [workdir, 'WORKDIR /app/core # django\n']);
d('WORKDIR with a backslash', false, 4, [workdir, 'WORKDIR app\\core\n']);
d('WORKDIR with a tilde', false, 4, [workdir, 'WORKDIR ~/core\n']);
d('WORKDIR in quotes', true, null, [workdir, 'WORKDIR "/app/core"\n']);

// the script
d('long dash for chmod', false, 5, [chmod, 'RUN chmod –x /entrypoint.sh\n']);
d('chmod without a sign', false, 5, [chmod, 'RUN chmod x /entrypoint.sh\n']);
d('chmod before COPY', false, 5, [`${script}${chmod}`, `${chmod}${script}`]);
d('mistyped script', false, 5, [script, 'COPY entrypiont.sh /entrypoint.sh\n']);
d('script without its ending', false, 5, [script, 'COPY entrypoint /entrypoint.sh\n']);
d('COPY with an arrow', false, 5, [script, 'COPY entrypoint.sh -> /entrypoint.sh\n']);
d('script pasted into the Dockerfile', false, null, [script, `set -e\n${script}`]);
s('Dockerfile as script', false, 5, D);
s('marks of the chat', false, 5, `\`\`\`bash\n${S}\`\`\`\n`);
s('all comments', false, 5, S.replace(/^/gm, '#   '));
s('first line for Python', false, 5, S.replace('#!/bin/sh', '#!/usr/bin/env python3'));
s('uvx', false, 5, S.replaceAll('uv run', 'uvx'));
s('RUN in the script', false, 5, S.replace('uv run', 'RUN uv run'));
s('source in the script', false, 5, plain.replace('set -e\n', 'set -e\nsource /app/.venv/bin/activate\n'));
s('a dot and a wrong path', false, 5, plain.replace('set -e\n', 'set -e\n. .venv/bin/activate\n'));
s('a dot and the path', true, null, plain.replace('set -e\n', 'set -e\n. /app/.venv/bin/activate\n'));
s(
  'migrations under a condition',
  false,
  5,
  S.replace('uv run', 'test -n "$MIGRATE" && uv run').replace('set -e\n', ''),
);
s(
  'settings by the script',
  false,
  5,
  S.replace('set -e\n', 'set -e\nexport DJANGO_SETTINGS_MODULE=shop.settings\n'),
);
d('settings by ENV', false, null, [workdir, `${workdir}ENV DJANGO_SETTINGS_MODULE=core.settings\n`]);
s('no first line, read by a shell', true, null, S.replace('#!/bin/sh\n', ''), [
  start,
  'ENTRYPOINT /entrypoint.sh\n',
]);
s('hands over to nothing', false, 5, S.replace(/exec .*/, 'exec "$@"'));

// how it starts
s('hands over, and a shell drops it', false, 6, S.replace(/exec .*/, 'exec "$@"'), [
  start,
  'ENTRYPOINT /entrypoint.sh\nCMD uv run python manage.py runserver 0.0.0.0:8000\n',
]);
d('curly quotes', false, 6, [start, 'ENTRYPOINT [“/entrypoint.sh”]\n']);
d('comma at the end', false, 6, [start, 'ENTRYPOINT ["/entrypoint.sh",]\n']);
d('equals sign', false, 6, [start, 'ENTRYPOINT = ["/entrypoint.sh"]\n']);
d('shell and path as one', false, 6, [start, 'ENTRYPOINT ["sh /entrypoint.sh"]\n']);
d('read by Python', false, 6, [start, 'ENTRYPOINT ["python", "/entrypoint.sh"]\n']);
d('nothing behind ENTRYPOINT', false, 6, [start, 'ENTRYPOINT\n']);
d(
  'a folder',
  false,
  6,
  [script, 'COPY entrypoint.sh /start/\n'],
  [chmod, 'RUN chmod +x /start/*\n'],
  [start, 'ENTRYPOINT ["/start"]\n'],
);

// who it runs as
d('user without the folder', false, null, [start, `RUN useradd -m app\nUSER app\n${start}`]);
d(
  'user before the sync',
  false,
  null,
  [sync, `RUN useradd -m app\nUSER app\n${sync}`],
  [`${script}${chmod}`, script.replace('COPY', 'COPY --chmod=755')],
);

const forOwner = 'RUN chmod 744 /entrypoint.sh && useradd -m app && chown -R app /app\nUSER app\n';
d('a script that its owner alone may execute, started by the engine', true, null, [
  start,
  `${forOwner}${start}`,
]);
d('a script that its owner alone may execute, started by a shell', false, 5, [
  start,
  `${forOwner}ENTRYPOINT /entrypoint.sh\n`,
]);
d('a script that is taken from others, bit by bit', false, 5, [
  start,
  `${forOwner.replace('744', 'u=rwx,go=')}${start}`,
]);

// uv for one step, out of a stage of its own
const tools = 'FROM python:3.11-slim AS tools\nRUN pip install uv\nFROM python:3.11-slim\n';
const base = 'FROM python:3.11-slim\n';
const uvMount = '--mount=from=tools,source=/usr/local/bin/uv,target=/usr/local/bin/uv';
const ofMount: readonly Pair[] = [
  [install, ''],
  [base, tools],
];
const mounted = rep(D, ...ofMount, [sync, `RUN ${uvMount} uv sync --frozen\n`]);
add('uv mounted for the sync alone', false, 1, mounted);
add(
  'uv mounted for the sync, and a start that does not need it',
  true,
  null,
  mounted,
  S.replaceAll('uv run python', '/app/.venv/bin/python'),
);
add(
  'a whole stage mounted, and its uv called by its path',
  true,
  null,
  rep(D, ...ofMount, [sync, 'RUN --mount=from=tools,target=/tools /tools/usr/local/bin/uv sync --frozen\n']),
  S.replaceAll('uv run python', '/app/.venv/bin/python'),
);
d('uv kept in a cache that is mounted for one step', true, null, [
  install,
  'RUN --mount=type=cache,target=/root/.cache/pip pip install uv\n',
]);

export const beginnerWays: readonly Mutation[] = found;
