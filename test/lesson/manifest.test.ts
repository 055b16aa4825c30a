import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseManifest } from '../../src/lesson/manifest/read-manifest.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { refusalOf } from './lesson-texts.ts';

const good = readFileSync(new URL('../../lessons/backend-docker/manifest.yaml', import.meta.url), 'utf8');
const lineOf = (text: string, part: string): number =>
  text.split('\n').findIndex((row) => row.includes(part)) + 1;

describe('manifests', () => {
  test('fills in defaults', () => {
    const { manifest } = parseManifest(good, 'manifest.yaml');
    expect(manifest).toMatchObject({
      slug: 'backend-docker',
      port: 8000,
      files: { entrypoint: 'entrypoint.sh' },
    });
    expect(manifest.todos.map(({ required }) => required)).toEqual([true, true, true, true, true, true]);
  });

  test('accepts Windows line endings and a byte order mark', () => {
    const { manifest } = parseManifest(`\uFEFF${good.replaceAll('\n', '\r\n')}`, 'm');
    expect(manifest).toEqual(parseManifest(good, 'm').manifest);
  });

  test.each([
    ['.', ''],
    ['./', ''],
    ["''", ''],
    ['core/', 'core'],
    ['./core', 'core'],
    ['core', 'core'],
  ])('reads the project’s folder %s as “%s”', (written, directory) => {
    const text = good.replace('directory: core', `directory: ${written}`);
    expect(parseManifest(text, 'm').manifest.project).toMatchObject({ directory });
  });

  test('takes volumes as `docker run -v` does', () => {
    const volumes = ['data:/app/data', 'shop.db-1:/var/lib/shop'];
    const text = good.replace('port: 8000', `port: 8000\nrun: { volumes: [${volumes.join(', ')}] }`);
    expect(parseManifest(text, 'm').manifest.run.volumes).toEqual(volumes);
  });

  /** What is wrong, the text and its replacement, the problem, the line's text, and a part of the message. */
  const wrong: readonly [string, string, string, string, string, RegExp][] = [
    ['invalid YAML', 'port: 8000', 'port: "8000', 'manifestYaml', 'port:', /quote/i],
    ['a key twice', 'port: 8000', 'port: 8000\nport: 8001', 'manifestYaml', 'port: 8001', /unique/i],
    ['an unknown key', 'port: 8000', 'prot: 8000', 'manifestKeyMeant', 'prot', /prot\b.*\bport/],
    ['an unknown key inside', '  path:', '  pth:', 'manifestKeyMeant', 'pth', /pth\b.*host/],
    [
      'an unknown key in a list',
      '  - n: 2',
      '  - n: 2\n    require: no',
      'manifestKeyMeant',
      'require',
      /aims, required/,
    ],
    ['a word instead of a number', 'port: 8000', 'port: http', 'manifestValue', 'port', /port .*number/],
    ['an impossible port', 'port: 8000', 'port: 80000', 'manifestValue', 'port', /65535/],
    [
      'a path without a slash',
      'path: /api/products/',
      'path: api',
      'manifestValue',
      'path: api',
      /probe\.path.*\//,
    ],
    ['a missing key', 'image: boutique-backend\n', '', 'manifestValue', 'slug', /image .*missing/],
    [
      'an unknown aim',
      'installer-available',
      'have-fun',
      'manifestValue',
      'have-fun',
      /todos\[0\]\.aims\[0\]/,
    ],
    ['a TODO without aims', '[installer-available]', '[]', 'manifestValue', 'aims: []', /todos\[0\]\.aims/],
    ['a slug with spaces', 'slug: backend-docker', 'slug: Backend Docker', 'manifestValue', 'slug', /slug/],
    [
      'a minimum above the maximum',
      'min: 200, max: 300',
      'min: 300, max: 200',
      'manifestSize',
      'min: 300',
      /300.*200/,
    ],
    ...[
      './data:/data',
      '/etc:/data',
      'data:/',
      'data:data',
      'data:/a/../..',
      'data:/data:ro',
      '/data',
      'data',
    ].map((volume): [string, string, string, string, string, RegExp] => [
      ...([`“${volume}” for a volume`, 'port: 8000', `port: 8000\nrun:\n  volumes: ['${volume}']`] as const),
      ...(['manifestValue', `volumes: ['${volume}']`, /data:\/app\/data; no folder of the machine/] as const),
    ]),
    // What docs/lessons.md lists under "What a manifest cannot say yet".
    [
      'the owner of a file',
      'aims: [installer-available]',
      'aims:\n      - assert: file\n        path: /a\n        owner: me',
      'manifestKey',
      'owner: me',
      /owner\. Known here: assert, path, absent, executable, say\./,
    ],
    [
      'a service with a key that it does not have',
      'port: 8000',
      'port: 8000\nservices:\n  db:\n    image: a\n    volumes: [a]',
      'manifestKey',
      'volumes: [a]',
      /volumes\. Known here: image, environment, command, healthcheck/,
    ],
    [
      'a service without an image',
      'port: 8000',
      'port: 8000\nservices:\n  db: {}',
      'manifestValue',
      'db: {}',
      /services\.db\.image .*missing/,
    ],
    [
      'a service whose name nobody could ask for',
      'port: 8000',
      'port: 8000\nservices:\n  My_DB: { image: a }',
      'manifestValue',
      'My_DB',
      /services\.My_DB .*lower case letters/,
    ],
    [
      'too many services',
      'port: 8000',
      'port: 8000\nservices: { a: { image: a }, b: { image: a }, c: { image: a }, d: { image: a }, e: { image: a } }',
      'manifestValue',
      'services:',
      /services .*at most 4/,
    ],
    [
      'services beside a Compose file',
      'port: 8000',
      'port: 8000\nstudentFiles: [{ role: compose, name: compose.yaml }]\nservices:\n  db: { image: a }',
      'manifestServices',
      'services:',
      /Compose file/,
    ],
    [
      'services beside a PostgreSQL of their own',
      'port: 8000',
      'port: 8000\npostgres: { image: postgres }\nservices:\n  db: { image: a }',
      'manifestServicesTwice',
      'services:',
      /PostgreSQL one of the services/,
    ],
    [
      'an end that is promised of a server',
      'port: 8000',
      'port: 8000\npromises:\n  - { assert: exits, code: 0 }',
      'manifestHasPort',
      'exits',
      /with a port/,
    ],
    [
      'an answer that is promised of a container without a port',
      'port: 8000',
      'promises:\n  - { assert: exits }\n  - { assert: answers, path: / }',
      'manifestNeedsPort',
      'answers',
      /`answers`.*without a port/,
    ],
    ['a TODO twice', '- n: 2', '- n: 1', 'manifestTodoTwice', 'aims: [dependencies-copied-first]', /TODO 1/],
  ];
  test.each(wrong)('reports the line of %s', (_, from, to, problem, at, message) => {
    const text = good.replace(from, to);
    expect(text).not.toBe(good);
    const error = refusalOf(() => parseManifest(text, 'x/manifest.yaml'));
    expect(error.problem).toBe(problem);
    expect(error.message).toMatch(message);
    // The second TODO's number is one line above its aims.
    const line = lineOf(text, at) - (problem === 'manifestTodoTwice' ? 1 : 0);
    expect(error.line).toBe(line);
    expect(error.file).toBe('x/manifest.yaml');
  });

  test.each([
    ['an empty file', ''],
    ['a list', '- a\n- b\n'],
    ['a word', 'hello\n'],
    ['two documents', `${good}---\n${good}`],
    [
      'an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]\n`,
    ],
    ['tabs', 'a:\n\t- b\n'],
  ])('refuses %s as a manifest', (_, text) => {
    expect(refusalOf(() => parseManifest(text, 'm')).line).toBeGreaterThan(0);
  });
});

