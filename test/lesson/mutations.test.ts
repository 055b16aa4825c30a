import { describe, expect, test } from '@jest/globals';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { planMutations } from '../../src/lesson/mutations/mutations.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';

type Files = Readonly<Record<string, string>>;

/** The names of the mistakes that a proof makes in a solution of a lesson with these assertions. */
function mistakesIn(assertions: readonly object[], files: Files): ReadonlyMap<string, Files> {
  const manifest = {
    ...{ slug: 'one', image: 'one', port: 8000, baseImages: ['python', 'node', 'nginx', 'debian'] },
    promises: assertions,
  };
  const { lesson } = parseLesson(
    { text: '# One\n\n```\n# TODO 1: Do it\n```\n', file: 'lesson.md' },
    { text: JSON.stringify(manifest), file: 'manifest.json' },
  );
  if (lesson.manifest === null) throw new Error('the lesson has no manifest');
  const own: Lesson & { readonly manifest: NonNullable<Lesson['manifest']> } = {
    ...{ ...lesson, manifest: lesson.manifest },
  };
  return new Map(planMutations(own, files).mutations.map((each) => [each.name, each.files]));
}

/** The lines that a mistake adds to the Dockerfile, and those that it removes. */
function changes(before: string, after: string): string {
  const old = before.split('\n');
  const now = after.split('\n');
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ].join('\n');
}

const python = 'FROM python:3.11-slim\nCOPY . .\nUSER 1000\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "app"]\n';
const script = 'FROM python:3.11-slim\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n';
const node =
  'FROM node:24\nCOPY package*.json ./\nRUN npm ci\nRUN npm run build\nFROM node:24\nCOPY --from=0 /app/dist /app\nCMD ["node", "/app/server.js"]\n';
const nginx = 'FROM nginx:stable\nCOPY pages /usr/share/nginx/html\n';
const scratch = 'FROM scratch\nCOPY server /\nENTRYPOINT ["/server"]\n';
const file = (more: object) => ({ assert: 'file', path: '/srv/app.py', ...more });
const answers = { assert: 'answers', path: '/' };
const stops = { assert: 'stops', within: 5 };

describe('the known ways to miss an assertion', () => {
  test.each([
    ['a file that comes with all others', file({}), python, ['+ RUN rm -rf /srv/app.py']],
    [
      'a file that has a mode of its own',
      file({ executable: true }),
      python,
      ['+ RUN rm -rf /srv/app.py', '+ RUN chmod a-x /srv/app.py'],
    ],
    ['a file that must not be there', file({ absent: true }), python, ['+ RUN mkdir -p /srv/app.py']],
    ['a file in an empty image', file({}), scratch, []],
    [
      'an address in the Dockerfile',
      { assert: 'listens' },
      python,
      [
        '- CMD ["gunicorn", "-b", "0.0.0.0:8000", "app"]\n+ CMD ["gunicorn", "-b", "127.0.0.1:8000", "app"]',
        '- CMD ["gunicorn", "-b", "0.0.0.0:8000", "app"]\n+ CMD ["gunicorn", "-b", "0.0.0.0:8001", "app"]',
      ],
    ],
    [
      'an address in the program',
      { assert: 'listens' },
      scratch,
      ['- ENTRYPOINT ["/server"]\n+ ENTRYPOINT ["sleep", "600"]'],
    ],
    [
      'an answer of Python',
      answers,
      python,
      [
        '- CMD ["gunicorn", "-b", "0.0.0.0:8000", "app"]\n+ ENTRYPOINT ["python", "-m", "http.server", "8000", "--directory", "/var/empty"]',
      ],
    ],
    ['an answer of nginx', answers, nginx, ['+ RUN rm -rf /usr/share/nginx/html']],
    [
      'an answer of another program',
      answers,
      scratch,
      ['- ENTRYPOINT ["/server"]\n+ ENTRYPOINT ["sleep", "600"]'],
    ],
    [
      'an end in time',
      stops,
      python,
      [
        '- CMD ["gunicorn", "-b", "0.0.0.0:8000", "app"]\n+ ENTRYPOINT ["sh", "-c", "gunicorn -b 0.0.0.0:8000 app; exit $?"]',
      ],
    ],
    ['an end in time of an empty image', stops, scratch, []],
  ])('makes the known mistakes against %s', (_, assertion, Dockerfile, expected) => {
    const made = [...mistakesIn([assertion], { Dockerfile })].filter(([name]) => name.startsWith('promise'));
    expect(made.map(([, files]) => changes(Dockerfile, files.Dockerfile ?? ''))).toEqual(expected);
  });

  test('leaves the user of the answer as it was where a command spoils the image', () => {
    const [made] = mistakesIn([file({})], { Dockerfile: python }).values();
    expect(made?.Dockerfile?.split('\n').slice(1, 4)).toEqual([
      ...['COPY . .', 'RUN rm -rf /srv/app.py', 'USER 1000'],
    ]);
  });

  test('makes mistakes in the start script that says where the server listens', () => {
    const start = '#!/bin/sh\nexec gunicorn -b 0.0.0.0:8000 app\n';
    const made = mistakesIn([{ assert: 'listens' }], { Dockerfile: script, 'entrypoint.sh': start });
    expect([...made.values()].map((files) => files['entrypoint.sh'])).toEqual([
      start.replace('0.0.0.0', '127.0.0.1'),
      start.replace(':8000', ':8001'),
    ]);
    expect([...made.values()].map(({ Dockerfile }) => Dockerfile)).toEqual([script, script]);
  });
});

