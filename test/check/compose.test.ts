import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type Checker, openChecker } from '../../src/check/check.ts';
import { readCompose } from '../../src/check/compose/read-compose.ts';
import type { CheckReport } from '../../src/check/model/report.ts';
import { assertionSchema, isOfCompose } from '../../src/lesson/manifest/assertions.ts';
import { composeMistakes } from '../../src/lesson/mutations/compose-mutations.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { leastCpuTime } from './cpu-time.ts';

let check: Checker;
beforeAll(async () => {
  check = await openChecker();
});

const answer = `services:
  db:
    image: postgres:16-alpine
    environment:
      POSTGRES_PASSWORD: \${PASSWORD:-secret}
    volumes:
      - data:/var/lib/postgresql/data
    healthcheck:
      test: [CMD-SHELL, pg_isready]
  web:
    build: .
    ports: ["8000:80"]
    depends_on:
      db:
        condition: service_healthy
volumes:
  data:
`;

/** A lesson whose only TODO has one assertion, written as YAML. */
function reportOn(assertion: string, files: Readonly<Record<string, string>>): CheckReport {
  const manifest = `slug: one\nimage: one\nbaseImages: [debian]\ncompose: { images: [postgres] }\nstudentFiles: [{ role: compose, name: compose.yaml }]\ntodos:\n  - n: 1\n    aims:\n      - ${assertion}\n`;
  const markdown = '# One\n\n```yaml\n# TODO 1: Do it\n```\n';
  const { lesson } = parseLesson(
    { text: markdown, file: 'lesson.md' },
    { text: manifest, file: 'manifest.yaml' },
  );
  const text = 'FROM debian\nCMD ["sleep", "1"]\n';
  const tree = { files: [{ path: 'Dockerfile', bytes: text.length, executable: false, text }] };
  return check({ student: { files, complete: true }, lesson, tree });
}

describe('assertions over a Compose file', () => {
  test.each([
    ['{ assert: compose-service, service: db, image: postgres }', 'postgres:16-alpine', 'debian', 3],
    ['{ assert: compose-port, service: web, port: 80, published: 8000 }', '"8000:80"', '"8001:80"', 12],
    ['{ assert: compose-volume, service: db, path: /var/lib/postgresql/data }', 'data:/', './data:/', 7],
    [
      '{ assert: compose-environment, service: db, name: POSTGRES_PASSWORD, value: secret }',
      '-secret',
      '-x',
      5,
    ],
    [
      '{ assert: compose-depends, service: web, on: db, condition: service_healthy }',
      'service_healthy',
      'service_started',
      14,
    ],
    ['{ assert: compose-healthcheck, service: db }', 'test: [CMD-SHELL, pg_isready]', 'disable: true', 8],
  ])('holds %s in the answer, and not in one with a mistake', (assertion, from, to, line) => {
    expect(reportOn(assertion, { 'compose.yaml': answer }).todos[0]).toMatchObject({ status: 'done' });
    const report = reportOn(assertion, { 'compose.yaml': answer.replace(from, to) });
    expect(report.todos[0]).toMatchObject({ file: 'compose.yaml', line });
    expect(['missing', 'wrong']).toContain(report.todos[0]?.status);
    expect(report.ready).toBe(false);
  });

  test('leaves an assertion about a Compose file unknown if the file is not valid YAML', () => {
    const text = answer.replace('  web:', '\tweb:');
    const report = reportOn('{ assert: compose-service, service: db }', { 'compose.yaml': text });
    expect(report.todos[0]?.status).toBe('unknown');
    expect(report.findings[0]).toMatchObject({ rule: 'ComposeYaml', line: 10 });
    expect(report.ready).toBe(false);
  });

  test('reports an assertion about a Compose file as missing if there is no such file', () => {
    const report = reportOn('{ assert: compose-service, service: db }', {});
    expect(report.todos[0]).toMatchObject({ status: 'missing', file: 'compose.yaml' });
  });
});

