// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s and the shell’s
import { answer, lines, type Mutation, type Pair, replaced } from './mutation.ts';
import { answerFiles, VariantList } from './variant-list.ts';

/**
 * What beginners submit: half-finished answers, commands in the wrong file, characters copied from web pages, users and
 * folders that do not match. Each is the complete answer; only the lesson's base image is needed.
 */
const { install, copies, sync, workdir, script, chmod, start } = lines;
const plain = answer.script.replaceAll('uv run ', '');
const variants = new VariantList('beginner: ');

// uv
variants.changeDockerfile('uv for the user alone', false, 1, [install, 'RUN pip install --user uv\n']);
variants.changeDockerfile('uv for the user alone, on the PATH', true, null, [
  install,
  'RUN pip install --user uv\nENV PATH=/root/.local/bin:$PATH\n',
]);
variants.changeDockerfile(
  'uv where only root may enter',
  false,
  1,
  [install, 'RUN pip install --user uv\nENV PATH=/root/.local/bin:$PATH\n'],
  [start, `RUN useradd -m app && chown -R app /app\nUSER app\n${start}`],
);
variants.changeDockerfile(
  'uv off the PATH, called by its path',
  false,
  1,
  [install, 'RUN pip install --user uv\n'],
  [sync, 'RUN /root/.local/bin/uv sync --frozen\n'],
);
variants.changeDockerfile('pip uv install', false, 1, [install, 'RUN pip uv install\n']);
variants.changeDockerfile('RUN twice', false, 1, [install, 'RUN RUN pip install uv\n']);
variants.changeDockerfile('prompt of a terminal', false, 1, [install, 'RUN $ pip install uv\n']);
variants.changeDockerfile('command in quotes', false, 1, [install, 'RUN "pip install uv"\n']);
variants.changeDockerfile('command as one element', false, 1, [install, 'RUN ["pip install uv"]\n']);
variants.changeDockerfile('CMD for RUN', false, 1, [install, 'CMD pip install uv\n']);
variants.changeDockerfile('sudo', false, 1, [install, 'RUN sudo pip install uv\n']);

// the dependency files
variants.changeDockerfile('mistyped file', false, 2, [copies, 'COPY pyproject.tmol uv.lock ./\n']);
variants.changeDockerfile('mistyped lock file', false, 2, [copies, 'COPY pyproject.toml uv.lok ./\n']);
variants.changeDockerfile('no plain blank', false, 2, [copies, 'COPY pyproject.toml\u00a0uv.lock ./\n']);
variants.changeDockerfile('no plain blank behind COPY', false, 2, [
  copies,
  'COPY\u00a0pyproject.toml uv.lock ./\n',
]);
variants.changeDockerfile('letter of another alphabet', false, 2, [
  copies,
  '\u0421OPY pyproject.toml uv.lock ./\n',
]);
variants.changeDockerfile('placeholders', false, 2, [copies, 'COPY <source> <destination>\n']);
variants.changeDockerfile('names in brackets', false, 2, [copies, 'COPY <pyproject.toml> <uv.lock> ./\n']);
variants.changeDockerfile('two COPYs on a line', false, 2, [
  copies,
  'COPY pyproject.toml ./ && COPY uv.lock ./\n',
]);
variants.changeDockerfile('path of the own machine', false, 2, [
  copies,
  'COPY /home/ali/backend/pyproject.toml /home/ali/backend/uv.lock ./\n',
]);

// the dependencies
variants.changeDockerfile('uvsync', false, 3, [sync, 'RUN uvsync --frozen\n']);
variants.changeDockerfile('CMD for the sync', false, 3, [sync, 'CMD uv sync --frozen\n']);
variants.changeDockerfile('sync elsewhere', false, 3, [
  sync,
  'WORKDIR /tmp\nRUN uv sync --frozen\nWORKDIR /app\n',
]);
variants.changeDockerfile('source in RUN', false, null, [
  sync,
  'RUN uv sync --frozen\nRUN source .venv/bin/activate\n',
]);
variants.writeScript('exported', true, null, plain, [
  sync,
  'RUN uv export --frozen --no-hashes > requirements.txt && pip install -r requirements.txt\n',
]);
variants.writeScript('into the system by a variable', true, null, plain, [
  sync,
  'ENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv sync --frozen\n',
]);

// the folder
variants.changeDockerfile('cd without RUN', false, 4, [workdir, 'cd core\n']);
variants.changeDockerfile('WORKDIR with a comment', false, 4, [workdir, 'WORKDIR /app/core # django\n']);
variants.changeDockerfile('WORKDIR with a backslash', false, 4, [workdir, 'WORKDIR app\\core\n']);
variants.changeDockerfile('WORKDIR with a tilde', false, 4, [workdir, 'WORKDIR ~/core\n']);
variants.changeDockerfile('WORKDIR in quotes', true, null, [workdir, 'WORKDIR "/app/core"\n']);

