import { describe, expect, test } from '@jest/globals';
import { splitBlocks } from '../../src/intake/fences.ts';
import { roleByContent, roleByName } from '../../src/intake/file-role.ts';
import { readForm, readMessage } from '../../src/intake/read-message.ts';

const dockerfile = 'FROM python:3.11-slim\nRUN pip install uv\n';
const script = '#!/bin/sh\nset -e\nexec uv run python manage.py runserver 0.0.0.0:8000\n';
const ignore = '__pycache__/\n*.pyc\n.venv/\n';
const fence = (content: string, label = '') => `\`\`\`${label}\n${content}\`\`\``;
const sort = (text: string, files: readonly { readonly name: string; readonly text: string }[] = []) =>
  readMessage({ text, files });

describe('blocks', () => {
  test.each([
    ['an ordinary fence', '```sh\necho\n```', [{ label: 'sh', content: 'echo\n' }]],
    ['a fence that opens and closes within a line', '```FROM a```', [{ label: '', content: 'FROM a\n' }]],
    ['a first line that is no label', '```FROM a\nRUN b\n```', [{ label: '', content: 'FROM a\nRUN b\n' }]],
    ['a fence that never closes', 'so:\n```\nFROM a', [{ label: '', content: 'FROM a\n' }]],
    ['Windows line ends', '```\r\nFROM a\r\n```', [{ label: '', content: 'FROM a\n' }]],
    ['shorter fences inside', '````\n```\nFROM a\n```\n````', [{ label: '', content: '```\nFROM a\n```\n' }]],
    ['empty fences', '``````\n``` ```', []],
  ])('%s', (_what, message, expected) => {
    const fenced = splitBlocks(message).filter((block) => block.fenced);
    expect(fenced.map(({ label, content }) => ({ label, content }))).toEqual(expected);
  });

  test('know the line above them', () => {
    expect(splitBlocks(`here is .dockerignore\n${fence(ignore)}`)[1]?.before).toBe('here is .dockerignore');
  });
});

describe('a role', () => {
  test.each([
    ['Dockerfile', 'dockerfile'],
    ['dockerfile.txt', 'dockerfile'],
    ['Dockerfile (1)', 'dockerfile'],
    ['Dockerfile.dev', 'dockerfile'],
    ['web.dockerfile', 'dockerfile'],
    ['.dockerignore', 'dockerignore'],
    ['dockerignore', 'dockerignore'],
    ['dockerignore.txt', 'dockerignore'],
    ['Dockerfile.dockerignore', 'dockerignore'],
    ['entrypoint.sh', 'entrypoint'],
    ['C:\\work\\start.sh', 'entrypoint'],
    ['pyproject.toml', null],
    ['message.txt', null],
  ])('by the name %s is %s', (name, role) => {
    expect(roleByName(name)).toBe(role);
  });

  test.each([
    ['a Dockerfile', dockerfile, 'dockerfile'],
    ['a Dockerfile in lower case', 'from a\nrun b\n', 'dockerfile'],
    ['a Dockerfile with comments first', `# syntax=docker/dockerfile:1\n# mine\n${dockerfile}`, 'dockerfile'],
    ['a Dockerfile with long RUNs', 'FROM a\nRUN x \\\n  y \\\n  z \\\n  w\n', 'dockerfile'],
    ['a piece of a Dockerfile', 'COPY . .\nRUN uv sync\n', 'dockerfile'],
    ['a Dockerfile with a here-document', 'FROM a\nRUN <<EOF\nset -e\nEOF\n', 'dockerfile'],
    ['a script', script, 'entrypoint'],
    ['a script without its first line', 'set -e\nexec python manage.py runserver\n', 'entrypoint'],
    ['a .dockerignore', ignore, 'dockerignore'],
    ['what one types at the shell', 'docker build -t app .\ndocker run app\n', null],
    ['words', 'what is wrong with my file?\n', null],
    ['one word', 'hello\n', null],
    ['an answer in JSON', '[{"id": 1}]\n', null],
    ['a traceback', 'Traceback (most recent call last):\n  File "x"\nKeyError: 1\n', null],
    ['comments alone', '# TODO\n', null],
    ['from in a sentence', 'from my point of view it is fine\n', null],
  ])('by content: %s', (_what, content, role) => {
    expect(roleByContent(content)?.role ?? null).toBe(role);
  });
});

