import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type Checker, openChecker } from '../../src/check/check.ts';
import type { CheckReport } from '../../src/check/model/report.ts';
import { openShellParser } from '../../src/check/shell/parse.ts';
import type { ShellParser } from '../../src/check/shell/syntax.ts';
import { readCommands } from '../../src/check/workflow/commands.ts';
import { matchesPatterns } from '../../src/check/workflow/patterns.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { assertionSchema, isOfWorkflow } from '../../src/lesson/manifest/assertions.ts';
import { planMutations } from '../../src/lesson/mutations/mutations.ts';
import { workflowMistakes } from '../../src/lesson/mutations/workflow-mutations.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { translate } from '../../src/wording/wording.ts';
import { workflowFailure } from '../../workers/verdict/todos.ts';
import { leastCpuTime } from './cpu-time.ts';

let check: Checker;
beforeAll(async () => {
  check = await openChecker();
});

const path = '.github/workflows/ci.yaml';
const answer = `name: CI
on:
  push:
    branches: [main]
  pull_request:
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - run: npm ci
      - run: npm test
  image:
    needs: test
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - uses: docker/login-action@v4
        with:
          username: \${{ vars.DOCKERHUB_USERNAME }}
          password: \${{ secrets.DOCKERHUB_TOKEN }}
      - uses: docker/build-push-action@v7
        with:
          context: .
          push: true
          tags: me/app:\${{ github.sha }}
`;

/** A lesson whose only TODO has one assertion, written as YAML. */
function lessonOf(assertion: string): Lesson {
  const manifest = `slug: one\nimage: one\nbaseImages: [debian]\nstudentFiles: [{ role: workflow, name: ${path} }]\ntodos:\n  - n: 1\n    aims:\n      - ${assertion}\n`;
  const markdown = '# One\n\n```yaml\n# TODO 1: Do it\n```\n';
  return parseLesson({ text: markdown, file: 'lesson.md' }, { text: manifest, file: 'manifest.yaml' }).lesson;
}

const aTrigger = '{ assert: workflow-trigger, on: push }';

function reportOn(assertion: string, files: Readonly<Record<string, string>>, complete = true): CheckReport {
  const text = 'FROM debian\nCMD ["true"]\n';
  const tree = { files: [{ path: 'Dockerfile', bytes: text.length, executable: false, text }] };
  return check({ student: { files, complete }, lesson: lessonOf(assertion), tree });
}

/** The rules that a workflow breaks, with their lines. */
const rulesOf = (text: string): readonly string[] =>
  reportOn(aTrigger, { [path]: text }).findings.map(({ rule, line }) => `${rule}:${line}`);

