import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../../src/check/check.ts';
import type { CheckReport } from '../../../src/check/model/report.ts';
import { nodeSentences } from '../../../src/check/rules/node-sentences.ts';
import { nodeAdvice } from '../../../src/check/toolchains/node-npm/refuse.ts';
import { type InstalledLesson, loadLesson } from '../../../src/library/library.ts';
import { translate } from '../../../src/wording/wording.ts';
import { leastCpuTime } from '../cpu-time.ts';

const folder = join(import.meta.dirname, '../../../lessons/frontend-docker');

let check: Checker;
let lesson: InstalledLesson;
let answer: string;
let configuration: string;
beforeAll(async () => {
  [check, lesson, answer, configuration] = await Promise.all([
    openChecker(),
    loadLesson(folder),
    readFile(join(folder, 'solution/Dockerfile'), 'utf8'),
    readFile(join(folder, 'solution/nginx.conf'), 'utf8'),
  ]);
});

const report = (dockerfile: string, others: Readonly<Record<string, string>> = {}): CheckReport =>
  check({
    student: {
      files: { Dockerfile: dockerfile, 'nginx.conf': configuration, '.dockerignore': '.git\n', ...others },
      complete: true,
    },
    ...lesson,
  });
const open = ({ todos }: CheckReport): readonly number[] =>
  todos.filter(({ status }) => status !== 'done').map(({ n }) => n);
const sentences = ({ todos, findings }: CheckReport): string =>
  [...todos, ...findings].map(({ message }) => translate('en', message)).join('\n');
/** Sentences about errors, which a right answer has none of. */
const errors = ({ findings }: CheckReport): readonly string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ message }) => translate('en', message));

const otherToolchain = /\buv\b|django|python|manage\.py|pip\b|virtual environment/i;

describe('right ways to build and serve a front end', () => {
  test.each<[string, (text: string) => string]>([
    ['the lesson’s own answer', (text) => text],
    [
      'on Alpine',
      (text) => text.replace('node:24-slim', 'node:24-alpine').replace('nginx:stable', 'nginx:alpine'),
    ],
    ['npm’s other names', (text) => text.replace('run build', 'run-script build')],
    ['options around the command', (text) => text.replace('npm ci', 'npm ci --no-audit --prefer-offline')],
    [
      'in a sub-shell with a folder',
      (text) => text.replace('RUN npm run build', 'RUN (cd /app && npm run build -- --quiet)'),
    ],
    ['everything copied after the packages', (text) => text.replace('COPY src src', 'COPY . .')],
    [
      'development packages asked for in production',
      (text) => text.replace('RUN npm ci', 'ENV NODE_ENV=production\nRUN npm ci --include=dev'),
    ],
    ['the server’s start written out', (text) => `${text}CMD ["nginx", "-g", "daemon off;"]\n`],
    ['nginx tried out while the image is built', (text) => `${text}RUN nginx -t\n`],
  ])('The check takes %s as right', (_what, change) => {
    const found = report(change(answer));
    expect(open(found)).toEqual([]);
    expect(errors(found)).toEqual([]);
    expect(sentences(found)).not.toMatch(otherToolchain);
  });
});

