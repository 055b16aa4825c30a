import { describe, expect, test } from '@jest/globals';
import { readMessage } from '../../src/intake/read-message.ts';

const dockerfile =
  'FROM python:3.12-slim AS base\nWORKDIR /app\nCOPY . .\nCMD ["sh", "-c", "echo FROM here"]\n';
const script = '#!/bin/sh\nset -e\nexec uv run python manage.py runserver 0.0.0.0:8000\n';
const read = (text: string) => readMessage({ text, files: [] });

describe('A file may begin on the line that leads to it', () => {
  test.each([
    'check: ',
    '<@123456789012345678> ',
    'my Dockerfile: ',
    '@Dockhand ',
    'voilà : ',
    '→ ',
    'Lea: ',
  ])('behind %j', (before) => {
    expect(read(`${before}${dockerfile}`).files).toEqual({ Dockerfile: dockerfile });
    expect(read(`${before}${script}`).files).toEqual({ 'entrypoint.sh': script });
  });

  test('A second file may begin behind its name', () => {
    expect(read(`Dockerfile: ${dockerfile}\nentrypoint.sh: ${script}`).files).toEqual({
      Dockerfile: dockerfile,
      'entrypoint.sh': script,
    });
  });

  test.each([
    'should I take FROM python:3.12-slim or FROM python:3.12?',
    'my first line is: FROM python:3.12-slim',
    'why does it say FROM python:3.12-slim\nWhat is slim?',
  ])('A sentence that quotes a line is a question: %j', (text) => {
    expect(read(text)).toMatchObject({ kind: 'question', files: {} });
  });

  test('A line within a file begins no other one', () => {
    const echoing = `${dockerfile}RUN true \\\n && echo as in FROM scratch\nUSER app\n`;
    expect(read(echoing).files).toEqual({ Dockerfile: echoing });
  });
});

describe('Quotation marks around a whole file are no part of it', () => {
  test.each([
    ['"', '"'],
    ["'", "'"],
    ['“', '”'],
    ['„', '“'],
    ['«', '»'],
    ['"""\n', '\n"""'],
    ["'''\n", "\n'''"],
  ])('Marks %j and %j are taken off', (before, after) => {
    const plain = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ./start\n';
    expect(read(`${before}${plain.trimEnd()}${after}`).files).toEqual({ Dockerfile: plain });
  });
});

describe('A comment that stands for lines makes a file a part of one', () => {
  test.each([
    '# ...',
    '#...',
    '# …',
    '# [...]',
    '# ... existing code ...',
    '# ... rest of the file',
    '# rest is the same',
    '# (the rest stays as it was)',
    '# same as before',
    '# unchanged',
    '# le reste ne change pas',
    '# everything else stays the same',
    '// ... existing code ...',
  ])('Nothing is replaced by a file with %s', (remark) => {
    const shown = `FROM python:3.12-slim\nWORKDIR /app\n${remark}\nCMD ["sh"]`;
    expect(read(shown)).toMatchObject({ kind: 'fragment', files: {} });
    expect(read(`\`\`\`dockerfile\n${shown}\n\`\`\``)).toMatchObject({ kind: 'fragment', files: {} });
    expect(read(`#!/bin/sh\nset -e\n${remark}\nexec "$@"`).files).toEqual({});
  });

  test.each([
    '# Install the rest of the packages',
    '# Same port as in Compose',
    '# The remaining layers are cached…',
  ])('%s describes the next line', (comment) => {
    const whole = `FROM python:3.12-slim\nWORKDIR /app\n${comment}\nRUN true\nCMD ["sh"]\n`;
    expect(read(whole).files).toEqual({ Dockerfile: whole });
  });
});

test.each([
  '-RUN pip install uv\n+RUN pip install --no-cache-dir uv',
  '-CMD python app.py\n+CMD ["python", "app.py"]',
  ' WORKDIR /app\n-COPY . .\n+COPY pyproject.toml uv.lock ./\n RUN uv sync',
])('A changed line in the marks of a diff is a part of a file: %j', (text) => {
  expect(read(text)).toMatchObject({ kind: 'fragment', files: {} });
});

test.each(['good morning everyone ☀️', 'merci ❤️', '✌️', 'hi ☺️!'])('%j is a greeting', (text) => {
  expect(read(text).kind).toBe('greeting');
});

test.each(['\u200b', ' \u200b\u200e ', '\ufeff'])(
  'A message of nothing but invisible signs says nothing',
  (text) => {
    expect(read(text).kind).toBe('nothing');
  },
);

test.each(['a) ', '(b) ', '2. ', 'iv) '])('A name behind %j is a heading', (item) => {
  const text = `${item}Dockerfile\n${dockerfile}\n${item}entrypoint.sh\n${script}`;
  expect(read(text).files).toEqual({ Dockerfile: dockerfile, 'entrypoint.sh': script });
});

test('Signs that set each line of a text apart are no part of it', () => {
  const apart = dockerfile.replaceAll(/^(.+)$/gm, '\u2066$1\u2069');
  expect(read(apart).files).toEqual({ Dockerfile: dockerfile });
});

test.each([
  'requirements.txt',
  'requirements-dev.txt',
  '.env',
  '.env.example',
  'go.mod',
  'App.tsx',
  'schema.sql',
])('An attached %s is another file, whatever it says', (name) => {
  const { kind, problems } = readMessage({ text: '', files: [{ name, text: 'django==5\n' }] });
  expect({ kind, problems }).toEqual({
    kind: 'unknown',
    problems: [{ kind: 'unknown', name, start: 'django==5' }],
  });
});
