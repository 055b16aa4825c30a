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

  test('a second file may begin on the line that leads to it, behind its name', () => {
    expect(read(`Dockerfile: ${dockerfile}\nentrypoint.sh: ${script}`).files).toEqual({
      Dockerfile: dockerfile,
      'entrypoint.sh': script,
    });
  });

  test.each([
    'should I take FROM python:3.12-slim or FROM python:3.12?',
    'my first line is: FROM python:3.12-slim',
    'why does it say FROM python:3.12-slim\nWhat is slim?',
  ])('a sentence that quotes a line is a question: %j', (text) => {
    expect(read(text)).toMatchObject({ kind: 'question', files: {} });
  });

  test('a line within a file begins no other one', () => {
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
  ])('%s…%s', (before, after) => {
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
  ])('a remark for lines that are left out makes it a part: %s', (remark) => {
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
