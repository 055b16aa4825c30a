import { describe, expect, test } from '@jest/globals';
import { readForm, readMessage } from '../../src/intake/read-message.ts';
import { fence } from './short-files.ts';

/** Patterns that would be something else in another file: instructions, file names, words of a page or of a sentence. */
const files: Readonly<Record<string, string>> = {
  'a folder called like an instruction': '.venv\nenv\n*.pyc\n\ntests\ndocs\n',
  'a folder in capital letters': '.git\nENV\n\nbuild\n',
  'folders called like instructions, and words': 'volume\nuser\nlabel\n*.log\n\nShare\nFollow\n',
  'a comment that begins like an instruction': '.git\n# Add what is built\nadd\n\ndist\nimages\n',
  'a word before all others': 'tests\n.git\n*.pyc\n',
  'a first folder called like an instruction': 'env\n.git\n*.pyc\n\nnotes\n',
  'the name of another file before all others': 'entrypoint.sh\n.git\n**/*.pyc\n',
  'what comes in again': '*\n!src\n!user\n\ndata\n',
};
const ways: Readonly<Record<string, (text: string) => ReturnType<typeof readMessage>>> = {
  'attached file': (text) => readMessage({ text: '', files: [{ name: '.dockerignore', text }] }),
  'text under its name': (text) => readMessage({ text: `.dockerignore:\n${text}`, files: [] }),
  'code block under its name': (text) => readMessage({ text: `.dockerignore\n${fence(text)}`, files: [] }),
  'code block of its language': (text) => readMessage({ text: fence(text, 'dockerignore'), files: [] }),
  'form field': (text) => readForm({ dockerignore: text }, []),
};

describe.each(Object.entries(ways))('a .dockerignore as %s', (_, read) => {
  test.each(Object.entries(files))('keeps all its lines with %s', (_what, text) => {
    expect(read(text).files).toEqual({ '.dockerignore': text });
  });
});

test.each(['dockerignore', '.dockerignore', 'text', 'gitignore'])(
  'the label %s above a .dockerignore in its field is none of its patterns',
  (label) => {
    const { files: found } = readForm({ dockerignore: `${label}\n.git\n*.pyc\n` }, []);
    expect(found).toEqual({ '.dockerignore': '.git\n*.pyc\n' });
  },
);

test('buttons of a web page below a Dockerfile are no part of it, though each could be a pattern', () => {
  const text = 'FROM python:3.11-slim\nUSER app\nCMD ["python"]\n';
  expect(readMessage({ text: `${text}\nShare\nFollow\n`, files: [] }).files).toEqual({ Dockerfile: text });
});
