import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../src/check/check.ts';
import type { CheckReport } from '../../src/check/model/report.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { type InstalledLesson, loadLesson } from '../../src/library/library.ts';
import { translate } from '../../src/wording/wording.ts';

const lessons = join(import.meta.dirname, '../../lessons');

let check: Checker;
beforeAll(async () => {
  check = await openChecker();
});

/** A lesson with one TODO, whose aims are given as YAML. */
function lessonOf(aims: string, more = '') {
  const manifest = `slug: one\nimage: one\nport: 80\nbaseImages: ["debian:stable-slim"]\n${more}\ntodos:\n  - n: 1\n    aims:\n      - ${aims}\n`;
  const markdown = '# One\n\n```dockerfile\n# TODO 1: Do it\n```\n';
  return parseLesson({ text: markdown, file: 'lesson.md' }, { text: manifest, file: 'manifest.yaml' }).lesson;
}

const tree = {
  files: ['main.txt', 'src/a.txt', 'list.txt'].map((path) => ({
    path,
    bytes: 1,
    executable: false,
    text: 'x',
  })),
};

function judged(aims: string, dockerfile: string, more = ''): CheckReport['todos'][number] {
  const student = { files: { Dockerfile: dockerfile }, complete: true };
  const [todo] = check({ student, lesson: lessonOf(aims, more), tree }).todos;
  if (todo === undefined) throw new Error('the lesson has no TODO');
  return todo;
}

