import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../src/check/check.ts';
import type { CheckReport } from '../../src/check/model/report.ts';
import { type InstalledLesson, loadLesson } from '../../src/library/library.ts';
import { replaced } from '../support/replaced.ts';

/** Services and jobs that are in the file and never start, or never reach each other. */
const lessonsDir = join(import.meta.dirname, '../../lessons');
let check: Checker;
const lessons = new Map<string, { readonly installed: InstalledLesson; readonly answer: string }>();
const files = {
  'compose-docker': 'compose.yaml',
  'workflow-docker': '.github/workflows/image.yaml',
} as const;
beforeAll(async () => {
  check = await openChecker();
  for (const [slug, file] of Object.entries(files)) {
    const answer = await readFile(join(lessonsDir, slug, 'solution', file), 'utf8');
    lessons.set(slug, { installed: await loadLesson(join(lessonsDir, slug)), answer });
  }
});

type Change = readonly [from: string, to: string];

/** The lesson's own answer, with some texts of it replaced. */
function changed(slug: keyof typeof files, ...changes: readonly Change[]): CheckReport {
  const lesson = lessons.get(slug);
  if (lesson === undefined) throw new Error(slug);
  const text = changes.reduce((before, [from, to]) => replaced(before, from, to), lesson.answer);
  return check({ student: { files: { [files[slug]]: text }, complete: true }, ...lesson.installed });
}
const rulesOf = ({ findings }: CheckReport): readonly string[] => findings.map(({ rule }) => rule);
const open = ({ todos }: CheckReport): readonly number[] =>
  todos.filter(({ status }) => status !== 'done').map(({ n }) => n);

describe('services of a Compose file', () => {
  const built = '    build: .\n';
  const named = '    image: postgres:16-alpine\n';
  const declared = (...names: readonly string[]): Change => [
    'volumes:\n  guests:',
    `networks:\n${names.map((name) => `  ${name}:\n`).join('')}volumes:\n  guests:`,
  ];

  test.each([
    'env_file: .env.prod',
    'env_file: [web.env]',
    'env_file:\n      - ./config/web.env',
    'env_file:\n      - path: web.env',
    'env_file:\n      - path: web.env\n        required: true',
  ])('a file of variables that is not there stops all of them: %s', (line) => {
    const report = changed('compose-docker', [built, `${built}    ${line}\n`]);
    expect([rulesOf(report), report.ready]).toEqual([['ComposeEnvFile'], false]);
  });

  test.each([
    // It exists with different content.
    ['env_file: requirements.txt', null],
    ['env_file:\n      - path: web.env\n        required: false', true],
    ['env_file: []', true],
  ])('a file of variables that is there, or need not be, stops nothing: %s', (line, ready) => {
    expect(changed('compose-docker', [built, `${built}    ${line}\n`]).ready).toBe(ready);
  });

  test.each(['[dev]', '["prod"]', '[dev, test]', '\n      - debug', "['']"])(
    'the one that is asked may have no profile: %s',
    (profiles) => {
      const report = changed('compose-docker', [built, `${built}    profiles: ${profiles}\n`]);
      expect([rulesOf(report), report.ready]).toEqual([['ComposeProfile'], false]);
    },
  );

  test.each([
    [[named, `${named}    profiles: []\n`]],
    [[built, `${built}    profiles: []\n`]],
    [
      [
        'volumes:\n  guests:',
        '  backup:\n    image: postgres:16-alpine\n    profiles: [tools]\nvolumes:\n  guests:',
      ],
    ],
    [
      [
        'volumes:\n  guests:',
        '  dev:\n    build: .\n    ports: ["8000:8000"]\n    profiles: [dev]\nvolumes:\n  guests:',
      ],
    ],
    [
      [
        'volumes:\n  guests:',
        '  proxy:\n    image: postgres:16-alpine\n    depends_on: [web]\nvolumes:\n  guests:',
      ],
      [built, `${built}    profiles: [a]\n`],
    ],
  ] as readonly (readonly Change[])[])('any other may have one: %j', (...changes) => {
    expect(rulesOf(changed('compose-docker', ...changes))).not.toContain('ComposeProfile');
  });

  test.each([
    [[built, `${built}    networks: [a]\n`], [named, `${named}    networks: [b]\n`], declared('a', 'b')],
    [[built, `${built}    networks: [a]\n`], declared('a')],
    [[named, `${named}    networks:\n      b: {}\n`], declared('b')],
    [[named, `${named}    networks: [b]\n`], [built, `${built}    networks: [default]\n`], declared('b')],
    [
      [built, `${built}    networks: [a, c]\n`],
      [named, `${named}    networks: [b]\n`],
      declared('a', 'b', 'c'),
      [
        'DATABASE_HOST: db',
        'DATABASE_HOST: db\n      DATABASE_URL: postgres://guest:secret@db:5432/guestbook',
      ],
    ],
  ] as readonly (readonly Change[])[])(
    'two services without a common network cannot reach each other: %j',
    (...changes) => {
      expect(rulesOf(changed('compose-docker', ...changes))).toContain('ComposeApart');
    },
  );

  test.each([
    [[built, `${built}    networks: [a, b]\n`], [named, `${named}    networks: [b]\n`], declared('a', 'b')],
    [[built, `${built}    networks: [default, a]\n`], declared('a')],
    [[built, `${built}    networks: [a]\n`], [named, `${named}    networks: { a: {} }\n`], declared('a')],
    [[built, `${built}    networks: [default]\n`]],
    [[built, `${built}    environment:\n      MODE: db\n`.replace('environment', 'labels')]],
  ] as readonly (readonly Change[])[])('two with one in common are not: %j', (...changes) => {
    expect(rulesOf(changed('compose-docker', ...changes))).not.toContain('ComposeApart');
  });

  test.each([
    ['      DATABASE_HOST: db\n', 4],
    ['    ports:\n      - "8000:8000"\n', 5],
    ['    depends_on:\n      db:\n        condition: service_healthy\n', 6],
    ['    build: .\n', 4],
  ] as const)('what a service may have from another that it extends is unknown: %j', (line, n) => {
    const base = '  base:\n    image: postgres:16-alpine\nvolumes:\n  guests:';
    const report = changed(
      'compose-docker',
      [line, ''],
      ['  web:\n', '  web:\n    extends: base\n'],
      ['volumes:\n  guests:', base],
    );
    expect(report.todos.find((todo) => todo.n === n)?.status).toBe('unknown');
  });
});