// the script
variants.changeDockerfile('long dash for chmod', false, 5, [chmod, 'RUN chmod –x /entrypoint.sh\n']);
variants.changeDockerfile('chmod without a sign', false, 5, [chmod, 'RUN chmod x /entrypoint.sh\n']);
variants.changeDockerfile('chmod before COPY', false, 5, [`${script}${chmod}`, `${chmod}${script}`]);
variants.changeDockerfile('mistyped script', false, 5, [script, 'COPY entrypiont.sh /entrypoint.sh\n']);
variants.changeDockerfile('script without its ending', false, 5, [
  script,
  'COPY entrypoint /entrypoint.sh\n',
]);
variants.changeDockerfile('COPY with an arrow', false, 5, [script, 'COPY entrypoint.sh -> /entrypoint.sh\n']);
variants.changeDockerfile('script pasted into the Dockerfile', false, null, [script, `set -e\n${script}`]);
variants.writeScript('Dockerfile as script', false, 5, answer.dockerfile);
variants.writeScript('marks of the chat', false, 5, `\`\`\`bash\n${answer.script}\`\`\`\n`);
variants.writeScript('all comments', false, 5, answer.script.replace(/^/gm, '#   '));
variants.writeScript(
  'first line for Python',
  false,
  5,
  answer.script.replace('#!/bin/sh', '#!/usr/bin/env python3'),
);
variants.writeScript('uvx', false, 5, answer.script.replaceAll('uv run', 'uvx'));
variants.writeScript('RUN in the script', false, 5, answer.script.replace('uv run', 'RUN uv run'));
variants.writeScript(
  'source in the script',
  false,
  5,
  plain.replace('set -e\n', 'set -e\nsource /app/.venv/bin/activate\n'),
);
variants.writeScript(
  'a dot and a wrong path',
  false,
  5,
  plain.replace('set -e\n', 'set -e\n. .venv/bin/activate\n'),
);
variants.writeScript(
  'a dot and the path',
  true,
  null,
  plain.replace('set -e\n', 'set -e\n. /app/.venv/bin/activate\n'),
);
variants.writeScript(
  'migrations under a condition',
  false,
  5,
  answer.script.replace('uv run', 'test -n "$MIGRATE" && uv run').replace('set -e\n', ''),
);
variants.writeScript(
  'settings by the script',
  false,
  5,
  answer.script.replace('set -e\n', 'set -e\nexport DJANGO_SETTINGS_MODULE=shop.settings\n'),
);
variants.changeDockerfile('settings by ENV', false, null, [
  workdir,
  `${workdir}ENV DJANGO_SETTINGS_MODULE=core.settings\n`,
]);
variants.writeScript('no first line, read by a shell', true, null, answer.script.replace('#!/bin/sh\n', ''), [
  start,
  'ENTRYPOINT /entrypoint.sh\n',
]);
variants.writeScript('hands over to nothing', false, 5, answer.script.replace(/exec .*/, 'exec "$@"'));

// how it starts
variants.writeScript(
  'hands over, and a shell drops it',
  false,
  6,
  answer.script.replace(/exec .*/, 'exec "$@"'),
  [start, 'ENTRYPOINT /entrypoint.sh\nCMD uv run python manage.py runserver 0.0.0.0:8000\n'],
);
variants.changeDockerfile('curly quotes', false, 6, [start, 'ENTRYPOINT [“/entrypoint.sh”]\n']);
variants.changeDockerfile('comma at the end', false, 6, [start, 'ENTRYPOINT ["/entrypoint.sh",]\n']);
variants.changeDockerfile('equals sign', false, 6, [start, 'ENTRYPOINT = ["/entrypoint.sh"]\n']);
variants.changeDockerfile('shell and path as one', false, 6, [start, 'ENTRYPOINT ["sh /entrypoint.sh"]\n']);
variants.changeDockerfile('read by Python', false, 6, [start, 'ENTRYPOINT ["python", "/entrypoint.sh"]\n']);
variants.changeDockerfile('nothing behind ENTRYPOINT', false, 6, [start, 'ENTRYPOINT\n']);
variants.changeDockerfile(
  'a folder',
  false,
  6,
  [script, 'COPY entrypoint.sh /start/\n'],
  [chmod, 'RUN chmod +x /start/*\n'],
  [start, 'ENTRYPOINT ["/start"]\n'],
);

// who it runs as
variants.changeDockerfile('user without the folder', false, null, [
  start,
  `RUN useradd -m app\nUSER app\n${start}`,
]);
variants.changeDockerfile(
  'user before the sync',
  false,
  null,
  [sync, `RUN useradd -m app\nUSER app\n${sync}`],
  [`${script}${chmod}`, script.replace('COPY', 'COPY --chmod=755')],
);

const forOwner = 'RUN chmod 744 /entrypoint.sh && useradd -m app && chown -R app /app\nUSER app\n';
variants.changeDockerfile('a script that its owner alone may execute, started by the engine', true, null, [
  start,
  `${forOwner}${start}`,
]);
variants.changeDockerfile('a script that its owner alone may execute, started by a shell', false, 5, [
  start,
  `${forOwner}ENTRYPOINT /entrypoint.sh\n`,
]);
variants.changeDockerfile('a script that is taken from others, bit by bit', false, 5, [
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
const mounted = replaced(answer.dockerfile, ...ofMount, [sync, `RUN ${uvMount} uv sync --frozen\n`]);
variants.add('uv mounted for the sync alone', false, 1, answerFiles(mounted));
variants.add(
  'uv mounted for the sync, and a start that does not need it',
  true,
  null,
  answerFiles(mounted, answer.script.replaceAll('uv run python', '/app/.venv/bin/python')),
);
variants.add(
  'a whole stage mounted, and its uv called by its path',
  true,
  null,
  answerFiles(
    replaced(answer.dockerfile, ...ofMount, [
      sync,
      'RUN --mount=from=tools,target=/tools /tools/usr/local/bin/uv sync --frozen\n',
    ]),
    answer.script.replaceAll('uv run python', '/app/.venv/bin/python'),
  ),
);
variants.changeDockerfile('uv kept in a cache that is mounted for one step', true, null, [
  install,
  'RUN --mount=type=cache,target=/root/.cache/pip pip install uv\n',
]);

export const beginnerVariants: readonly Mutation[] = variants.variants;