/** Each kind: the assertion, a Dockerfile that meets it, and others that do not, with the reported line. */
const kinds: readonly {
  readonly aims: string;
  readonly good: readonly string[];
  readonly bad: readonly (readonly [dockerfile: string, status: string, line: number | null])[];
}[] = [
  {
    aims: '{ assert: file, path: /app/main.txt }',
    good: [
      'FROM debian:stable-slim\nCOPY main.txt /app/\n',
      'FROM debian:stable-slim\nWORKDIR /app\nCOPY . .\n',
      'FROM debian:stable-slim AS one\nCOPY . /app\nFROM scratch\nCOPY --from=one /app/main.txt /app/main.txt\n',
      'FROM debian:stable-slim\nRUN mkdir /app && echo x > /app/main.txt\n',
    ],
    bad: [
      ['FROM debian:stable-slim\nCOPY main.txt /other/\n', 'missing', null],
      ['FROM debian:stable-slim AS one\nCOPY . /app\nFROM debian:stable-slim\n', 'missing', null],
    ],
  },
  {
    aims: '{ assert: file, path: /app/run.sh, executable: true }',
    good: [
      'FROM debian:stable-slim\nCOPY --chmod=755 main.txt /app/run.sh\n',
      'FROM debian:stable-slim\nCOPY main.txt /app/run.sh\nRUN chmod +x /app/run.sh\n',
    ],
    bad: [['FROM debian:stable-slim\nCOPY main.txt /app/run.sh\n', 'wrong', 2]],
  },
  {
    aims: '{ assert: file, path: /app/src, absent: true }',
    good: ['FROM debian:stable-slim\nCOPY main.txt /app/\n'],
    bad: [['FROM debian:stable-slim\nCOPY . /app\n', 'wrong', null]],
  },
  {
    aims: '{ assert: step, runs: cat list.txt, after: [list.txt], independentOf: [src] }',
    good: [
      'FROM debian:stable-slim\nWORKDIR /app\nCOPY list.txt .\nRUN cat list.txt\nCOPY . .\n',
      'FROM debian:stable-slim\nWORKDIR /app\nCOPY list.txt main.txt ./\nRUN true && cat -n list.txt\n',
      'FROM debian:stable-slim\nWORKDIR /app\nRUN --mount=type=bind,source=list.txt,target=list.txt cat list.txt\nCOPY . .\n',
    ],
    bad: [
      ['FROM debian:stable-slim\nWORKDIR /app\nCOPY list.txt .\n', 'missing', null],
      ['FROM debian:stable-slim\nWORKDIR /app\nCOPY . .\nRUN cat list.txt\n', 'wrong', 3],
      ['FROM debian:stable-slim\nWORKDIR /app\nCOPY main.txt list.txt\nRUN cat list.txt\n', 'wrong', 4],
      ['FROM debian:stable-slim\nWORKDIR /app\nCOPY src list.txt ./\nRUN cat list.txt\n', 'wrong', 3],
    ],
  },
  {
    aims: '{ assert: copies, path: /out/app }',
    good: [
      'FROM debian:stable-slim AS one\nRUN mkdir /out && touch /out/app\nFROM scratch\nCOPY --from=one /out/app /app\n',
      'FROM debian:stable-slim\nRUN mkdir /out && touch /out/app\nFROM scratch\nCOPY --from=0 /out /out\n',
    ],
    bad: [['FROM debian:stable-slim AS one\nRUN mkdir /out && touch /out/app\n', 'missing', null]],
  },
  {
    aims: '{ assert: base, image: scratch }',
    good: ['FROM debian:stable-slim AS one\nFROM scratch\nCOPY . /\n'],
    bad: [['FROM scratch AS one\nFROM debian:stable-slim\nCOPY --from=one . /x\n', 'wrong', 2]],
  },
  {
    aims: '{ assert: base, stage: first, image: debian }',
    good: ['FROM debian:stable-slim\nFROM scratch\nCOPY --from=0 /etc /etc\n'],
    bad: [['FROM scratch\nCOPY . /\n', 'wrong', 1]],
  },
  {
    aims: '{ assert: stages, min: 2 }',
    good: ['FROM debian:stable-slim AS one\nFROM scratch\nCOPY --from=one /etc /etc\n'],
    bad: [['FROM debian:stable-slim AS one\nFROM scratch\nCOPY main.txt /\n', 'missing', null]],
  },
  {
    aims: '{ assert: user }',
    good: ['FROM debian:stable-slim\nUSER 1000\n', 'FROM debian:stable-slim\nRUN useradd me\nUSER me:me\n'],
    bad: [
      ['FROM debian:stable-slim\n', 'missing', null],
      ['FROM debian:stable-slim\nUSER 1000\nUSER root\n', 'wrong', 3],
      ['FROM debian:stable-slim\nUSER 0:0\n', 'wrong', 2],
    ],
  },
  {
    aims: '{ assert: workdir, path: /srv/app }',
    good: [
      'FROM debian:stable-slim\nWORKDIR /srv\nWORKDIR app\n',
      'FROM debian:stable-slim\nWORKDIR /srv/app/\n',
    ],
    bad: [
      ['FROM debian:stable-slim\n', 'missing', null],
      ['FROM debian:stable-slim\nWORKDIR /srv/apps\n', 'wrong', 2],
    ],
  },
  {
    aims: '{ assert: environment, name: MODE, value: production }',
    good: [
      'FROM debian:stable-slim\nENV MODE=production\n',
      'FROM debian:stable-slim\nARG M=production\nENV MODE=$M\n',
    ],
    bad: [
      ['FROM debian:stable-slim\nARG MODE=production\n', 'missing', null],
      ['FROM debian:stable-slim\nENV MODE=development\n', 'wrong', 2],
    ],
  },
  {
    aims: '{ assert: start, form: exec, command: [cat, /app/main.txt] }',
    good: [
      'FROM debian:stable-slim\nCMD ["cat", "/app/main.txt"]\n',
      'FROM debian:stable-slim\nENTRYPOINT ["cat"]\nCMD ["/app/main.txt"]\n',
    ],
    bad: [
      ['FROM debian:stable-slim\n', 'missing', null],
      ['FROM debian:stable-slim\nCMD cat /app/main.txt\n', 'wrong', 2],
      ['FROM debian:stable-slim\nCMD ["cat", "/app/other.txt"]\n', 'wrong', 2],
      ["FROM debian:stable-slim\nCMD ['cat', '/app/main.txt']\n", 'wrong', 2],
    ],
  },
  {
    aims: '{ assert: exposes, port: 80 }',
    good: ['FROM debian:stable-slim\nEXPOSE 80/tcp\n', 'FROM debian:stable-slim\nEXPOSE 79-81\n'],
    bad: [
      ['FROM debian:stable-slim\n', 'missing', null],
      ['FROM debian:stable-slim\nEXPOSE 8080\n', 'wrong', 2],
    ],
  },
];