describe('the mistakes that a proof makes in a Compose file', () => {
  test.each([
    ['{ assert: compose-service, service: db, image: postgres }', 2],
    ['{ assert: compose-service, service: web, builds: . }', 2],
    ['{ assert: compose-port, service: web, port: 80, published: 8000 }', 2],
    ['{ assert: compose-port, service: web, port: 80 }', 2],
    ['{ assert: compose-volume, service: db, path: /var/lib/postgresql/data }', 2],
    ['{ assert: compose-environment, service: db, name: POSTGRES_PASSWORD, value: secret }', 2],
    ['{ assert: compose-environment, service: db, name: POSTGRES_PASSWORD }', 1],
    ['{ assert: compose-depends, service: web, on: db, condition: service_healthy }', 2],
    ['{ assert: compose-healthcheck, service: db }', 1],
  ])('reports each mistake that a proof makes against %s', (written, count) => {
    const assertion = assertionSchema.parse(parse(written));
    const mistakes = isOfCompose(assertion) ? composeMistakes(assertion, answer) : [];
    expect(mistakes).toHaveLength(count);
    for (const { what, text } of mistakes)
      expect({ what, status: reportOn(written, { 'compose.yaml': text }).todos[0]?.status }).toEqual({
        what,
        status: expect.stringMatching(/^(?:missing|wrong)$/),
      });
  });

  test('removes a variable of a Compose file from a list as well as from a mapping', () => {
    const listed = answer.replace('POSTGRES_PASSWORD: ${', '- POSTGRES_PASSWORD=${');
    const assertion = assertionSchema.parse({
      assert: 'compose-environment',
      service: 'db',
      name: 'POSTGRES_PASSWORD',
    });
    const [mistake] = isOfCompose(assertion) ? composeMistakes(assertion, listed) : [];
    expect(parse(mistake?.text ?? '')).toMatchObject({ services: { db: { environment: [] } } });
  });

  test('plants no mistake in a service that the solution lacks', () => {
    const assertion = assertionSchema.parse({ assert: 'compose-healthcheck', service: 'cache' });
    expect(isOfCompose(assertion) ? composeMistakes(assertion, answer) : null).toEqual([]);
  });
});

describe('the paths of a Compose file', () => {
  const inFolder = `services:
  web:
    build: { context: ./api, dockerfile: ../web.Dockerfile }
    env_file: vars.env
    volumes: ["../shared:/shared", "../../above:/above", "data:/data"]
volumes: { data: }
`;

  test('resolves the paths of a Compose file against its folder', () => {
    const [service] = readCompose('deploy/compose.yaml', inFolder, {}).services;
    expect(service?.build?.place).toEqual({ folder: 'deploy/api', dockerfile: 'deploy/web.Dockerfile' });
    expect(service?.envFiles.map(({ place }) => place)).toEqual(['deploy/vars.env']);
    expect(service?.mounts.map(({ place }) => place)).toEqual(['shared', null, null]);
  });

  test.each([
    ['.', 'Dockerfile', { folder: '', dockerfile: 'Dockerfile' }],
    ['./api', '../Dockerfile', { folder: 'api', dockerfile: 'Dockerfile' }],
    ['./api/', '../../Dockerfile', null],
    ['./api', 'docker/../Dockerfile', { folder: 'api', dockerfile: 'api/Dockerfile' }],
    ['./api/..', 'Dockerfile', { folder: '', dockerfile: 'Dockerfile' }],
    ['..', 'Dockerfile', null],
    ['./api', '/Dockerfile', null],
    ['/api', 'Dockerfile', null],
  ])('place a build of %s by %s', (context, dockerfile, place) => {
    const text = `services: { web: { build: { context: ${context}, dockerfile: ${dockerfile} } } }\n`;
    expect(readCompose('compose.yaml', text, {}).services[0]?.build?.place).toEqual(place);
  });

  test('lead to a Dockerfile beside the context, and name one that is not there', () => {
    const text =
      'services:\n  db: { image: postgres }\n  web:\n    build: { context: ./api, dockerfile: ../Dockerfile }\n';
    const rules = (compose: string) =>
      reportOn('{ assert: compose-service, service: db }', { 'compose.yaml': compose }).findings.map(
        ({ rule, line }) => `${rule}:${line}`,
      );
    expect(rules(text)).toEqual([]);
    expect(rules(text.replace('../Dockerfile', '../Containerfile'))).toEqual(['ComposeBuildContext:4']);
    expect(rules(text.replace('../Dockerfile', '../../Dockerfile'))).toEqual(['ComposeBuildContext:4']);
  });
});