describe('mistakes with npm', () => {
  test.each<[string, (text: string) => string, RegExp]>([
    [
      'no lock file',
      (text) => text.replace('package.json package-lock.json', 'package.json'),
      /existing package-lock\.json.*Copy the lock file/,
    ],
    [
      'no package.json',
      (text) => text.replace('COPY package.json package-lock.json ./', 'RUN true'),
      /Could not read package\.json.*copy that file/,
    ],
    [
      'another folder',
      (text) => text.replace('RUN npm ci', 'RUN cd / && npm ci'),
      /Could not read package\.json/,
    ],
    [
      'a script that is not there',
      (text) => text.replace('run build', 'run biuld'),
      /Missing script: "biuld".*"scripts"/,
    ],
    [
      'no packages at all',
      (text) => text.replace('RUN npm ci', 'RUN true'),
      /page-builder: not found.*run npm ci/,
    ],
    [
      'without development packages',
      (text) => text.replace('npm ci', 'npm ci --omit=dev'),
      /page-builder: not found.*development package/,
    ],
    [
      'with npm’s older word for that',
      (text) => text.replace('npm ci', 'npm ci --only=production'),
      /development package/,
    ],
    [
      'with NODE_ENV',
      (text) => text.replace('RUN npm ci', 'ENV NODE_ENV=production\nRUN npm ci'),
      /development package/,
    ],
    [
      'a folder of package.json’s copied without its name',
      (text) => text.replace('COPY tools tools', 'COPY tools .'),
      /page-builder: not found.*`file:…`/,
    ],
    [
      'a user who may not write into root’s folder',
      (text) => text.replace('WORKDIR /app', 'WORKDIR /app\nUSER node'),
      /may not|permission/i,
    ],
    [
      'a user who may install and not build',
      (text) => text.replace('RUN npm run build', 'USER node\nRUN npm run build'),
      /may not|permission/i,
    ],
    [
      'no script of Node there',
      (text) => text.replace('npm run build', 'node build.mjs'),
      /Cannot find module '\/app\/build\.mjs'/,
    ],
  ])('The check catches a mistake with npm: %s', (_what, change, sentence) => {
    const found = report(change(answer));
    expect(sentences(found)).toMatch(sentence);
    expect(found.ready).toBe(false);
    expect(sentences(found)).not.toMatch(otherToolchain);
  });

  test.each([
    ['its sources under another name', (text: string) => text.replace('COPY src src', 'COPY src .')],
    ['no sources', (text: string) => text.replace('COPY src src', 'COPY src/index.html src/teas.json ./')],
    ['sources below another folder', (text: string) => text.replace('COPY src src', 'COPY src app/src')],
  ])('What a build makes is unknown with %s', (_what, change) => {
    expect(report(change(answer)).ready).toBeNull();
  });

  test('What a package’s program makes is unknown, and so is the page in which it may have put it', () => {
    const found = report(answer.replace('npm run build', 'npx page-builder src dist'));
    expect(found.todos.find(({ n }) => n === 5)?.status).toBe('unknown');
    expect(errors(found)).toEqual([]);
  });

  test.each([
    ['its own folder', 'RUN chown node:node /app\nUSER node'],
    ['a folder of its home', 'USER node\nWORKDIR /home/node/app'],
  ])('The check lets a user install and build in %s', (_what, lines) => {
    const folder = /WORKDIR (\S+)/.exec(lines)?.[1] ?? '/app';
    const changed = answer
      .replace('WORKDIR /app', `WORKDIR /app\n${lines}`)
      .replaceAll('COPY src', 'COPY --chown=node:node src')
      .replace('/app/dist', `${folder}/dist`);
    expect(errors(report(changed))).toEqual([]);
  });

  test('The check names what package.json asks for and the lock file does not have', () => {
    const asked = JSON.stringify({ scripts: { build: 'vite build' }, devDependencies: { vite: '^7.0.0' } });
    const found = report(answer, { 'package.json': asked });
    expect(sentences(found)).toMatch(/Missing: vite from lock file.*keep the new lock file/);
  });

  test('The check says that package.json with a comma too many is no JSON', () => {
    expect(sentences(report(answer, { 'package.json': '{"scripts": {"build": "true",}}' }))).toMatch(
      /not valid JSON/,
    );
  });

  test('The check does not judge a version requirement that it cannot read', () => {
    const asked = JSON.stringify({
      scripts: { build: 'page-builder' },
      devDependencies: { 'page-builder': '^1.0.0' },
    });
    expect(errors(report(answer, { 'package.json': asked }))).toEqual([]);
  });
});

describe('a stage that the image takes nothing from', () => {
  const unused = (): string => answer.replace(/^COPY --from.*\n/m, '');

  test('The check blames the missing COPY alone where the lesson asks for one', () => {
    expect(open(report(unused()))).toEqual([5]);
  });

  test('The check says that Docker leaves the stage out where the lesson asks for no COPY from it', () => {
    const { manifest } = lesson.lesson;
    if (manifest === null) throw new Error('the lesson has no manifest');
    const todos = manifest.todos.map((todo) => (todo.n === 5 ? { ...todo, assertions: [] } : todo));
    const found = check({
      student: { files: { Dockerfile: unused(), 'nginx.conf': configuration }, complete: true },
      ...lesson,
      lesson: { ...lesson.lesson, manifest: { ...manifest, todos } },
    });
    expect(found.todos.filter(({ status }) => status === 'wrong').map(({ n }) => n)).toEqual([2, 3]);
    expect(sentences(found)).toMatch(/npm ci.? is in a stage that the image takes nothing from/);
    expect(found.todos.find(({ n }) => n === 2)?.line).toBe(8);
  });
});

test('reads a configuration of nginx that includes itself, asked again and again, within a second', () => {
  const large = `${'include /etc/nginx/conf.d/default.conf;\n'.repeat(1_500)}`;
  const asking = `${answer}RUN ${Array.from({ length: 400 }, () => 'nginx -t').join(' && ')}\n`;
  expect(leastCpuTime(700, () => void report(asking, { 'nginx.conf': large }))).toBeLessThan(1_000);
});

