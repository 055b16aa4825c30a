// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s and the shell’s
import { answer, lines, type Mutation, type Pair, replaced as rep } from './mutation.ts';

/**
 * What students write otherwise than the lesson, right and wrong, each in the whole of the answer. Only the lesson's base
 * image is needed, so that each can be built for real.
 */
const D = answer.dockerfile;
const S = answer.script;
const I = answer.ignore;
const { install, copies, sync, everything, workdir, script, chmod, start, expose } = lines;

type Texts = Readonly<Record<string, string>>;

const found: Mutation[] = [];

const files = (
  dockerfile: string,
  text: string | null = S,
  ignore: string | null = I,
  more: Texts = {},
): Texts => ({
  Dockerfile: dockerfile,
  ...(text === null ? {} : { 'entrypoint.sh': text }),
  ...(ignore === null ? {} : { '.dockerignore': ignore }),
  ...more,
});

const add = (name: string, passes: boolean, todo: number | null, given: Texts): void => {
  found.push({ name, passes, todo, files: given });
};
/** A change of the Dockerfile, of the script, of .dockerignore. */
const d = (name: string, passes: boolean, todo: number | null, ...pairs: readonly Pair[]): void =>
  add(name, passes, todo, files(rep(D, ...pairs)));
const s = (name: string, passes: boolean, todo: number | null, ...pairs: readonly Pair[]): void =>
  add(`script: ${name}`, passes, todo, files(D, rep(S, ...pairs)));
const i = (name: string, passes: boolean, todo: number | null, text: string): void =>
  add(`.dockerignore: ${name}`, passes, todo, files(D, S, text));