/** A workflow of one job with these steps, the first of which begins on line 5. */
const withSteps = (steps: string): string =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${steps.replace(/^/gm, '      ')}\n`;

describe('assertions over a workflow', () => {
  test.each([
    ['{ assert: workflow-trigger, on: pull_request }', '  pull_request:', '  workflow_dispatch:', 2],
    ['{ assert: workflow-trigger, on: push, branch: main }', '[main]', '[dev]', 3],
    ['{ assert: workflow-trigger, on: push, branch: main }', 'branches: [main]', 'tags: ["v*"]', 3],
    ['{ assert: workflow-job, job: test }', '  test:\n', '  check:\n', 6],
    ['{ assert: workflow-job, job: image, needs: [test] }', '    needs: test\n', '', 13],
    [
      '{ assert: workflow-job, job: test, runsOn: ubuntu-latest }',
      'runs-on: ubuntu-latest',
      'runs-on: own',
      8,
    ],
    ['{ assert: workflow-step, runs: npm test }', 'run: npm test', 'run: echo npm test', 6],
    ['{ assert: workflow-step, runs: npm test, after: [npm ci] }', '      - run: npm ci\n', '', 11],
    [
      '{ assert: workflow-step, uses: docker/build-push-action, with: { push: true } }',
      'push: true',
      'push: false',
      25,
    ],
    [
      '{ assert: workflow-step, uses: docker/build-push-action, with: { context: . } }',
      '          context: .\n',
      '',
      22,
    ],
    ['{ assert: workflow-image, pushes: true }', '          push: true\n', '', 22],
    ['{ assert: workflow-image }', 'docker/build-push-action', 'docker/metadata-action', 6],
    ['{ assert: workflow-secret, name: DOCKERHUB_TOKEN }', 'secrets.DOCKERHUB', 'secrets.DOCKER', null],
  ])('holds %s in the answer, and not with %s changed', (assertion, from, to, line) => {
    expect(reportOn(assertion, { [path]: answer }).todos[0]).toMatchObject({ status: 'done' });
    const report = reportOn(assertion, { [path]: answer.replace(from, to) });
    expect(report.todos[0]).toMatchObject({ file: path, line });
    expect(['missing', 'wrong']).toContain(report.todos[0]?.status);
    expect(report.ready).toBe(false);
  });

  test('takes docker commands for a build as well as an action', () => {
    const written = withSteps('- uses: actions/checkout@v6\n- run: |\n    docker compose build\n');
    expect(reportOn('{ assert: workflow-image }', { [path]: written }).todos[0]?.status).toBe('done');
  });

  test('names a secret in the expression that has to be written', () => {
    const report = reportOn('{ assert: workflow-secret, name: KEY }', { [path]: answer });
    const [todo] = report.todos;
    expect(todo === undefined ? '' : translate('en', todo.message)).toContain('`${{ secrets.KEY }}`');
  });

  test('leaves an assertion unknown if a workflow is not valid YAML, or was not sent', () => {
    const report = reportOn(aTrigger, { [path]: answer.replace('  push:', '\tpush:') });
    expect(report.todos[0]?.status).toBe('unknown');
    expect(report.findings[0]).toMatchObject({ rule: 'WorkflowYaml', line: 3 });
    expect(report.ready).toBe(false);
    expect(reportOn(aTrigger, {}, false).todos[0]).toMatchObject({ status: 'unknown', file: path });
    expect(reportOn(aTrigger, {}).todos[0]).toMatchObject({ status: 'missing', file: path });
  });

  test('takes either an action or a command for a step, and not both', () => {
    const parsed = assertionSchema.safeParse({ assert: 'workflow-step', uses: 'a/b', runs: 'c' });
    expect(parsed.error?.issues[0]?.message).toBe('it has to have either `uses` or `runs`');
  });
});

describe('an assertion whose answer only GitHub knows', () => {
  const told = (assertion: string, text: string): string =>
    reportOn(assertion, { [path]: text })
      .todos.map(({ status, message }) => `${status}: ${translate('en', message)}`)
      .join('\n');

  test('says so of a machine that a matrix chooses, and of a file that cannot be read', () => {
    const asked = '{ assert: workflow-job, job: test, runsOn: ubuntu-latest }';
    const chosen = answer.replace('ubuntu-latest', '${{ matrix.os }}');
    expect(told(asked, chosen)).toMatch(/^unknown: What is written here is known on GitHub alone/);
    expect(told(asked, `${answer}\t- x: [`)).toMatch(/^unknown: GitHub could not read this workflow/);
  });
});

describe('the rules about workflows', () => {
  test('find nothing in a right answer', () => {
    expect(rulesOf(answer)).toEqual([]);
  });

  test.each([
    ['no mapping at all', 'hello\n', ['WorkflowTrigger:null', 'WorkflowJobs:null']],
    ['a mistyped `on`', withSteps('- run: a').replace('on:', 'onn:'), ['WorkflowUnknownKey:1']],
    ['a mistyped event', withSteps('- run: a').replace('push', 'pusch'), ['WorkflowTrigger:1']],
    ['a mistyped machine', withSteps('- run: a').replace('latest', 'lastest'), ['WorkflowRunsOn:4']],
    ['a machine of a school', withSteps('- run: a').replace('ubuntu-latest', 'room-12'), []],
    ['an image that is used as an action', withSteps('- uses: docker://alpine'), []],
    ['an action of the repository', withSteps('- uses: actions/checkout@v6\n- uses: ./mine'), []],
    ['a build without files', withSteps('- run: docker build .'), ['WorkflowCheckout:6']],
    [
      'a build above its files',
      withSteps('- run: docker build .\n- uses: actions/checkout@v6'),
      ['WorkflowCheckout:6'],
    ],
    ['a build of an address', withSteps('- run: docker build https://example.com/a.git'), []],
    ['files that a command brings', withSteps('- run: git clone x .\n- run: docker build .'), []],
    ['an action that fetches its files itself', withSteps('- uses: docker/build-push-action@v7'), []],
    ['a push to a registry of the machine', withSteps('- run: docker push localhost:5000/a:1'), []],
    ['a push without a login', withSteps('- run: docker push me/a:1'), ['WorkflowLogin:6']],
    [
      'a push after an action that may do anything',
      withSteps('- uses: a/b@v1\n- run: docker push me/a:1'),
      [],
    ],
    ['a login in the same script', withSteps('- run: |\n    docker login\n    docker push me/a:1'), []],
    ['a secret in a pipe', withSteps('- run: echo ${{ secrets.A }} | docker login --password-stdin'), []],
    ['a printed secret', withSteps('- run: echo ${{ secrets.A }}'), ['WorkflowSecretPrinted:6']],
    ['a password on the command line', withSteps('- run: docker login -p abc'), ['WorkflowPlainSecret:6']],
    [
      'several tags',
      withSteps('- run: docker login\n- run: |\n    docker push a/b\n    docker push a/b:1'),
      [],
    ],
    ['an expression without an end', withSteps('- run: echo ${{ github.sha }'), ['WorkflowExpression:6']],
    [
      'a variable of the shell in its place',
      withSteps('- run: echo ${ github.sha }'),
      ['WorkflowExpression:6'],
    ],
    ['braces without their dollar', withSteps('- run: "echo {{ matrix.a }}"'), ['WorkflowExpression:6']],
    ['round brackets in their place', withSteps('- run: echo $(inputs.a)'), ['WorkflowExpression:6']],
    [
      'an expression behind one that ends',
      withSteps('- run: echo ${{ github.sha }} ${{ vars.A'),
      ['WorkflowExpression:6'],
    ],
    ['the shell’s own variables and commands', withSteps('- run: echo ${HOME} $(date) ${github}'), []],
    ['a template of another tool', withSteps('- run: docker ps --format "{{.Names}} {{json .Labels}}"'), []],
    ['an escape within an expression', withSteps("- run: echo ${{ format('{{0}}', github.sha) }}"), []],
  ])('judge %s', (_, text, found) => {
    expect(rulesOf(text)).toEqual(found);
  });

  test('say nothing in a lesson that has no workflow', () => {
    const lesson = lessonOf(aTrigger);
    const { manifest } = lesson;
    if (manifest === null) throw new Error('no manifest');
    const { studentFiles: _, ...without } = manifest;
    const report = check({
      student: { files: { [path]: 'hello\n' }, complete: true },
      lesson: { ...lesson, manifest: { ...without, todos: [] } },
      tree: { files: [] },
    });
    expect(report.findings.filter(({ rule }) => rule.startsWith('Workflow'))).toEqual([]);
  });

  test('reads a worst-case workflow quickly', () => {
    const worst = withSteps(`- run: |\n    ${'docker push $'.repeat(1_800)}`);
    expect(leastCpuTime(500, () => rulesOf(worst))).toBeLessThan(1_000);
  });
});

describe('the mistakes that a proof plants in a workflow', () => {
  test.each([
    ['{ assert: workflow-trigger, on: push, branch: main }', 2],
    ['{ assert: workflow-job, job: image, needs: [test], runsOn: ubuntu-latest }', 3],
    ['{ assert: workflow-step, runs: npm test, after: [npm ci] }', 2],
    ['{ assert: workflow-step, uses: docker/build-push-action, with: { push: true } }', 2],
    ['{ assert: workflow-image, pushes: true }', 2],
    ['{ assert: workflow-secret, name: DOCKERHUB_TOKEN }', 1],
  ])('reports each mistake that a proof makes against %s', (written, count) => {
    const assertion = assertionSchema.parse(parse(written));
    const mistakes = isOfWorkflow(assertion) ? workflowMistakes(assertion, answer) : [];
    expect(mistakes).toHaveLength(count);
    for (const { what, text } of mistakes)
      expect({ what, status: reportOn(written, { [path]: text }).todos[0]?.status }).toEqual({
        what,
        status: expect.stringMatching(/^(?:missing|wrong)$/),
      });
  });

  test('leaves a TODO out, and makes the classic ones, each of which the check refuses', () => {
    const lesson = lessonOf(aTrigger);
    const { manifest } = lesson;
    if (manifest === null) throw new Error('no manifest');
    const { mutations } = planMutations({ ...lesson, manifest }, { [path]: answer });
    expect(mutations.map(({ name }) => name)).toEqual([
      'TODO 1 left out',
      'classic: a job without runs-on',
      'classic: an action without its version',
      'classic: without the checkout',
      'classic: without the login',
    ]);
    for (const { name, files } of mutations)
      expect({ name, ready: reportOn(aTrigger, files).ready }).toEqual({ name, ready: false });
  });
});

describe('a verification of a workflow', () => {
  const failure = (text: string) => {
    const { manifest } = lessonOf(aTrigger);
    if (manifest === null) throw new Error('no manifest');
    return workflowFailure({ manifest, report: reportOn(aTrigger, { [path]: text }) });
  };

  test('ends before anything is built where GitHub would refuse the workflow', () => {
    expect(failure(answer)).toBeNull();
    const refused = failure(answer.replace('    runs-on: ubuntu-latest\n', ''));
    expect(refused).toMatchObject({ reason: 'workflow-unusable', file: path, line: 7 });
    expect(refused?.todo).toBeUndefined();
  });

  test('names the TODO that the workflow leaves open', () => {
    const text = withSteps('- run: docker push me/a:1').replace('push\n', 'pull_request\n');
    expect(failure(text)).toMatchObject({ reason: 'workflow-unusable', todo: 1 });
  });
});

test('patterns of branches decide as GitHub’s do, the last one first', () => {
  expect(matchesPatterns('main', ['ma*'])).toBe(true);
  expect(matchesPatterns('a/b', ['*'])).toBe(false);
  expect(matchesPatterns('a/b', ['**'])).toBe(true);
  expect(matchesPatterns('v1.2', ['v*', '!v1*'])).toBe(false);
  expect(matchesPatterns('v1.2', ['v[0-9].*'])).toBeNull();
});

describe('the script of a step', () => {
  let parse: ShellParser;
  beforeAll(async () => {
    parse = await openShellParser();
  });
  const read = (script: string) =>
    readCommands(script, 1, parse)?.map(({ words, line, isTaken }) => [words, line, isTaken]) ?? null;

  test('reads a step’s script as commands, whatever its quotes and expressions contain', () => {
    expect(read('a "b; c" ${{ d || e }} && f \\\n  g # h\ni | j > k\nl 2>&1\n${{ m\n }} n\no')).toEqual([
      [['a', 'b; c', '${{ d || e }}'], 1, false],
      [['f', 'g'], 1, false],
      [['i'], 3, true],
      [['j'], 3, true],
      [['l'], 4, false],
      [['${{ m\n }}', 'n'], 5, false],
      [['o'], 7, false],
    ]);
  });

  test.each([
    ['for tag in a b; do docker push me/app:$tag; done', [[['docker', 'push', 'me/app:${tag}'], 1, false]]],
    [
      'if docker pull a; then\n  docker push b\nfi',
      [
        [['docker', 'pull', 'a'], 1, false],
        [['docker', 'push', 'b'], 2, false],
      ],
    ],
    ['f() { docker push a; }', [[['docker', 'push', 'a'], 1, false]]],
    [
      'cat <<EOF > Dockerfile\ndocker push a\nEOF\nls',
      [
        [['cat'], 1, true],
        [['ls'], 4, false],
      ],
    ],
    ['A=$(echo $B)', [[['echo', '${B}'], 1, true]]],
    ['(echo $A) > b', [[['echo', '${A}'], 1, true]]],
    ['{ echo a; } >> "$GITHUB_ENV"', [[['echo', 'a'], 1, true]]],
    ['echo $A >&2', [[['echo', '${A}'], 1, false]]],
    ['echo $A > /dev/stderr', [[['echo', '${A}'], 1, false]]],
    ['echo $A &> b', [[['echo', '${A}'], 1, true]]],
  ])('commands in blocks and substitutions of a script are read, too: %s', (script, commands) => {
    expect(read(script)).toEqual(commands);
  });

  test.each(['echo "a', 'if true; then', '$x = 1; foreach ($y in $z) { }', ')'])(
    'a script that no shell could read is unknown: %s',
    (script) => {
      expect(read(script)).toBeNull();
    },
  );

  test.each([
    ['- run: |\n    echo "a\n    docker push b'],
    ['- shell: python\n  run: print("docker build .")'],
    ['- shell: pwsh\n  run: docker build .'],
    [`- run: docker build ${'x'.repeat(7000)}`],
  ])('what a step does that cannot be read is left open: %s', (steps) => {
    const text = withSteps(steps);
    for (const assertion of ['{ assert: workflow-image }', '{ assert: workflow-step, runs: npm test }'])
      expect(reportOn(assertion, { [path]: text }).todos[0]?.status).toBe('unknown');
    // An action is named in YAML, and there is none.
    expect(reportOn('{ assert: workflow-step, uses: a/b }', { [path]: text }).todos[0]?.status).toBe(
      'missing',
    );
    const below = `${steps}\n- run: docker build -t a/b:1 .\n- run: docker push a/b:1`;
    expect(rulesOf(withSteps(below)).filter((rule) => /Checkout|Login/.test(rule))).toEqual([]);
  });

  test.each(['defaults:\n  run:\n    shell: pwsh\n', 'defaults: { run: { shell: bash } }\n'])(
    'scripts are for the shell that the workflow names for all its steps: %s',
    (defaults) => {
      const text = `${defaults}${withSteps('- run: docker build .')}`;
      const status = reportOn('{ assert: workflow-image }', { [path]: text }).todos[0]?.status;
      expect(status).toBe(defaults.includes('pwsh') ? 'unknown' : 'done');
    },
  );
});
