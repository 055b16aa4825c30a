import { describe, expect, test } from '@jest/globals';
import { readMessage } from '../../src/intake/read-message.ts';
import { dockerfile, fence, ignore, script } from './short-files.ts';

const read = (text: string, files: readonly { readonly name: string; readonly text: string }[] = []) =>
  readMessage({ text, files });

describe('messages', () => {
  test('recognises three code blocks by their content, whatever their languages', () => {
    const all = [fence(dockerfile, 'bash'), fence(script, 'dockerfile'), fence(ignore)].join('\n');
    expect(read(all)).toEqual({
      kind: 'files',
      files: { Dockerfile: dockerfile, 'entrypoint.sh': script, '.dockerignore': ignore },
      problems: [],
    });
  });

  test('uses the file name above a code block', () => {
    const odd = 'node_modules\n';
    expect(read(`**.dockerignore:**\n${fence(odd)}`).files).toEqual({ '.dockerignore': odd });
  });

  test('drops the greeting above a Dockerfile without a code block', () => {
    expect(read(`hi, is this right?\n\n# base\n${dockerfile}`).files).toEqual({
      Dockerfile: `# base\n${dockerfile}`,
    });
  });

  test('splits a message without code blocks at its headings', () => {
    const { files } = read(`Dockerfile:\n${dockerfile}\nbackend/.dockerignore\n${ignore}`);
    expect(files).toEqual({ Dockerfile: dockerfile, '.dockerignore': ignore });
  });

  test('finds no files and no problems in a greeting', () => {
    expect(read('thanks a lot!')).toEqual({ kind: 'greeting', files: {}, problems: [] });
    expect(read('')).toEqual({ kind: 'nothing', files: {}, problems: [] });
  });

  test('reports the first line of an unknown code block', () => {
    expect(read(fence('{"a": 1}\n', 'json')).problems).toEqual([
      { kind: 'unknown', name: null, start: '{"a": 1}' },
    ]);
  });

  test('does not take terminal commands in a bash block for a script', () => {
    expect(read(fence('docker build -t x .\n', 'bash')).files).toEqual({});
  });

  test('takes the last whole one of several Dockerfiles', () => {
    const text = [fence('FROM a\nRUN b\n'), fence('FROM c\nRUN d\n'), fence('RUN e\nCOPY . .\n')].join('\n');
    expect(read(text)).toEqual({
      kind: 'files',
      files: { Dockerfile: 'FROM c\nRUN d\n' },
      problems: [{ kind: 'several', path: 'Dockerfile', left: 1 }],
    });
  });

  test('reads only the first fifty code blocks', () => {
    const { problems } = read(Array.from({ length: 60 }, (_, i) => fence(`FROM a:${i}\n`)).join('\n'));
    expect(problems).toContainEqual({ kind: 'too-many', taken: 50 });
  });

  test('keeps the line endings of attachments, and a byte order mark only in a script', () => {
    const { files } = read('', [
      { name: 'Dockerfile', text: `\uFEFF${dockerfile}` },
      { name: 'entrypoint.sh', text: '\uFEFF#!/bin/sh\r\n' },
    ]);
    expect(files).toEqual({ Dockerfile: dockerfile, 'entrypoint.sh': '\uFEFF#!/bin/sh\r\n' });
  });

  test('recognises the message.txt that Discord makes of a long paste by its content', () => {
    expect(read('', [{ name: 'message.txt', text: dockerfile }]).files).toEqual({ Dockerfile: dockerfile });
    expect(read('', [{ name: 'message.txt', text: fence(script) }]).files).toEqual({
      'entrypoint.sh': script,
    });
  });

  test('reports an attachment that is none of the lesson’s files', () => {
    const { files, problems } = read('', [{ name: 'pyproject.toml', text: '[project]\nname = "x"\n' }]);
    expect(files).toEqual({});
    expect(problems).toEqual([{ kind: 'unknown', name: 'pyproject.toml', start: '[project]' }]);
  });

  test('keeps the name of a script that the Dockerfile starts', () => {
    const startsIt = 'FROM a\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n';
    const { files } = read(fence(startsIt), [{ name: 'start.sh', text: script }]);
    expect(Object.keys(files).sort()).toEqual(['Dockerfile', 'start.sh']);
  });

  test('uses the file names of the lesson', () => {
    const names = { dockerfile: 'docker/Dockerfile', dockerignore: '.dockerignore', entrypoint: 'run.sh' };
    expect(Object.keys(readMessage({ text: fence(dockerfile), files: [] }, names).files)).toEqual([
      'docker/Dockerfile',
    ]);
  });
});