describe('a message', () => {
  test('with three blocks is sorted by content, whatever their labels', () => {
    const all = [fence(dockerfile, 'bash'), fence(script, 'dockerfile'), fence(ignore)].join('\n');
    expect(sort(all)).toEqual({
      kind: 'files',
      files: { Dockerfile: dockerfile, 'entrypoint.sh': script, '.dockerignore': ignore },
      problems: [],
    });
  });

  test('takes the name that is written above a block', () => {
    const odd = 'node_modules\n';
    expect(sort(`**.dockerignore:**\n${fence(odd)}`).files).toEqual({ '.dockerignore': odd });
  });

  test('without fences is a Dockerfile, without its greeting', () => {
    expect(sort(`hi, is this right?\n\n# base\n${dockerfile}`).files).toEqual({
      Dockerfile: `# base\n${dockerfile}`,
    });
  });

  test('without fences is cut at headings', () => {
    const { files } = sort(`Dockerfile:\n${dockerfile}\nbackend/.dockerignore\n${ignore}`);
    expect(files).toEqual({ Dockerfile: dockerfile, '.dockerignore': ignore });
  });

  test('of mere words holds nothing and is no reason to complain', () => {
    expect(sort('thanks a lot!')).toEqual({ kind: 'greeting', files: {}, problems: [] });
    expect(sort('')).toEqual({ kind: 'nothing', files: {}, problems: [] });
  });

  test('with a block that is nothing known says how it starts', () => {
    expect(sort(fence('{"a": 1}\n', 'json')).problems).toEqual([
      { kind: 'unknown', name: null, start: '{"a": 1}' },
    ]);
  });

  test('with shell commands in a bash block has no entrypoint', () => {
    expect(sort(fence('docker build -t x .\n', 'bash')).files).toEqual({});
  });

  test('with several Dockerfiles takes the last whole one', () => {
    const text = [fence('FROM a\nRUN b\n'), fence('FROM c\nRUN d\n'), fence('RUN e\nCOPY . .\n')].join('\n');
    expect(sort(text)).toEqual({
      kind: 'files',
      files: { Dockerfile: 'FROM c\nRUN d\n' },
      problems: [{ kind: 'several', path: 'Dockerfile', left: 1 }],
    });
  });

  test('with more blocks than anybody has looks at the first fifty', () => {
    const { problems } = sort(Array.from({ length: 60 }, (_, i) => fence(`FROM a:${i}\n`)).join('\n'));
    expect(problems).toContainEqual({ kind: 'too-many', taken: 50 });
  });

  test('keeps the line ends of attached files, and the byte order mark of a script alone', () => {
    const { files } = sort('', [
      { name: 'Dockerfile', text: `\uFEFF${dockerfile}` },
      { name: 'entrypoint.sh', text: '\uFEFF#!/bin/sh\r\n' },
    ]);
    expect(files).toEqual({ Dockerfile: dockerfile, 'entrypoint.sh': '\uFEFF#!/bin/sh\r\n' });
  });

  test('knows what Discord makes of a long paste by its content', () => {
    expect(sort('', [{ name: 'message.txt', text: dockerfile }]).files).toEqual({ Dockerfile: dockerfile });
    expect(sort('', [{ name: 'message.txt', text: fence(script) }]).files).toEqual({
      'entrypoint.sh': script,
    });
  });

  test('names an attached file that is nothing known', () => {
    const { files, problems } = sort('', [{ name: 'pyproject.toml', text: '[project]\nname = "x"\n' }]);
    expect(files).toEqual({});
    expect(problems).toEqual([{ kind: 'unknown', name: 'pyproject.toml', start: '[project]' }]);
  });

  test('keeps the name of a script that the Dockerfile starts', () => {
    const with_ = 'FROM a\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n';
    const { files } = sort(fence(with_), [{ name: 'start.sh', text: script }]);
    expect(Object.keys(files).sort()).toEqual(['Dockerfile', 'start.sh']);
  });

  test('uses the lesson’s own names', () => {
    const names = { dockerfile: 'docker/Dockerfile', dockerignore: '.dockerignore', entrypoint: 'run.sh' };
    expect(Object.keys(readMessage({ text: fence(dockerfile), files: [] }, names).files)).toEqual([
      'docker/Dockerfile',
    ]);
  });
});

describe('a form', () => {
  test('puts what is surely another file where it belongs', () => {
    expect(readForm({ dockerfile: script, entrypoint: '' }, []).files).toEqual({ 'entrypoint.sh': script });
  });

  test('takes fences off', () => {
    expect(readForm({ dockerfile: fence(dockerfile, 'dockerfile') }, []).files).toEqual({
      Dockerfile: dockerfile,
    });
  });

  test('believes the field for what could be anything', () => {
    expect(readForm({ dockerignore: 'data' }, []).files).toEqual({ '.dockerignore': 'data\n' });
  });
});