add(
  'ARG leaks not into the start',
  false,
  5,
  files(rep(D, [expose, `ARG PORT=8000\n${expose}`]), rep(S, ['0.0.0.0:8000', '0.0.0.0:$PORT'])),
);
add(
  'ENV port',
  true,
  null,
  files(rep(D, [expose, `ENV PORT=8000\n${expose}`]), rep(S, ['0.0.0.0:8000', '0.0.0.0:$PORT'])),
);
d('platform', true, null, ['FROM python', 'FROM --platform=linux/amd64 python']);
d('backslash path', false, 5, [script, 'COPY .\\entrypoint.sh /entrypoint.sh\n']);
d('comma between files', false, 2, [copies, 'COPY pyproject.toml, uv.lock ./\n']);
d('unquoted json copy', false, 2, [copies, 'COPY [pyproject.toml, uv.lock, ./]\n']);
d('uv && sync', false, 3, [sync, 'RUN pip install uv && sync --frozen\n']);
d('en dash', false, 3, [sync, 'RUN uv sync –frozen\n']);
d('one dash', false, 3, [sync, 'RUN uv sync -frozen\n']);
d('frozen true', false, 3, [sync, 'RUN uv sync --frozen=true\n']);
d('files to root', true, null, [copies, 'COPY pyproject.toml uv.lock /\n']);
add('no workdir at all', true, null, files(rep(D, ['WORKDIR /app\n', ''], [workdir, 'WORKDIR /core\n'])));
add(
  'no workdir, relative core',
  true,
  null,
  files(rep(D, ['WORKDIR /app\n', ''], [workdir, 'WORKDIR core\n'])),
);
d('script into slash folder', false, 5, [script, 'COPY entrypoint.sh /entrypoint.sh/\n']);
d('script in workdir, root chmod', false, 5, [script, 'COPY entrypoint.sh entrypoint.sh\n']);
d(
  'script in workdir all relative',
  true,
  null,
  [script, 'COPY entrypoint.sh .\n'],
  [chmod, 'RUN chmod +x entrypoint.sh\n'],
  [start, 'ENTRYPOINT ["./entrypoint.sh"]\n'],
);
d('sh -c exec form', true, null, [start, 'ENTRYPOINT ["sh", "-c", "/entrypoint.sh"]\n']);
d('comment behind ENTRYPOINT', false, 6, [start, 'ENTRYPOINT ["/entrypoint.sh"] # start\n']);
d('quotes without brackets', true, null, [start, 'ENTRYPOINT "/entrypoint.sh"\n']);
d('exec in shell form', true, null, [start, 'ENTRYPOINT exec /entrypoint.sh\n']);
d('no commas', false, 6, [start, 'ENTRYPOINT ["sh" "/entrypoint.sh"]\n']);
d('colon behind', false, 6, [start, 'ENTRYPOINT: ["/entrypoint.sh"]\n']);
d('typo ENTRYPONT', false, 6, [start, 'ENTRYPONT ["/entrypoint.sh"]\n']);
d('CMD bare name', false, 6, [start, 'CMD ["entrypoint.sh"]\n']);
d('RUN chmod json', true, null, [chmod, 'RUN ["chmod", "+x", "/entrypoint.sh"]\n']);
d('chmod u+x', true, null, [chmod, 'RUN chmod u+x /entrypoint.sh\n']);
d('chmod 700', true, null, [chmod, 'RUN chmod 700 /entrypoint.sh\n']);
d('chmod 666', false, 5, [chmod, 'RUN chmod 666 /entrypoint.sh\n']);
d('chmod without plus', false, 5, [chmod, 'RUN chmod x /entrypoint.sh\n']);
d('chmod x+', false, 5, [chmod, 'RUN chmod x+ /entrypoint.sh\n']);
d('chmod -R', true, null, [chmod, 'RUN chmod -R +x /entrypoint.sh\n']);
d('chmod glob', true, null, [chmod, 'RUN chmod +x /*.sh\n']);
d('continued with &&', true, null, [
  `${install}\n${copies}${sync}`,
  'COPY pyproject.toml uv.lock ./\nRUN pip install --no-cache-dir uv \\\n && uv sync --frozen \\\n && rm -rf /root/.cache\n',
]);
d('backslash then RUN', false, 3, [
  `${install}\n${copies}${sync}`,
  'COPY pyproject.toml uv.lock ./\nRUN pip install uv \\\nRUN uv sync --frozen\n',
]);
d('double dash in cp', true, null, [sync, 'RUN uv sync --frozen --no-dev --no-cache\n']);
d('no-install-project', true, null, [sync, 'RUN uv sync --frozen --no-install-project\n']);
d('frozen and locked', false, 3, [sync, 'RUN uv sync --frozen --locked\n']);
d('UV_PROJECT_ENVIRONMENT inline only', true, null, [
  sync,
  'RUN UV_PROJECT_ENVIRONMENT=/venv uv sync --frozen\n',
]);
d('UV_PROJECT_ENVIRONMENT ENV', true, null, [
  sync,
  'ENV UV_PROJECT_ENVIRONMENT=/opt/venv\nRUN uv sync --frozen\n',
]);
d('uv sync in core', true, null, [
  `${copies}${sync}`,
  'COPY pyproject.toml uv.lock ./\nWORKDIR /app/core\nRUN uv sync --frozen\nWORKDIR /app\n',
]);
d('ENV quotes', true, null, [expose, `ENV PYTHONUNBUFFERED="1" PYTHONDONTWRITEBYTECODE='1'\n${expose}`]);
d('ENV legacy', true, null, [expose, `ENV PYTHONUNBUFFERED 1\n${expose}`]);
d('ENV with blanks around =', true, null, [expose, `ENV PYTHONUNBUFFERED = 1\n${expose}`]);
d('EXPOSE 8080', true, null, [expose, 'EXPOSE 8080\n']);
d('EXPOSE mapping', true, null, [expose, 'EXPOSE 8000:8000\n']);
d('HEALTHCHECK', true, null, [expose, `HEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1\n${expose}`]);
d('two entrypoints', true, null, [start, `ENTRYPOINT ["/nope.sh"]\n${start}`]);
d('cmd after entrypoint', true, null, [start, `${start}CMD ["runserver"]\n`]);
d('cmd server then entrypoint', true, null, [start, `CMD ["python", "manage.py", "runserver"]\n${start}`]);
d('copy core contents', false, 4, [everything, 'COPY core/ .\n']);
add(
  'copy core contents to workdir',
  true,
  null,
  files(rep(D, [everything, 'COPY core/ .\n'], [workdir, ''])),
);
add('all into core', true, null, files(rep(D, [everything, ''], [workdir, `${workdir}COPY core/ .\n`])));
d('all into core/core', false, 4, [everything, 'COPY . /app/core\n']);
d('workdir variable unset', false, 4, [workdir, 'WORKDIR $APP/core\n']);
d('workdir quotes', true, null, [workdir, 'WORKDIR "/app/core"\n']);
d('workdir backslashes', false, 4, [workdir, 'WORKDIR \\app\\core\n']);
d('workdir windows', false, 4, [workdir, 'WORKDIR C:\\app\\core\n']);
d('workdir with comment', false, 4, [workdir, 'WORKDIR /app/core # django\n']);
d('copy with comment', false, null, [everything, 'COPY . . # everything\n']);
d('user 1000 chowned', false, null, [start, `RUN chown -R 1000:1000 /app\nUSER 1000\n${start}`]);
d('user nobody', false, null, [start, `USER nobody\n${start}`]);
d('user adduser', true, null, [
  start,
  `RUN useradd --create-home --shell /bin/bash app && chown -R app:app /app\nUSER app\n${start}`,
]);
d('user no home', false, null, [start, `RUN useradd app && chown -R app:app /app\nUSER app\n${start}`]);
d('adduser gecos', true, null, [
  start,
  `RUN adduser --disabled-password --gecos "" app && chown -R app:app /app\nUSER app\n${start}`,
]);
d('chown only core', true, null, [start, `RUN useradd -m app && chown -R app /app/core\nUSER app\n${start}`]);
d('copy chown unknown user', true, null, [everything, 'COPY --chown=app:app . .\n']);
d('migrate in build too', true, null, [start, `RUN uv run python manage.py migrate\n${start}`]);
add(
  'migrate only in build',
  false,
  5,
  files(
    rep(D, [start, `RUN uv run python manage.py migrate\n${start}`]),
    rep(S, ['uv run python manage.py migrate\n', '']),
  ),
);
d('collectstatic in build', false, null, [
  start,
  `RUN uv run python manage.py collectstatic --noinput\n${start}`,
]);
d('python manage.py in build', false, null, [start, `RUN python manage.py migrate\n${start}`]);
d('pip install in venv activated', false, 1, [
  install,
  'RUN python -m venv .venv && . .venv/bin/activate && pip install uv\n',
]);
d('source in sh', false, null, [
  install,
  'RUN python -m venv /venv && source /venv/bin/activate && pip install uv\n',
]);
d('uv twice and pip upgrade', true, null, [
  install,
  'RUN pip install --upgrade pip && pip install --upgrade uv\n',
]);
d('pip install -U', true, null, [install, 'RUN python3 -m pip install -U pip uv\n']);
d('pip quiet', true, null, [install, 'RUN pip install -q --root-user-action=ignore uv\n']);
d('pip install u v', false, 1, [install, 'RUN pip install u v\n']);
d('pip instal', false, 1, [install, 'RUN pip instal uv\n']);
d('pip uv==', true, null, [install, 'RUN pip install uv==0.9.*\n']);
d('export and pip', false, 3, [
  sync,
  'RUN uv export --frozen --no-dev -o requirements.txt && uv pip install --system -r requirements.txt\nENV UV_NO_SYNC=1 UV_SYSTEM_PYTHON=1\n',
]);
add(
  'export, pip, plain python',
  true,
  null,
  files(
    rep(D, [
      sync,
      'RUN uv export --frozen --no-hashes > requirements.txt && pip install -r requirements.txt\n',
    ]),
    S.replaceAll('uv run ', ''),
  ),
);
add(
  'pip install . plain python',
  false,
  3,
  files(rep(D, [sync, 'RUN pip install .\n']), S.replaceAll('uv run ', '')),
);
add(
  'path env plain python',
  true,
  null,
  files(rep(D, [expose, `ENV PATH="/app/.venv/bin:$PATH"\n${expose}`]), S.replaceAll('uv run ', '')),
);
add(
  'virtual env',
  true,
  null,
  files(
    rep(D, [sync, `${sync}ENV VIRTUAL_ENV=/app/.venv\nENV PATH="$VIRTUAL_ENV/bin:$PATH"\n`]),
    S.replaceAll('uv run ', ''),
  ),
);
add(
  'stage without uv',
  false,
  1,
  files(
    'FROM python:3.11-slim AS build\nRUN pip install uv\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\n\nFROM python:3.11-slim\nWORKDIR /app\nCOPY --from=build /app/.venv .venv\nCOPY . .\nWORKDIR /app/core\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  ),
);
add(
  'stages, uv binary copied',
  true,
  null,
  files(
    'FROM python:3.11-slim AS build\nRUN pip install uv\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\n\nFROM python:3.11-slim\nCOPY --from=build /usr/local/bin/uv /usr/local/bin/uv\nWORKDIR /app\nCOPY --from=build /app/.venv .venv\nCOPY . .\nWORKDIR /app/core\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  ),
);
add(
  'stages, whole app copied',
  true,
  null,
  files(
    'FROM python:3.11-slim AS build\nRUN pip install uv\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\nCOPY . .\n\nFROM python:3.11-slim\nCOPY --from=build /app /app\nENV PATH=/app/.venv/bin:$PATH\nWORKDIR /app/core\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
    S.replaceAll('uv run ', ''),
  ),
);
add('markdown fence', false, null, files(`\`\`\`dockerfile\n${D}\`\`\`\n`));
add(
  'conflict markers',
  false,
  null,
  files(rep(D, [expose, '<<<<<<< HEAD\nEXPOSE 8000\n=======\nEXPOSE 8000\n>>>>>>> x\n'])),
);
add('all CRLF dockerfile', true, null, files(D.replaceAll('\n', '\r\n')));
add('all CRLF ignore', true, null, files(D, S, I.replaceAll('\n', '\r\n')));
add('indented', true, null, files(D.replaceAll('\n', '\n   ')));
add(
  'heredoc run multi',
  true,
  null,
  files(
    rep(D, [
      `${install}\n${copies}${sync}`,
      'COPY pyproject.toml uv.lock ./\nRUN <<EOT bash\nset -ex\npip install uv\nuv sync --frozen\nEOT\n',
    ]),
  ),
);
add('heredoc script', true, null, files(rep(D, [script, `COPY <<"EOF" /entrypoint.sh\n${S}EOF\n`]), null));
add(
  'printf script',
  true,
  null,
  files(
    rep(D, [
      script,
      `RUN printf '#!/bin/sh\\nset -e\\nuv run python manage.py migrate\\nexec uv run python manage.py runserver 0.0.0.0:8000\\n' > /entrypoint.sh\n`,
    ]),
    null,
  ),
);
add('no ignore file', true, null, files(D, S, null));
add('no script file', false, 5, files(D, null));
add(
  'script in core',
  true,
  null,
  files(rep(D, [script, 'COPY core/entrypoint.sh /entrypoint.sh\n']), null, I, { 'core/entrypoint.sh': S }),
);
add(
  'entrypoint in core, sent at root',
  false,
  5,
  files(rep(D, [script, 'COPY core/entrypoint.sh /entrypoint.sh\n'])),
);
add(
  'inline sh',
  true,
  null,
  files(
    rep(
      D,
      [`${script}${chmod}`, ''],
      [
        start,
        'ENTRYPOINT uv run python manage.py migrate && exec uv run python manage.py runserver 0.0.0.0:8000\n',
      ],
    ),
    null,
  ),
);
add(
  'cmd json without migrate',
  false,
  5,
  files(
    rep(
      D,
      [`${script}${chmod}`, ''],
      [start, 'ENTRYPOINT ["uv", "run", "python", "manage.py", "runserver", "0.0.0.0:8000"]\n'],
    ),
    null,
  ),
);
add(
  'args from CMD',
  true,
  null,
  files(rep(D, [start, `${start}CMD ["0.0.0.0:8000"]\n`]), rep(S, ['0.0.0.0:8000', '"$@"'])),
);
add(
  'args from CMD $1',
  true,
  null,
  files(rep(D, [start, `${start}CMD ["0.0.0.0:8000"]\n`]), rep(S, ['0.0.0.0:8000', '"${1}"'])),
);
add(
  'exec args without CMD',
  false,
  5,
  files(D, '#!/bin/sh\nset -e\nuv run python manage.py migrate\nexec "$@"\n'),
);
add('ONBUILD', true, null, files(rep(D, [expose, `ONBUILD COPY . .\n${expose}`])));
add(
  'SHELL bash',
  true,
  null,
  files(rep(D, [install, 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN pip install uv\n'])),
);
add('escape directive', true, null, files(`# escape=\`\n${rep(D, [install, 'RUN pip install `\n  uv\n'])}`));
add('git checkout add', true, null, files(rep(D, [everything, 'ADD . .\n'])));
add('copy dot dot', true, null, files(rep(D, [everything, 'COPY ./ ./\n'])));
add('copy star', false, 4, files(rep(D, [everything, 'COPY * ./\n'])));
add('copy core star', false, 4, files(rep(D, [everything, 'COPY core/* ./core/\n'])));
add('link', true, null, files(rep(D, [script, 'COPY --link entrypoint.sh /entrypoint.sh\n'])));
add(
  'chmod in workdir then mv',
  true,
  null,
  files(rep(D, [`${script}${chmod}`, 'RUN mv ../entrypoint.sh /entrypoint.sh && chmod +x /entrypoint.sh\n'])),
);
add(
  'install -m',
  true,
  null,
  files(rep(D, [`${script}${chmod}`, 'RUN install -m 755 /app/entrypoint.sh /entrypoint.sh\n'])),
);
add(
  'ln -s',
  true,
  null,
  files(
    rep(D, [
      `${script}${chmod}`,
      'RUN chmod +x /app/entrypoint.sh && ln -s /app/entrypoint.sh /entrypoint.sh\n',
    ]),
  ),
);
add('VOLUME', true, null, files(rep(D, [start, `VOLUME /app/core/data\n${start}`])));
add('STOPSIGNAL', true, null, files(rep(D, [start, `STOPSIGNAL SIGINT\n${start}`])));
add(
  'env port name clash',
  true,
  null,
  files(rep(D, [expose, `ENV DJANGO_SETTINGS_MODULE=config.settings\n${expose}`])),
);
add(
  'wrong settings module',
  false,
  null,
  files(rep(D, [expose, `ENV DJANGO_SETTINGS_MODULE=core.settings\n${expose}`])),
);
add('secret env', true, null, files(rep(D, [expose, `ENV DJANGO_SECRET_KEY=abc123def456ghi789\n${expose}`])));

s('relative shebang', false, 5, ['#!/bin/sh', '#!bin/sh']);
s('blank in shebang', true, null, ['#!/bin/sh', '#! /bin/sh']);
s('no bang', false, 5, ['#!/bin/sh', '#/bin/sh']);
s('reversed bang', false, 5, ['#!/bin/sh', '!#/bin/sh']);
s('shebang with e', true, null, ['#!/bin/sh\nset -e', '#!/bin/sh -e']);
s('env bash', true, null, ['#!/bin/sh', '#!/usr/bin/env bash'], ['set -e', 'set -euo pipefail']);
s('pipefail sh', false, 5, ['set -e', 'set -euo pipefail']);
s('source activate sh', false, 5, ['set -e\n', 'set -e\nsource /app/.venv/bin/activate\n']);
s(
  'dot activate',
  true,
  null,
  ['set -e\n', 'set -e\n. /app/.venv/bin/activate\n'],
  ['uv run python', 'python'],
  ['uv run python', 'python'],
);
s('cd dirname', false, 5, ['set -e\n', 'set -e\ncd "$(dirname "$0")"\n']);
s('pyhton', false, 5, ['python manage.py migrate', 'pyhton manage.py migrate']);
s('migarte', false, 5, ['migrate', 'migarte']);
s('runsever', false, 5, ['runserver', 'runsever']);
s('manage without py', false, 5, ['manage.py migrate', 'manage migrate']);
s('Manage.py', false, 5, ['manage.py migrate', 'Manage.py migrate']);
s('core/manage.py', false, 5, ['manage.py migrate', 'core/manage.py migrate']);
s('uv run python3', true, null, [
  'uv run python manage.py migrate',
  'uv run python3 manage.py migrate --no-input',
]);
s('uv run --', true, null, ['exec uv run python', 'exec uv run -- python']);
s('uv run --frozen', true, null, [
  'uv run python manage.py migrate',
  'uv run --frozen python manage.py migrate',
]);
s('uv run --no-sync', true, null, ['exec uv run python', 'exec uv run --no-sync python']);
s('uv run --with', false, 5, ['exec uv run python', 'exec uv run --with gunicorn python']);
s('noreload', true, null, ['0.0.0.0:8000', '0.0.0.0:8000 --noreload']);
s('address behind option', true, null, ['runserver 0.0.0.0:8000', 'runserver --noreload 0.0.0.0:8000']);
s('http address', false, 5, ['0.0.0.0:8000', 'http://0.0.0.0:8000']);
s('three zeros', true, null, ['0.0.0.0:8000', '0.0.0:8000']);
s('dots', false, 5, ['0.0.0.0:8000', '0.0.0.0.8000']);
s('star', false, 5, ['0.0.0.0:8000', '*:8000']);
s('ipv6', true, null, ['0.0.0.0:8000', '[::]:8000']);
s('port unset', false, 5, ['0.0.0.0:8000', '0.0.0.0:$PORT']);
s('--port', false, 5, ['0.0.0.0:8000', '--host 0.0.0.0 --port 8000']);
s('until migrate', true, null, [
  'uv run python manage.py migrate\n',
  'until uv run python manage.py migrate; do\n  sleep 1\ndone\n',
]);
s('migrate or true', true, null, ['migrate\n', 'migrate || true\n']);
s('migrate twice', true, null, ['migrate\n', 'makemigrations\nuv run python manage.py migrate\n']);
s('collectstatic', false, 5, ['exec', 'uv run python manage.py collectstatic --noinput\nexec']);
s(
  'collectstatic without set -e',
  true,
  null,
  ['set -e\n', ''],
  ['exec', 'uv run python manage.py collectstatic --noinput\nexec'],
);
s('createsuperuser noinput', false, 5, ['exec', 'uv run python manage.py createsuperuser --noinput\nexec']);
s('createsuperuser or true', true, null, [
  'exec',
  'uv run python manage.py createsuperuser --noinput || true\nexec',
]);
s('loaddata nothing', false, 5, ['exec', 'uv run python manage.py loaddata products.json\nexec']);
s('seed command', false, 5, ['exec', 'uv run python manage.py seed\nexec']);
s('echo first', true, null, ['set -e\n', 'set -e\n\necho "Running migrations..."\n']);
s('sleep first', true, null, ['set -e\n', 'set -e\nsleep 1\n']);
s('migrate in background', true, null, ['migrate\n', 'migrate &\n']);
s('joined by semicolon', true, null, ['migrate\nexec', 'migrate; exec']);
s('exec first', false, 5, ['uv run python manage.py migrate', 'exec uv run python manage.py migrate']);
s('wait-for loop nc', false, 5, ['set -e\n', 'set -e\nwhile ! nc -z $DB_HOST $DB_PORT; do sleep 1; done\n']);
s('if host wait', true, null, [
  'set -e\n',
  'set -e\nif [ "$DB_HOST" ]; then while ! nc -z $DB_HOST 5432; do sleep 1; done; fi\n',
]);
s('case', true, null, [
  'exec uv run python manage.py runserver 0.0.0.0:8000',
  'case "$1" in\n  test) exec uv run python manage.py test ;;\n  *) exec uv run python manage.py runserver 0.0.0.0:8000 ;;\nesac',
]);
s('uv run gunicorn', false, 5, [
  'python manage.py runserver 0.0.0.0:8000',
  'gunicorn --bind 0.0.0.0:8000 config.wsgi:application',
]);
add(
  'gunicorn added',
  true,
  null,
  files(
    rep(D, [sync, 'RUN uv sync --frozen && uv add gunicorn\n']),
    rep(S, [
      'python manage.py runserver 0.0.0.0:8000',
      'gunicorn --bind 0.0.0.0:8000 config.wsgi:application',
    ]),
  ),
);
add(
  'gunicorn by uv pip',
  true,
  null,
  files(
    rep(D, [sync, 'RUN uv sync --frozen && uv pip install gunicorn\n']),
    rep(S, [
      'python manage.py runserver 0.0.0.0:8000',
      'gunicorn --bind 0.0.0.0:8000 config.wsgi:application',
    ]),
  ),
);
s('comment lines and blank', true, null, ['set -e\n', 'set -e\n\n# migrate\n\n']);
s('nohup', false, 5, [
  'exec uv run python manage.py runserver 0.0.0.0:8000',
  'nohup uv run python manage.py runserver 0.0.0.0:8000 &',
]);
s('background and wait', true, null, [
  'exec uv run python manage.py runserver 0.0.0.0:8000',
  'uv run python manage.py runserver 0.0.0.0:8000 &\nwait',
]);
s('tail -f', true, null, [
  'exec uv run python manage.py runserver 0.0.0.0:8000',
  'uv run python manage.py runserver 0.0.0.0:8000 &\ntail -f /dev/null',
]);
s('DJANGO env inline', true, null, ['exec uv', 'DJANGO_DEBUG=0 exec uv']);
s('uv off PATH path', true, null, ['exec uv run', 'exec /usr/local/bin/uv run']);
s('directory option', true, null, ['exec uv run python', 'exec uv run --directory /app/core python']);
s('project option', true, null, ['exec uv run python', 'exec uv run --project /app python']);
s('backslash continuation', true, null, ['runserver 0.0.0.0:8000', 'runserver \\\n  0.0.0.0:8000']);
s('unclosed quote', false, 5, ['set -e\n', 'set -e\necho "starting\n']);
s('unclosed if', false, 5, ['set -e\n', 'set -e\nif true; then\n']);
s('function undefined', false, 5, ['set -e\n', 'set -e\nwait_for_db\n']);
s('python -m django', true, null, [
  'uv run python manage.py migrate',
  'uv run python -m django migrate --settings=config.settings',
]);
s('django-admin', true, null, [
  'exec uv run python manage.py',
  'export DJANGO_SETTINGS_MODULE=config.settings PYTHONPATH=.\nexec uv run django-admin',
]);

i('all py at root', true, null, `${I}*.py\n`);
i('all py', false, 4, `${I}**/*.py\n`);
i('migrations', false, 4, `${I}**/migrations/\n`);
i('tests', true, null, `${I}**/tests/\ncore/products/tests/\n`);
i('lock anywhere', false, 2, `${I}**/*.lock\n`);
i('dot slash core', false, 4, `${I}./core\n`);
i('slash core', false, 4, `${I}/core\n`);
i('core star', false, 4, `${I}core/*\n`);
i('Dockerfile', true, null, `${I}Dockerfile\n.dockerignore\nREADME.md\n`);
i('entrypoint by name', false, 5, `${I}entrypoint.sh\n`);
i('docker files', false, 5, `${I}entrypoint*\n`);
i('env files', true, null, `${I}.env\n*.env\n.env.*\n!.env.example\n`);
i('config hidden', false, 4, `${I}**/config\n`);
i('settings hidden', false, 4, `${I}**/settings.py\n`);
i('lib', true, null, `${I}lib/\nlib64/\nbuild/\ndist/\n*.egg\n`);
i('core but back', true, null, `${I}core\n!core\n`);
i('core but part back', false, 4, `${I}core\n!core/manage.py\n`);
i('brackets', true, null, `${I}*.py[cod]\n**/*.py[cod]\n`);
i('bad brackets', false, null, `${I}*.py[cod\n`);
i('question', true, null, `${I}.??*\n`);
i('dot star', true, null, `${I}.*\n`);
i('products', false, 4, `${I}**/products\n`);

/** What the check cannot know: whether adduser is in the image, whether the server is asked before the tables are there. */
const notForetold: ReadonlySet<string> = new Set(['adduser gecos', 'script: migrate in background']);

export const studentWays: readonly Mutation[] = found.map((each) =>
  notForetold.has(each.name) ? { ...each, foretold: false } : each,
);