describe.each(kinds)('the assertion $aims', ({ aims, good, bad }) => {
  test.each(good)('holds in %j', (dockerfile) => {
    expect(judged(aims, dockerfile)).toMatchObject({ status: 'done' });
  });

  test.each(bad)('does not hold in %j', (dockerfile, status, line) => {
    const todo = judged(aims, dockerfile);
    expect(todo).toMatchObject(line === null ? { status } : { status, line });
    expect(translate('en', todo.message)).not.toMatch(/\{\{|undefined/);
  });
});

test('gives the lesson’s own sentence where it has one', () => {
  const todo = judged('{ assert: user, say: "Root {{is}} not welcome." }', 'FROM debian:stable-slim\n');
  expect(translate('en', todo.message)).toBe('Root {{is}} not welcome.');
});

test('leaves what only a run can show unknown, and then never predicts a pass', () => {
  const todo = judged('{ assert: answers, path: / }', 'FROM debian:stable-slim\nCMD ["cat"]\n');
  expect(todo.status).toBe('unknown');
});

test('takes build arguments and the target from the manifest', () => {
  const more = 'build: { arguments: { WHERE: /srv }, target: one }';
  const dockerfile = 'FROM debian:stable-slim AS one\nARG WHERE=/tmp\nWORKDIR $WHERE\nFROM scratch\n';
  expect(judged('{ assert: workdir, path: /srv }', dockerfile, more).status).toBe('done');
  expect(judged('{ assert: workdir, path: /tmp }', dockerfile, more).status).toBe('wrong');
});

describe('the FastAPI lesson', () => {
  let lesson: InstalledLesson;
  let answer: string;
  beforeAll(async () => {
    lesson = await loadLesson(join(lessons, 'fastapi-docker'));
    answer = await readFile(join(lessons, 'fastapi-docker/solution/Dockerfile'), 'utf8');
  });

  const report = (dockerfile: string, more: Readonly<Record<string, string>> = {}): CheckReport =>
    check({
      student: { files: { Dockerfile: dockerfile, '.dockerignore': '.git\n', ...more }, complete: true },
      ...lesson,
    });

  test('predicts that its own solution passes', () => {
    expect(report(answer)).toMatchObject({ ready: true, findings: [], wanted: [] });
  });

  /** Mistakes, and the TODO that each belongs to; null if it belongs to none. */
  const mistakes: readonly (readonly [string, (text: string) => string, number | null])[] = [
    ['the packages are not installed', (text) => text.replace(/^RUN pip.*\n/m, ''), 3],
    ['the list comes after the installation', (text) => moved(text, 'COPY requirements.txt', 'COPY app'), 3],
    [
      'the code comes before the installation',
      (text) => text.replace('COPY requirements.txt .', 'COPY . .'),
      3,
    ],
    ['the code is not copied', (text) => text.replace('COPY app ./app\n', ''), 4],
    ['the code lies elsewhere', (text) => text.replace('COPY app ./app', 'COPY app .'), 4],
    ['it runs as root', (text) => text.replace('USER reader', ''), 5],
    ['the user is not there', (text) => text.replace(/^RUN useradd.*\n/m, ''), null],
    [
      'a shell stands around',
      (text) => text.replace(/^CMD.*$/m, 'CMD uvicorn app.main:app --host 0.0.0.0'),
      6,
    ],
    ['it listens on localhost', (text) => text.replace('0.0.0.0', '127.0.0.1'), 6],
    ['it listens on another port', (text) => text.replace('"8000"', '"9000"'), 6],
    ['the module has another name', (text) => text.replace('app.main', 'main'), null],
    ['nothing is started', (text) => text.replace(/^CMD.*$/m, ''), 6],
    ['another folder', (text) => text.replace('WORKDIR /code', 'WORKDIR /srv'), 1],
  ];

  test.each(mistakes)('names the right TODO of the FastAPI lesson where %s', (_, change, todo) => {
    const text = change(answer);
    expect(text).not.toBe(answer);
    const { ready, todos, findings } = report(text);
    expect(ready).toBe(false);
    if (todo === null) expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
    else expect(todos.find(({ n }) => n === todo)?.status).toMatch(/missing|wrong/);
  });

  test.each(mistakes)('never mentions another toolchain where %s', (_, change) => {
    const { todos, findings } = report(change(answer));
    const said = [...todos, ...findings].map(({ message }) => translate('en', message)).join('\n');
    expect(said).not.toMatch(/\buv\b|manage\.py|django/i);
  });
});

/** Moves the line that begins with one text behind another line. */
function moved(text: string, what: string, behind: string): string {
  const lines = text.split('\n');
  const line = lines.find((each) => each.startsWith(what)) ?? '';
  return lines
    .filter((each) => each !== line)
    .flatMap((each) => (each.startsWith(behind) ? [each, line] : [each]))
    .join('\n');
}