describe('a manifest with its lesson', () => {
  const markdown = '# T\n\n```dockerfile\nFROM a\n# TODO 1: x\n\n# TODO 4: y\n```\n';

  test('reports the manifest’s line for a TODO that the lesson lacks', () => {
    const error = refusalOf(() =>
      parseLesson({ text: markdown, file: 'l.md' }, { text: good, file: 'm.yaml' }),
    );
    expect(error).toMatchObject({
      problem: 'manifestTodoUnknown',
      file: 'm.yaml',
      line: lineOf(good, '- n: 2'),
    });
    expect(error.message).toContain('1, 4');
  });

  test('computes the digest from both texts, regardless of line endings', () => {
    const rest = good.slice(0, good.indexOf('todos:'));
    const digest = (text: string, manifest: string): string =>
      parseLesson({ text, file: 'l.md' }, { text: manifest, file: 'm' }).lesson.digest;
    const one = digest(markdown, rest);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(digest(markdown.replaceAll('\n', '\r\n'), rest.replaceAll('\n', '\r\n'))).toBe(one);
    expect(digest(`${markdown}.`, rest)).not.toBe(one);
    expect(digest(markdown, rest.replace('8000', '8001'))).not.toBe(one);
    expect(parseLesson({ text: markdown, file: 'l.md' }).lesson.digest).not.toBe(one);
  });
});