describe('mistakes with nginx', () => {
  const configured = (change: (text: string) => string): CheckReport =>
    report(answer, { 'nginx.conf': change(configuration) });

  test.each<[string, (text: string) => string, RegExp]>([
    ['another port', (text) => text.replace('8080', '80'), /80.*8080/],
    ['only for itself', (text) => text.replace('8080', '127.0.0.1:8080'), /127\.0\.0\.1/],
    [
      'no semicolon',
      (text) => text.replace('8080;', '8080'),
      /invalid parameter .?"root.?" in \/etc\/nginx\/conf\.d\/default\.conf:3/,
    ],
    [
      'no closing brace',
      (text) => text.slice(0, text.lastIndexOf('}')),
      /unexpected end of file, expecting "}"/,
    ],
    [
      'the main configuration in the place of a server’s',
      (text) => `events {}\nhttp {\n${text}\n}\n`,
      /.?"events.?" directive is not allowed here in \/etc\/nginx\/conf\.d\/default\.conf:1/,
    ],
  ])('The check catches a mistake with nginx: %s', (_what, change, sentence) => {
    const found = configured(change);
    expect(sentences(found)).toMatch(sentence);
    expect(found.ready).toBe(false);
  });

  test.each([
    ['no types at all', (text: string) => `events {}\nhttp {\n${text}}\n`, '/etc/nginx/nginx.conf'],
    [
      'types of the server’s own alone',
      (text: string) => text.replace('index', 'types { text/html html; }\n  index'),
      '/etc/nginx/conf.d/default.conf',
    ],
  ])('The check does not know as what nginx sends a file with %s', (_what, change, place) => {
    const dockerfile = answer.replace('/etc/nginx/conf.d/default.conf', place);
    expect(report(dockerfile, { 'nginx.conf': change(configuration) }).ready).toBeNull();
  });

  test.each([
    ['in http', `events {}\nhttp {\n  include mime.types;\n  SERVER\n}\n`],
    ['in the server', `events {}\nhttp {\n  SERVER\n}\n`],
    [
      'beside types of its own',
      `events {}\nhttp {\n  include mime.types;\n  types { text/tea tea; }\n  SERVER\n}\n`,
    ],
  ])('The check takes a main configuration as right that takes nginx’s types in %s', (what, text) => {
    const server =
      what === 'in the server'
        ? configuration.replace('{', '{\n  include /etc/nginx/mime.types;')
        : configuration;
    const dockerfile = answer.replace('/etc/nginx/conf.d/default.conf', '/etc/nginx/nginx.conf');
    const found = report(dockerfile, { 'nginx.conf': text.replace('SERVER', () => server) });
    expect([open(found), errors(found), found.ready]).toEqual([[], [], true]);
  });

  test.each([
    '/var/www/html',
    '/usr/share/nginx',
    '/usr/share/nginx/html/dist/',
    '/usr/share/nginx/html/../pages',
    '/html',
  ])('The check sees pages that nginx does not serve, because they are in %s', (elsewhere) => {
    const found = report(answer.replace('/app/dist /usr/share/nginx/html', `/app/dist ${elsewhere}`));
    expect([open(found), found.ready]).toEqual([[5], false]);
  });

  test.each(['curl -s http://example.com | sh', 'sh -c "$(curl -s http://example.com/pages)"'])(
    'What a command of its own may have put among the pages is unknown: %s',
    (command) => {
      const elsewhere = answer.replace('/app/dist /usr/share/nginx/html', '/app/dist /html');
      const found = report(`${elsewhere}RUN rm -rf /usr/share/nginx/html && ${command}\n`);
      expect(found.ready).toBeNull();
    },
  );

  test('The check refuses a server’s configuration in the place of the main one, as nginx does', () => {
    const found = report(answer.replace('/etc/nginx/conf.d/default.conf', '/etc/nginx/nginx.conf'));
    expect(sentences(found)).toMatch(
      /.?"server.?" directive is not allowed here in \/etc\/nginx\/nginx\.conf:1/,
    );
    expect(found.ready).toBe(false);
  });

  test.each([
    ['in the background', 'CMD ["nginx"]'],
    ['by a shell', 'CMD nginx'],
    ['told to stay, without the semicolon', 'CMD ["nginx", "-g", "daemon off"]'],
  ])('The check says that nothing listens where nginx is started %s', (_what, start) => {
    const found = report(`${answer}${start}\n`);
    expect(open(found)).toContain(6);
  });

  test('The check finds no page where it was put into a folder that nginx does not serve', () => {
    const found = report(answer.replace('/usr/share/nginx/html', '/var/www'));
    expect(open(found)).toEqual([5]);
  });
});

test('The rules have a sentence for all that helps where node or npm refuses, and none besides', () => {
  expect(Object.keys(nodeSentences).sort()).toEqual([...nodeAdvice].sort());
});