describe('secrets and configurations of a Compose file', () => {
  const text = `services:
  web:
    image: postgres
    secrets: [one, { source: two, target: other }, { source: two, target: /keys/two }, absent]
    configs: [page, { source: page, target: /etc/page.conf }]
secrets: { one: { file: ./one.txt }, two: { file: ../two.txt } }
configs: { page: { file: conf/page.conf }, absent: { content: a } }
`;

  test('places secrets and configurations where Compose does', () => {
    const { services } = readCompose('deploy/compose.yaml', text, {});
    expect(services[0]?.givenFiles.map(({ place, target }) => [place, target])).toEqual([
      ['deploy/one.txt', '/run/secrets/one'],
      ['two.txt', '/run/secrets/other'],
      ['two.txt', '/keys/two'],
      [null, '/run/secrets/absent'],
      ['deploy/conf/page.conf', '/page'],
      ['deploy/conf/page.conf', '/etc/page.conf'],
    ]);
  });

  test('reports a secret whose file is not in the project, and one that is not declared', () => {
    const compose =
      'services:\n  db:\n    image: postgres\n    secrets:\n      - there\n      - gone\n      - undeclared\nsecrets:\n  there: { file: ./Dockerfile }\n  gone: { file: ./gone.txt }\n';
    const { findings } = reportOn('{ assert: compose-service, service: db }', { 'compose.yaml': compose });
    expect(findings.map(({ rule, line }) => `${rule}:${line}`)).toEqual([
      ...['ComposeGivenFile:6', 'ComposeGivenFile:7'],
    ]);
  });
});

describe('aliases in a Compose file', () => {
  test.each([
    [
      'an alias',
      'x: &v { A: b }\nservices: { a: { image: i, environment: *v } }',
      { environment: [{ name: 'A' }] },
    ],
    [
      'a merge',
      'x: &v { image: i, user: u }\nservices: { a: { <<: *v } }',
      { image: { name: 'i' }, user: 'u' },
    ],
    [
      'a merge under keys of its own',
      'x: &v { image: i, user: u }\nservices: { a: { user: own, <<: *v } }',
      { user: 'own', image: { name: 'i' } },
    ],
    [
      'a list of merges, of which the first goes before',
      'x: &v { user: u }\ny: &w { user: w, image: i }\nservices: { a: { <<: [*v, *w] } }',
      { user: 'u', image: { name: 'i' } },
    ],
    [
      'a merge in a merge',
      'x: &v { user: u }\ny: &w { <<: *v, image: i }\nservices: { a: { <<: *w } }',
      { user: 'u' },
    ],
    [
      'an anchor that is given twice',
      'x: &v a\ny: &v b\nservices: { a: { image: *v } }',
      { image: { name: 'b' } },
    ],
  ])('reads what stands behind an alias as Compose does: %s', (_, text, service) => {
    const file = readCompose('compose.yaml', text, {});
    expect(file.yamlProblems).toEqual([]);
    expect(file.schemaProblems.filter(({ what }) => what !== 'x' && what !== 'y')).toEqual([]);
    expect(file.services[0]).toMatchObject(service);
  });
});

describe('a hostile Compose file', () => {
  const names = Array.from({ length: 16 }, (_, at) => `${'s'.repeat(1_000)}${at}`);
  const mistyped = names.map((name) => name.replace('s', 't'));
  const waiting = `x-all: &all [${mistyped.slice(0, 10).join(', ')}]\nservices:\n${names
    .map((name) => `  ${name}: { image: postgres, depends_on: *all }\n`)
    .join('')}`;
  const binding = `services:\n  a:\n    image: postgres\n    volumes: [${'./x:/y, '.repeat(2_000)}./z:/z]\n`;

  test.each([
    ['long names that are nearly others', waiting],
    ['thousands of folders that are not there', binding],
  ])('costs less than a second with %s, and says no more than twenty things of a kind', (_, text) => {
    const ask = () => reportOn('{ assert: compose-service, service: db }', { 'compose.yaml': text });
    expect(leastCpuTime(500, ask)).toBeLessThan(1_000);
    const { findings } = ask();
    for (const rule of new Set(findings.map((each) => each.rule)))
      expect(findings.filter((each) => each.rule === rule).length).toBeLessThanOrEqual(20);
  });

  const many = Array.from({ length: 1000 }, (_, n) => `  s${n}: {image: a}`).join('\n');
  const doubled = Array.from({ length: 40 }, (_, n) => `x${n + 1}: &m${n + 1} [*m${n}, *m${n}]`).join('\n');
  test.each([
    ['explicit keys in each other', '? '.repeat(16_000)],
    ['brackets', '['.repeat(30_000)],
    ['lists in each other', '- '.repeat(15_000)],
    ['an alias of what stands around it', 'a: &a {b: *a}'],
    ['a merge of what stands around it', 'a: &a\n  b: *a\n'],
    ['services without end', `services:\n${many}`],
    ['aliases that double', `x0: &m0 [a]\n${doubled}`],
  ])('refuses a hostile Compose file with a line: %s', (_, text) => {
    const [problem] = readCompose('compose.yaml', text, {}).yamlProblems;
    expect(problem?.key).toMatch(/^too-/);
    expect(problem?.line).toBeGreaterThan(0);
  });
});
