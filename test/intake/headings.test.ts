import { describe, expect, test } from '@jest/globals';
import { readMessage } from '../../src/intake/read-message.ts';
import { lessonFiles } from './wrappings.ts';

const { Dockerfile: dockerfile, 'entrypoint.sh': script, '.dockerignore': ignore } = lessonFiles;
const read = (text: string) => readMessage({ text, files: [] });
const numbered = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((line, at) => `${at + 1}  ${line}`)
    .join('\n');
const movedIn = (text: string): string => text.replaceAll(/^(?=.)/gm, '    ');

/** A file's name as a heading above it; `n` is the number of the file. */
const headings: readonly ((name: string, n: number) => string)[] = [
  (name) => `my ${name}`,
  (name) => `this is the ${name}`,
  (name) => `final ${name}`,
  (name) => `${name} below`,
  (name) => `${name} (v2)`,
  (name) => `(${name}, new version)`,
  (name) => `...${name}...`,
  (name) => `<b>${name}</b>`,
  (name) => `╔══ ${name} ══╗`,
  (name, n) => `TODO ${n} - ${name}`,
  (name, n) => `Step ${n}: ${name}`,
  (name, n) => `File ${n}/3: ${name}`,
  (name, n) => `${n}. ${name}`,
  (name, n) => `${n}) ${name}`,
  (name, n) => `${'abc'[n - 1]}) ${name}`,
  (name) => name,
  (name) => `voici le ${name} :`,
];

const together = (head: (name: string, n: number) => string, body: (text: string) => string): string =>
  Object.entries(lessonFiles)
    .map(([name, text], at) => `${head(name, at + 1)}\n${body(text)}`)
    .join('\n');

describe.each([
  ['as they are', (text: string) => text],
  ['with numbered lines', numbered],
  ['moved in', movedIn],
  ['quoted', (text: string) => text.trimEnd().replaceAll(/^/gm, '> ')],
])('Three files in one message, %s', (_how, body) => {
  test.each(headings.map((head) => [head('entrypoint.sh', 2), head] as const))(
    'Three files are distinguished by names like %j',
    (_name, head) => {
      expect(read(together(head, body)).files).toEqual(lessonFiles);
    },
  );
});

test.each([
  ['1. Dockerfile', dockerfile],
  ['my Dockerfile', dockerfile],
])('Below %j, lines numbered from 1 on are a file', (heading, text) => {
  expect(read(`${heading}\n${numbered(text)}`).files).toEqual({ Dockerfile: text });
});

test('What names a file and has something else below it is no heading', () => {
  const text = `${script.trimEnd()}\n# the Dockerfile copies this script\necho done\n`;
  expect(read(text).files).toEqual({ 'entrypoint.sh': text });
  expect(read('does the Dockerfile need it?\nRUN chmod +x /entrypoint.sh').files).toEqual({});
  expect(read(`${ignore}Dockerfile\n`).files).toEqual({ '.dockerignore': `${ignore}Dockerfile\n` });
});

test('A numbered list of sentences keeps what it says', () => {
  expect(read('1. I built it\n2. I ran it\n3. nothing answers, why?')).toMatchObject({
    kind: 'question',
    files: {},
  });
});

test.each([
  'docker build -t shop . は何ですか',
  'chmod +x entrypoint.sh 是什么意思',
  'uv run python manage.py migrate зачем',
  'docker ps τι κάνει',
])('%j is a question, and no command', (text) => {
  expect(read(text)).toMatchObject({ kind: 'question', files: {} });
});

test.each([
  ['ARG', `ARG PYTHON=3.12\n${dockerfile}`],
  ['a comment', `# the new one\n${dockerfile}`],
  ['two ARGs', `ARG PYTHON=3.12\nARG KIND=slim\n${dockerfile}`],
  ['FROM', dockerfile],
])('Below an older Dockerfile and a sentence, a newer one may begin with %s', (_first, newer) => {
  const older = 'FROM python:3.9\nCOPY . .\nCMD x\n';
  expect(read(`${older}\nthat was it, and now:\n\n${newer}`).files).toEqual({ Dockerfile: newer });
  expect(read(`${older.replaceAll(/^(?=.)/gm, '> ')}\nnow it is\n\n${newer}`).files).toEqual({
    Dockerfile: newer,
  });
});

test.each(['no problem, have a nice evening', 'np!', 'pas de souci 🙂', "you're welcome"])(
  '%j is polite',
  (text) => {
    expect(read(text).kind).toBe('greeting');
  },
);

test.each(['https://git.example/ada/shop/pull/12 please check, thanks', 'thanks! https://git.example/x'])(
  'An address is more than thanks: %j',
  (text) => {
    expect(read(text).kind).toBe('question');
  },
);
