// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are the shell’s
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';
import { lines } from './mutation.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

/** A change of the lesson's own Dockerfile, and its result with a real engine. */
type Change = readonly [title: string, from: string, to: string, ready: boolean | null, script?: string];

const changes = (each: readonly Change[]): void => {
  test.each(each.map((one) => [one[0], one] as const))(
    'predicts what an engine made of it: %s',
    (_title, [, from, to, ready, script]) => {
      const { answer } = fixture;
      const Dockerfile = (answer.Dockerfile ?? '').replace(from, () => to);
      expect(Dockerfile).not.toBe(answer.Dockerfile);
      const files = { ...answer, Dockerfile, ...(script === undefined ? {} : { 'entrypoint.sh': script }) };
      expect(fixture.check(files).ready).toBe(ready);
    },
  );
};

const start = 'EXPOSE 8000\n';

describe('a user writes to what belongs to a group that the user is in', () => {
  const opened = 'RUN chgrp -R web /app && chmod -R g+rwX /app\nUSER app\n';
  changes([
    ['useradd -G', start, `RUN groupadd web && useradd -m -G web app\n${opened}${start}`, true],
    ['useradd -g', start, `RUN groupadd web && useradd -m -g web app\n${opened}${start}`, true],
    [
      'usermod -aG',
      start,
      `RUN groupadd web && useradd -m app && usermod -aG web app\n${opened}${start}`,
      true,
    ],
    [
      'two groups',
      start,
      `RUN groupadd a && groupadd web && useradd -m -G a,web app\n${opened}${start}`,
      true,
    ],
    ['a group of others', start, `RUN groupadd web && useradd -m app\n${opened}${start}`, false],
  ]);
});

describe('a folder that the image has stays root’s when something of another user is put into it', () => {
  const stepsAsApp = (steps: string): string => `RUN useradd -m app\n${steps}USER root\n${start}`;
  changes([
    ['below the home', start, stepsAsApp('USER app\nRUN mkdir ~/data\n'), true],
    ['beside the home', start, stepsAsApp('USER app\nRUN mkdir /home/data\n'), false],
    [
      'COPY --chown into a folder of the base',
      start,
      stepsAsApp('COPY --chown=app README.md /srv/\nUSER app\nRUN touch /srv/x\n'),
      false,
    ],
    [
      'COPY --chown into a new folder',
      start,
      stepsAsApp('COPY --chown=app README.md /srv/new/\nUSER app\nRUN touch /srv/new/x\n'),
      true,
    ],
    ['install -o', start, stepsAsApp('RUN install -d -o app /srv/data\nUSER app\nRUN touch /srv/x\n'), false],
  ]);
});

describe('a folder is found through a link to it', () => {
  changes([
    ['WORKDIR', 'WORKDIR /app/core\n', 'RUN ln -s /app/core /core\nWORKDIR /core\n', true],
    ['WORKDIR below it', 'WORKDIR /app/core\n', 'RUN ln -s /app /shop\nWORKDIR /shop/core\n', true],
    ['COPY through it', 'COPY . .\n', 'RUN ln -s /app /shop\nCOPY . /shop/\n', true],
    [
      'cd',
      start,
      `RUN ln -s /app/core /shop\nWORKDIR /\n${start}`,
      true,
      '#!/bin/sh\nset -e\ncd /shop\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n',
    ],
    [
      'a link to the top',
      'WORKDIR /app/core\n',
      'RUN ln -s / /everything && rm /everything/app/README.md\nWORKDIR /everything/app/core\n',
      true,
    ],
    [
      'a link that was removed',
      'WORKDIR /app/core\n',
      'RUN ln -s /app/core /core && rm /core && mkdir /core\nWORKDIR /core\n',
      false,
    ],
  ]);
});

test('a script that is a link to nothing does not start', () => {
  const Dockerfile = (fixture.answer.Dockerfile ?? '').replace(
    /COPY entrypoint[^\n]*\n[^\n]*\n/,
    'RUN ln -s /app/core/entrypoint.sh /entrypoint.sh\n',
  );
  expect(fixture.check({ ...fixture.answer, Dockerfile }).ready).toBe(false);
});

describe('pip installs nothing without a hash beside what has one', () => {
  const script =
    '#!/bin/sh\nset -e\npython manage.py migrate\nexec python manage.py runserver 0.0.0.0:8000\n';
  const exportedThen = (command: string): string => `RUN uv export --frozen -o all.txt && ${command}\n`;
  changes([
    ['with a package by name', lines.sync, exportedThen('pip install -r all.txt gunicorn'), false, script],
    [
      'with a version by name',
      lines.sync,
      exportedThen('pip install -r all.txt gunicorn==23.0.0'),
      false,
      script,
    ],
    [
      'in two steps',
      lines.sync,
      exportedThen('pip install -r all.txt && pip install gunicorn'),
      true,
      script,
    ],
    [
      'exported without hashes',
      lines.sync,
      'RUN uv export --frozen --no-hashes -o all.txt && pip install -r all.txt gunicorn\n',
      true,
      script,
    ],
    [
      'by uv, which does not insist',
      lines.sync,
      exportedThen('uv pip install --system -r all.txt gunicorn'),
      true,
      script,
    ],
  ]);
});

describe('the settings in uv.toml', () => {
  const wrote = (text: string): string => `RUN printf '${text}' > uv.toml && uv sync --frozen\n`;
  changes([
    ['the way to link', lines.sync, wrote('link-mode = "copy"\\n'), true],
    [
      'two that change nothing',
      lines.sync,
      wrote('compile-bytecode = true\\npython-downloads = "never"\\n'),
      true,
    ],
    ['no TOML', lines.sync, wrote('link-mode = copy\\n'), false],
    ['an index of its own', lines.sync, wrote('index-url = "https://packages.example/simple"\\n'), null],
    [
      'what is not read with --no-config',
      lines.sync,
      'RUN echo nonsense > uv.toml && uv sync --frozen --no-config\n',
      true,
    ],
  ]);
});

describe('the hosts that Django allows', () => {
  const allowed = (value: string): string => `ENV DJANGO_ALLOWED_HOSTS="${value}"\n${start}`;
  changes([
    ['a domain with all below it', start, allowed('.localhost'), true],
    ['capital letters', start, allowed('LocalHost'), true],
    ['several with blanks', start, allowed('shop.example, .localhost'), true],
    ['another domain', start, allowed('.example.com'), false],
    ['with a port', start, allowed('localhost:8000'), false],
  ]);
});

describe('a second server on one port', () => {
  const migrate = 'uv run python manage.py migrate\n';
  const serve = 'uv run python manage.py runserver';
  const script = (body: string): string => `#!/bin/sh\nset -e\n${migrate}${body}\n`;
  changes([
    [
      'the same port',
      start,
      `ENV A=1\n${start}`,
      null,
      script(`${serve} 127.0.0.1:8000 &\nsleep 2\n${serve} 0.0.0.0:8000`),
    ],
    [
      'the same address',
      start,
      `ENV A=1\n${start}`,
      null,
      script(`${serve} 0.0.0.0:8000 &\n${serve} 0.0.0.0:8000`),
    ],
    [
      'another port',
      start,
      `ENV A=1\n${start}`,
      true,
      script(`${serve} 0.0.0.0:9000 &\nexec ${serve} 0.0.0.0:8000`),
    ],
  ]);
});