describe('jobs and steps of a workflow', () => {
  test.each([
    ['  test:\n', '  test:\n    if: false\n', [2]],
    ['  test:\n', '  test:\n    if: ${{ false }}\n', [2]],
    ['      - run: python3', '      - if: false\n        run: python3', [2]],
    ['    needs: test\n', '    needs: test\n    if: "false"\n', [3, 5]],
    ['      - uses: docker/build-push', '      - if: ${{false}}\n        uses: docker/build-push', [5]],
    ['push: true', 'push: ${{ false }}', [5]],
  ] as const)('one that never runs does nothing: %s → %s', (from, to, todos) => {
    const report = changed('workflow-docker', [from, to]);
    expect([open(report), report.ready]).toEqual([todos, false]);
  });

  const named = '          tags: ${{ vars.DOCKERHUB_USERNAME }}/clock:${{ github.sha }}';
  test.each([
    '',
    '          tags: ""',
    '          tags: |\n',
    '          labels: a=b',
    '          file: Dockerfile\n          tags:',
  ])('an image without a name cannot be pushed: %j', (line) => {
    const report = changed('workflow-docker', [named, line]);
    expect([rulesOf(report), report.ready]).toEqual([['WorkflowPushedName'], false]);
  });

  test.each([
    '          tags: ${{ steps.meta.outputs.tags }}',
    '          tags: |\n            me/clock\n',
    '          outputs: type=image,name=me/clock,push=true',
    '          tags: me/clock:1,me/clock:2',
    '          tags: ghcr.io/me/clock',
  ])('an image with a name can: %j', (line) => {
    expect(rulesOf(changed('workflow-docker', [named, line]))).not.toContain('WorkflowPushedName');
  });

  test.each([
    ['  test:\n', '  test:\n    if: ${{ !false }}\n'],
    ['  test:\n', "  test:\n    if: github.event_name != 'false'\n"],
    ['      - run: python3', '      - if: true\n        run: python3'],
    ['    needs: test\n', "    needs: test\n    if: github.ref == 'refs/heads/main'\n"],
    ['      - uses: docker/build-push', '      - if: ${{ vars.PUSH }}\n        uses: docker/build-push'],
    ['push: true', 'push: ${{ true }}'],
  ] as const)('one that may run does what it says: %s → %s', (from, to) => {
    expect(open(changed('workflow-docker', [from, to]))).toEqual([]);
  });
});
