import { beforeAll, describe, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';
import { answer } from './mutation.ts';

/**
 * Solutions of people who know more than the lesson: several stages, servers, users, scripts that write scripts; and the check's
 * prediction for each.
 */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

type Files = Readonly<Record<string, string>>;

const migrate = 'uv run python manage.py migrate';
const serve = 'exec uv run python manage.py runserver 0.0.0.0:8000';

const serving = (address: string): string => serve.replace('0.0.0.0:8000', address);

const script = (body: string, shell = '#!/bin/sh'): Files => ({ 'entrypoint.sh': `${shell}\n${body}\n` });
const bash = (body: string): Files => script(body, '#!/bin/bash');

/** The lesson's solution with some steps replaced. */
function dockerfile(change: Readonly<Record<string, string>> = {}): Files {
  const steps: Record<string, string> = {
    from: 'FROM python:3.11-slim',
    workdir: 'WORKDIR /app',
    uv: 'RUN pip install uv',
    copied: 'COPY pyproject.toml uv.lock ./',
    sync: 'RUN uv sync --frozen',
    source: 'COPY . .',
    core: 'WORKDIR /app/core',
    script: 'COPY entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh',
    more: '',
    entry: 'ENTRYPOINT ["/entrypoint.sh"]',
    ...change,
  };
  return { Dockerfile: `${Object.values(steps).join('\n')}\n` };
}

/** Two stages: packages are installed in one and copied into the other. */
const stages = (made: string, own: string, install: string, copied: string): Files => ({
  Dockerfile: `FROM python:${made} AS builder
RUN pip install uv
WORKDIR /app
COPY pyproject.toml uv.lock ./
${install}
FROM python:${own}
${copied}
WORKDIR /app
COPY . .
WORKDIR /app/core
CMD python manage.py migrate && python manage.py runserver 0.0.0.0:8000
`,
});

const venv = 'COPY --from=builder /app/.venv /app/.venv\nENV PATH=/app/.venv/bin:$PATH';
const sitePackages = (to: string, from = to): string =>
  `COPY --from=builder /usr/local/lib/python${from}/site-packages /usr/local/lib/python${to}/site-packages`;
const exported = 'RUN uv export --frozen -o r.txt && uv pip install --system -r r.txt';
/** The same again, in the last stage. */
const again = (command: string): string =>
  `WORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN pip install uv && ${command}`;
const exportedHere = exported.replace('RUN ', '');
const forUser = 'RUN uv export --frozen -o r.txt && pip install --user -r r.txt';
const ofUser = 'COPY --from=builder /root/.local /root/.local';
const toUsrLocal = 'ENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv sync --frozen';

const server = (line: string): Files => script(`set -e\n${migrate}\n${line}`);
const systemGunicorn = { uv: 'RUN pip install uv gunicorn' };
const ownGunicorn = { sync: 'RUN uv sync --frozen && uv pip install gunicorn' };
const gunicorn = 'gunicorn config.wsgi:application -b 0.0.0.0:8000';

const withUser = (steps: string, user = 'app'): Files =>
  dockerfile({ more: `RUN ${steps} && chown -R app /app\nUSER ${user}` });

const written = (body: string, sign: string): Files =>
  dockerfile({ script: `RUN cat > /entrypoint.sh ${sign}\n${body}\nEOF\nRUN chmod +x /entrypoint.sh` });

const inPython = (text: string): Files => ({
  ...dockerfile({
    script: 'COPY start.py /start.py',
    entry: 'ENTRYPOINT ["uv", "run", "python", "/start.py"]',
  }),
  'start.py': text,
});

const besideScript = {
  core: '',
  script: 'RUN chmod +x entrypoint.sh',
  entry: 'ENTRYPOINT ["/app/entrypoint.sh"]',
};

type Ways = Readonly<Record<string, readonly [files: Files, ready: boolean | null]>>;

const ways: Readonly<Record<string, Ways>> = {
  'packages for the Python of another stage': {
    'an environment of 3.12 in an image with 3.11': [
      stages('3.12-slim', '3.11-slim', 'RUN uv sync --frozen', venv),
      false,
    ],
    'one of the same version from another distribution': [
      stages('3.12-slim-bookworm', '3.12-slim', 'RUN uv sync --frozen', venv),
      true,
    ],
    'one of the same version from the full image': [
      stages('3.12', '3.12-slim', 'RUN uv sync --frozen', venv),
      true,
    ],
    'site-packages of 3.12 in an image with 3.11': [
      stages('3.12-slim', '3.11-slim', exported, sitePackages('3.12')),
      false,
    ],
    'site-packages of 3.12 in the folder of 3.11': [
      stages('3.12-slim', '3.11-slim', exported, sitePackages('3.11', '3.12')),
      false,
    ],
    'site-packages of a Python that the stage has not': [
      stages('3.11-slim', '3.11-slim', exported, sitePackages('3.12')),
      false,
    ],
    'site-packages of the same version': [
      stages('3.11-slim', '3.11-slim', exported, sitePackages('3.11')),
      true,
    ],
    'an environment of 3.12 that uv sync makes anew': [
      stages('3.12-slim', '3.11-slim', 'RUN uv sync --frozen', `${venv}\n${again('uv sync --frozen')}`),
      true,
    ],
    'an environment of 3.12 that uv run makes anew': [
      stages(
        '3.12-slim',
        '3.11-slim',
        'RUN uv sync --frozen',
        `${venv}\n${again('uv run --frozen python -c "import django"')}`,
      ),
      true,
    ],
    'an environment of 3.12 that gets one package more': [
      stages(
        '3.12-slim',
        '3.11-slim',
        'RUN uv sync --frozen',
        `${venv}\n${again('uv pip install gunicorn')}`,
      ),
      false,
    ],
    'site-packages of 3.12 beside those of 3.11': [
      stages('3.12-slim', '3.11-slim', exported, `${sitePackages('3.12')}\n${again(exportedHere)}`),
      true,
    ],
    'site-packages of 3.12 beside those of 3.11 by pip': [
      stages(
        '3.12-slim',
        '3.11-slim',
        exported,
        `${sitePackages('3.12')}\nCOPY --from=builder /app/r.txt .\nRUN pip install -r r.txt`,
      ),
      true,
    ],
    'site-packages of 3.12 beside one package of 3.11': [
      stages('3.12-slim', '3.11-slim', exported, `${sitePackages('3.12')}\nRUN pip install gunicorn`),
      false,
    ],
    'packages of a user for 3.12': [stages('3.12-slim', '3.11-slim', forUser, ofUser), false],
    'packages of a user for 3.12 beside those for 3.11': [
      stages(
        '3.12-slim',
        '3.11-slim',
        forUser,
        `${ofUser}\nCOPY --from=builder /app/r.txt .\nRUN pip install --user -r r.txt`,
      ),
      true,
    ],
    'site-packages with slashes behind': [
      stages(
        '3.11-slim',
        '3.11-slim',
        exported,
        sitePackages('3.11').replaceAll('site-packages', 'site-packages/'),
      ),
      true,
    ],
    'site-packages that uv sync has filled': [
      stages('3.11-slim', '3.11-slim', toUsrLocal, sitePackages('3.11')),
      true,
    ],
  },
  'a server and its Python': {
    'gunicorn of the system beside an environment': [
      { ...dockerfile(systemGunicorn), ...server(`exec ${gunicorn}`) },
      false,
    ],
    'the same by uv run': [{ ...dockerfile(systemGunicorn), ...server(`exec uv run ${gunicorn}`) }, false],
    'the same by python -m': [
      { ...dockerfile(systemGunicorn), ...server(`exec python -m ${gunicorn}`) },
      false,
    ],
    'the same by its path': [
      { ...dockerfile(systemGunicorn), ...server(`exec /usr/local/bin/${gunicorn}`) },
      false,
    ],
    'the same with PYTHONPATH': [
      {
        ...dockerfile({ ...systemGunicorn, more: 'ENV PYTHONPATH=/app/.venv/lib/python3.11/site-packages' }),
        ...server(`exec ${gunicorn}`),
      },
      true,
    ],
    'gunicorn where the packages are': [
      { ...dockerfile(ownGunicorn), ...server(`exec uv run ${gunicorn}`) },
      true,
    ],
    'the same by the path of the environment': [
      { ...dockerfile(ownGunicorn), ...server(`exec /app/.venv/bin/${gunicorn}`) },
      true,
    ],
    'the same by python -m of the environment': [
      { ...dockerfile(ownGunicorn), ...server(`exec /app/.venv/bin/python -m ${gunicorn}`) },
      true,
    ],
    'python -m of the system without it': [
      { ...dockerfile(ownGunicorn), ...server(`exec python -m ${gunicorn}`) },
      false,
    ],
    'a requirements file of further packages': [
      {
        ...dockerfile({ sync: 'COPY more.txt .\nRUN uv sync --frozen && uv pip install -r more.txt' }),
        ...server(`exec uv run ${gunicorn}`),
        'more.txt': 'gunicorn\n',
      },
      true,
    ],
  },
  accounts: {
    'useradd with letters in one word': [withUser('useradd -ms /bin/bash app'), true],
    'useradd with a number in the same word': [withUser('useradd -m -u1001 app', '1001'), true],
    'a home that chown finds': [
      withUser('groupadd -r app && useradd -r -g app -m -d /home/app app && chown app /home/app'),
      true,
    ],
    'useradd with an option of adduser': [withUser('useradd --disabled-password app'), false],
    'useradd that shows its defaults': [withUser('useradd -D app'), false],
    'options of Alpine on Debian': [withUser('addgroup -S app && adduser -S app -G app'), false],
    'adduser of Debian that shows its help': [withUser('adduser -h /home/app app'), false],
    'a folder that install gives to a user': [
      withUser('useradd -m app && install -d -o app /app/core /var/shop'),
      true,
    ],
  },
  'fields of a shell': {
    'a command in a variable, parted at line ends only': [
      bash(`set -e\nIFS=$'\\n\\t'\nM="uv run python manage.py"\n$M migrate\nexec $M runserver 0.0.0.0:8000`),
      false,
    ],
    'a list parted at commas': [
      script(
        `set -e\nLIST=auth,products\nIFS=,\nfor app in $LIST; do ${migrate} "$app"; done\nunset IFS\n${serve}`,
      ),
      true,
    ],
    'variables of a file, line by line': [
      {
        ...script(
          `set -e\nwhile IFS='=' read -r key value; do\n  export "$key=$value"\ndone < /app/app.env\n${migrate}\nexec uv run python manage.py runserver "$ADDRESS"`,
        ),
        'app.env': 'ADDRESS=127.0.0.1:8000\n',
      },
      false,
    ],
    'host and port of one text': [
      script(
        `set -e\nA=0.0.0.0:8000\nIFS=: read -r host port <<X\n$A\nX\n${migrate}\nexec uv run python manage.py runserver "$host:$port"`,
      ),
      true,
    ],
    'an address with a separator behind it': [
      script(`IFS=, read -r address <<X\n0.0.0.0:8000,\nX\n${migrate}\n${serving('$address')}`),
      true,
    ],
    'an address with two separators behind it': [
      script(`IFS=, read -r address <<X\n0.0.0.0:8000,,\nX\n${migrate}\n${serving('$address')}`),
      false,
    ],
    'an empty field before an address': [
      script(`IFS=, read -r none address <<X\n,0.0.0.0:8000\nX\n${migrate}\n${serving('$address')}`),
      true,
    ],
    'blanks around an address and a separator': [
      script(`IFS=' ,' read -r address x <<X\n  0.0.0.0:8000 , y \nX\n${migrate}\n${serving('$address')}`),
      true,
    ],
    'what is left over for the last of the names': [
      script(`read -r x address <<X\n a  0.0.0.0:8000 --insecure \nX\n${migrate}\n${serving('$address')}`),
      true,
    ],
  },
  'the folder of a script': {
    'by BASH_SOURCE': [
      {
        ...dockerfile(besideScript),
        ...bash(`set -e\ncd "$(dirname "\${BASH_SOURCE[0]}")/core"\n${migrate}\n${serve}`),
      },
      true,
    ],
    'by BASH_SOURCE of a script that was copied away': [
      bash(`set -e\ncd "$(dirname "$BASH_SOURCE")/core"\n${migrate}\n${serve}`),
      false,
    ],
  },
  'texts of heredocs': {
    'arguments that the build replaces': [
      {
        ...written(`#!/bin/sh\nset -e\n${migrate}\nexec "$@"`, '<<EOF'),
      },
      false,
    ],
    'a variable that the build replaces by nothing': [
      written(`#!/bin/sh\n${migrate}\nexec uv run python manage.py runserver 0.0.0.0:$PORT`, '<<EOF'),
      false,
    ],
    'the same, kept by a backslash': [
      written(
        `#!/bin/sh\nPORT=8000\n${migrate}\nexec uv run python manage.py runserver 0.0.0.0:\\$PORT`,
        '<<EOF',
      ),
      true,
    ],
    'the same, kept by quotes': [
      written(
        `#!/bin/sh\nPORT=8000\n${migrate}\nexec uv run python manage.py runserver 0.0.0.0:$PORT`,
        "<<'EOF'",
      ),
      true,
    ],
    'tabs that are taken away': [written(`\t#!/bin/sh\n\t${migrate}\n\t${serve}`, '<<-EOF'), true],
    'a script that a script writes': [
      script(
        `set -e\ncat > /tmp/s <<EOF\nA=127.0.0.1:8000\n${migrate}\nexec uv run python manage.py runserver $A\nEOF\nexec sh /tmp/s`,
      ),
      false,
    ],
  },
  'programs in Python that start others': {
    'subprocess and execvp': [
      inPython(
        'import os, subprocess\nsubprocess.run(["python", "manage.py", "migrate"], check=True)\nos.execvp("python", ["python", "manage.py", "runserver", "0.0.0.0:8000"])\n',
      ),
      true,
    ],
    'os.system': [inPython(`import os\nos.system("${migrate}")\nos.system("${serve}")\n`), true],
    'a server on the wrong address': [
      inPython(
        'import subprocess\nsubprocess.check_call(["python", "manage.py", "migrate"])\nsubprocess.run("python manage.py runserver", shell=True)\n',
      ),
      false,
    ],
    'nothing that serves': [
      inPython('import subprocess\nsubprocess.run(["python", "manage.py", "migrate"], check=True)\n'),
      false,
    ],
    'a function that is not followed': [
      inPython('import os\ndef main():\n    os.system("x")\nmain()\n'),
      null,
    ],
  },
  'files of variables for uv run': {
    'hosts that are refused': [
      {
        ...script(
          `set -e\n${migrate}\nexec uv run --env-file /app/s.env python manage.py runserver 0.0.0.0:8000`,
        ),
        's.env': '# hosts\nDJANGO_ALLOWED_HOSTS="example.com"\n',
      },
      false,
    ],
    'hosts that are allowed': [
      {
        ...script(
          `set -e\n${migrate}\nexec uv run --env-file /app/s.env python manage.py runserver 0.0.0.0:8000`,
        ),
        's.env': 'export DJANGO_ALLOWED_HOSTS=localhost\n',
      },
      true,
    ],
  },
};

describe.each(Object.entries(ways))('a way of experts: %s', (_kind, each) => {
  test.each(Object.entries(each))('predicts %s', (_name, [files, ready]) => {
    const base = { ...dockerfile(), 'entrypoint.sh': answer.script, '.dockerignore': answer.ignore };
    expect(fixture.check({ ...base, ...files }).ready).toBe(ready);
  });
});

const afterUnused = (unused: string, failing: string): Files => {
  const { Dockerfile = '' } = dockerfile({ more: failing });
  return { Dockerfile: `FROM python:3.11-slim AS unused\n${unused}${Dockerfile}` };
};

test.each([
  ['many failures', 'RUN nosuchprogram\n'.repeat(60), 'RUN nosuchprogram'],
  ['many missing files', 'COPY nosuchfile /\n'.repeat(60), 'COPY nosuchfile /'],
  ['the same missing user', 'USER nosuchuser\nRUN true\n', 'USER nosuchuser\nRUN true'],
])('sees what fails after a stage without use that has %s', (_name, unused, failing) => {
  const files = { 'entrypoint.sh': answer.script, '.dockerignore': answer.ignore };
  expect(fixture.check({ ...files, ...afterUnused(unused, '') }).ready).toBe(true);
  expect(fixture.check({ ...files, ...afterUnused(unused, failing) }).ready).toBe(false);
});

test('names both versions of Python where the packages are for another one', () => {
  const { todos } = fixture.check(stages('3.12-slim', '3.11-slim', 'RUN uv sync --frozen', venv));
  expect(todos.find(({ n }) => n === 3)).toMatchObject({
    status: 'wrong',
    file: 'Dockerfile',
    line: 6,
    message: { key: 'otherPython', values: { folder: '/app/.venv', made: '3.12', own: '3.11' } },
  });
});