describe('the classic mistakes of toolchains', () => {
  test('makes the classic mistakes of npm in an answer that installs, builds and copies', () => {
    const made = mistakesIn([], { Dockerfile: node });
    expect(
      Object.fromEntries([...made].map(([name, files]) => [name, changes(node, files.Dockerfile ?? '')])),
    ).toEqual({
      'classic: npm ci without its lock file': '- COPY package*.json ./\n+ COPY package.json ./',
      'classic: without npm run': '- RUN npm run build',
      'classic: the built files of another folder':
        '- COPY --from=0 /app/dist /app\n+ COPY --from=0 /app/no-such-folder /app',
    });
  });

  test.each([
    [
      'uv',
      'FROM python:3.11\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\n',
      ['without uv sync', 'uv sync before its pyproject.toml', 'uv sync --frozen without its lock file'],
    ],
    [
      'pip',
      'FROM python:3.11\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n',
      [
        'pip install before its requirements.txt',
        'pip install -r without the file',
        'the name of the file without -r',
      ],
    ],
    [
      'poetry',
      'FROM python:3.11\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --no-root\n',
      ['without poetry install', 'poetry install before its pyproject.toml'],
    ],
    [
      'Go',
      'FROM golang:1.24\nCOPY go.mod main.go .\nRUN go build -o /a .\nFROM scratch\nCOPY --from=0 /a /a\nCMD ["/a"]\n',
      ['without go build', 'go build before its go.mod', 'a shell around the program'],
    ],
    ['nginx', nginx, ['the pages in a folder that nginx does not serve', 'nginx in the background']],
  ])('makes the classic mistakes of %s, each of which changes the answer', (_, Dockerfile, expected) => {
    const made = mistakesIn([], { Dockerfile });
    expect([...made.keys()]).toEqual(expected.map((what) => `classic: ${what}`));
    for (const files of made.values()) expect(files.Dockerfile).not.toBe(Dockerfile);
  });

  test('moves what a step needs below it, and leaves the rest', () => {
    const before = 'FROM golang:1.24\nCOPY go.mod main.go .\nRUN go build .\n';
    const made = mistakesIn([], { Dockerfile: before }).get('classic: go build before its go.mod');
    expect(made?.Dockerfile).toBe('FROM golang:1.24\nRUN go build .\nCOPY go.mod main.go .\n');
  });

  test('starts nginx no second way where the answer says how it starts', () => {
    const made = mistakesIn([], { Dockerfile: `${nginx}CMD ["nginx", "-g", "daemon off;"]\n` });
    expect([...made.keys()]).not.toContain('classic: nginx in the background');
  });

  test('makes no mistake of npm in an answer without it', () => {
    expect(mistakesIn([], { Dockerfile: python }).size).toBe(0);
  });
});
