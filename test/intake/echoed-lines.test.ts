import { expect, test } from '@jest/globals';
import { joinEchoes } from '../../src/intake/echoed-lines.ts';
import { readMessage } from '../../src/intake/read-message.ts';

const dockerfile = [
  'FROM python:3.11-slim',
  'WORKDIR /app',
  'RUN pip install uv',
  'COPY . .',
  'CMD ["python", "app.py"]',
];

const ways: readonly (readonly [string, (line: string, at: number) => string])[] = [
  ['single quotes', (line) => `echo '${line}' >> Dockerfile`],
  ['double quotes', (line) => `echo "${line.replaceAll('"', '\\"')}" >> Dockerfile`],
  ['a prompt', (line) => `$ echo '${line}' >> Dockerfile`],
  ['a first line that creates it', (line, at) => `echo '${line}' ${at === 0 ? '>' : '>>'} Dockerfile`],
  ['no blank before the name', (line) => `echo '${line}' >>Dockerfile`],
  ['a name in quotes', (line) => `echo '${line}' >> "Dockerfile"`],
];

test.each(ways)('reads a Dockerfile out of the commands that write it, with %s', (_name, write) => {
  const { kind, files } = readMessage({ text: dockerfile.map(write).join('\n'), files: [] });
  expect({ kind, text: files.Dockerfile }).toEqual({ kind: 'files', text: `${dockerfile.join('\n')}\n` });
});

test('leaves a text alone in which other commands stand, too', () => {
  const lines = [
    "echo 'a' >> Dockerfile",
    "echo 'b' >> Dockerfile",
    "echo 'c' >> Dockerfile",
    'docker build .',
  ];
  expect(joinEchoes(lines)).toBe(lines);
});

test('takes two of them for commands', () => {
  const lines = ["echo 'a' >> Dockerfile", "echo 'b' >> Dockerfile"];
  expect(joinEchoes(lines)).toBe(lines);
});
