import { describe, expect, test } from '@jest/globals';
import { readForm, readMessage } from '../../src/intake/read-message.ts';
import { lessonFiles } from './wrappings.ts';

const { Dockerfile: dockerfile, 'entrypoint.sh': script, '.dockerignore': ignore } = lessonFiles;
const file = (name: string, bytes: string | Uint8Array) => ({
  name,
  base64: Buffer.from(bytes).toString('base64'),
});
const read = (...files: readonly ReturnType<typeof file>[]) => readMessage({ text: '', files });

describe('an attached file is what its name says, however it was changed on its way', () => {
  test.each([
    'Dockerfile',
    'dockerfile',
    'DOCKERFILE',
    'Dockerfile.txt',
    'Dockerfile.txt.txt',
    'Dockerfile (1)',
    'Dockerfile_1',
    'Dockerfile_1.txt',
    'Dockerfile(2).txt',
    'Dockerfile - Copy',
    'Dockerfile_-_Copy.txt',
    'Dockerfile copy',
    'Copy of Dockerfile',
    'Dockerfile.dev',
    'backend.Dockerfile',
    'Containerfile',
  ])('%s', (name) => {
    expect(read(file(name, 'RUN x\n')).files).toEqual({ Dockerfile: 'RUN x\n' });
  });

  test.each([
    '.dockerignore',
    'dockerignore',
    'dockerignore.txt',
    '.dockerignore.txt',
    '_dockerignore',
    'dockerignore (1).txt',
    'Dockerfile.dockerignore',
  ])('%s', (name) => {
    expect(read(file(name, 'data\n')).files).toEqual({ '.dockerignore': 'data\n' });
  });

  test.each([
    'entrypoint.sh',
    'Entrypoint.sh',
    'ENTRYPOINT.SH',
    'entrypoint',
    'entrypoint.txt',
    'entrypoint.sh.txt',
    'entrypoint (1).sh',
    'entrypoint_1.sh',
    'docker-entrypoint.sh',
    'entry-point.sh',
    'entrypoint.bash',
  ])('%s', (name) => {
    expect(read(file(name, 'true\n')).files).toEqual({ 'entrypoint.sh': 'true\n' });
  });

  test('and says when Docker would not find it under that name', () => {
    expect(read(file('Dockerfile.txt', dockerfile)).problems).toEqual([
      { kind: 'misnamed', name: 'Dockerfile.txt', path: 'Dockerfile' },
    ]);
    expect(read(file('Entrypoint.sh', script)).problems).toEqual([
      { kind: 'misnamed', name: 'Entrypoint.sh', path: 'entrypoint.sh' },
    ]);
    expect(
      read(file('dockerfile', dockerfile), file('dockerignore', ignore), file('entrypoint.sh', script))
        .problems,
    ).toEqual([]);
  });
});

describe('an attached file of another name is what it holds', () => {
  test.each([
    'Untitled.txt',
    'New Text Document.txt',
    'Unbenannt',
    'a',
    'code',
    'paste.txt',
    'untitled-1.md',
    'file.conf',
  ])('%s', (name) => {
    expect(read(file(name, dockerfile)).files).toEqual({ Dockerfile: dockerfile });
    expect(read(file(name, script)).files).toEqual({ 'entrypoint.sh': script });
    expect(read(file(name, ignore)).files).toEqual({ '.dockerignore': ignore });
    expect(read(file(name, 'why does it not work?\n'))).toMatchObject({ kind: 'question', files: {} });
  });

  test('with its Windows line ends, because they are why a script does not start', () => {
    const windows = script.replaceAll('\n', '\r\n');
    expect(read(file('Untitled.txt', windows)).files).toEqual({ 'entrypoint.sh': windows });
  });

  test('as a message would be, where Discord made it of one', () => {
    const text = `hi, this is my Dockerfile:\n${dockerfile}\nand this is my entrypoint.sh:\n${script}\nwhat is wrong?`;
    expect(read(file('message.txt', text)).files).toEqual({
      Dockerfile: dockerfile,
      'entrypoint.sh': script,
    });
    expect(read(file('message.txt', dockerfile.replaceAll('\n', '\r\n'))).files).toEqual({
      Dockerfile: dockerfile,
    });
    expect(
      read(file('message.txt', `ERROR: failed to solve: exit code: 1\n${'#9 0.3 x\n'.repeat(300)}`)),
    ).toMatchObject({ kind: 'error', files: {} });
  });
});

describe('bytes', () => {
  const utf16 = (text: string, big = false): Buffer => {
    const bytes = Buffer.from(text, 'utf16le');
    return big ? bytes.swap16() : bytes;
  };
  test('of UTF-8 with a mark: a Dockerfile without it, a script with it, because it does not start', () => {
    expect(
      read(file('Dockerfile', `\uFEFF${dockerfile}`), file('entrypoint.sh', `\uFEFF${script}`)).files,
    ).toEqual({ Dockerfile: dockerfile, 'entrypoint.sh': `\uFEFF${script}` });
  });

  test('of Latin-1, which Docker builds', () => {
    const text = `# d\u00e9j\u00e0 vu, \u00fcber\n${dockerfile}`;
    expect(read(file('Dockerfile', Buffer.from(text, 'latin1'))).files).toEqual({ Dockerfile: text });
    expect(read(file('Dockerfile', text)).files).toEqual({ Dockerfile: text });
  });

  test.each([
    ['UTF-16 with a mark', utf16(`\uFEFF${dockerfile}`), 'utf-16'],
    ['UTF-16 without a mark', utf16(dockerfile), 'utf-16'],
    ['UTF-16, the other way round, with a mark', utf16(`\uFEFF${dockerfile}`, true), 'utf-16'],
    ['UTF-16, the other way round, without a mark', utf16(dockerfile, true), 'utf-16'],
    ['UTF-16 with Windows line ends', utf16(dockerfile.replaceAll('\n', '\r\n')), 'utf-16'],
    ['UTF-16 with other letters', utf16(`# d\u00e9j\u00e0\n${dockerfile}`), 'utf-16'],
    ['rich text', '{\\rtf1\\ansi FROM a\\par}', 'rtf'],
    ['a PDF', '%PDF-1.7\n', 'pdf'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'picture'],
    ['a photograph', Buffer.from('ffd8ffe000104a46', 'hex'), 'picture'],
    ['an archive', Buffer.from('504b030414000000', 'hex'), 'archive'],
    ['a packed one', Buffer.from('1f8b0800', 'hex'), 'archive'],
    ['a web page', `<!DOCTYPE html>\n<pre>${dockerfile}</pre>`, 'html'],
    ['a program', Buffer.from('7f454c4602010100', 'hex'), 'binary'],
  ])('of %s are named for what they are', (_what, bytes, why) => {
    for (const name of ['Dockerfile', 'Untitled', 'Dockerfile.txt'])
      expect(read(file(name, bytes))).toEqual({
        kind: 'unreadable',
        files: {},
        problems: [{ kind: why, name }],
      });
  });

  test.each([
    ['Dockerfile.docx', 'word'],
    ['Dockerfile.odt', 'word'],
    ['Dockerfile.pages', 'word'],
    ['files.zip', 'archive'],
  ])('of an archive called %s are a %s', (name, why) => {
    expect(read(file(name, Buffer.from('504b030414000600', 'hex'))).problems).toEqual([{ kind: why, name }]);
  });

  test('that cannot be read do not keep the others away', () => {
    const { files, problems } = read(
      file('screenshot.png', Buffer.from('89504e470d0a1a0a00', 'hex')),
      file('Dockerfile', dockerfile),
    );
    expect(files).toEqual({ Dockerfile: dockerfile });
    expect(problems).toEqual([{ kind: 'picture', name: 'screenshot.png' }]);
  });
});

describe('a form', () => {
  test('believes a field, and finds other files in it', () => {
    expect(readForm({ dockerfile, dockerignore: ignore, entrypoint: script }, []).files).toEqual(lessonFiles);
    expect(readForm({ dockerfile: `${dockerfile}\n${script}\n${ignore}` }, []).files).toEqual(lessonFiles);
    expect(readForm({ entrypoint: dockerfile }, []).files).toEqual({ Dockerfile: dockerfile });
    expect(readForm({ entrypoint: 'python manage.py runserver' }, []).files).toEqual({
      'entrypoint.sh': 'python manage.py runserver\n',
    });
    expect(readForm({ dockerignore: 'data' }, []).files).toEqual({ '.dockerignore': 'data\n' });
  });

  test('does not take some lines for a Dockerfile', () => {
    expect(readForm({ dockerfile: 'RUN uv sync --frozen' }, [])).toMatchObject({
      kind: 'fragment',
      files: {},
    });
  });
});

describe('some lines of a file', () => {
  test.each([
    '```dockerfile\nRUN uv sync --frozen\n```',
    '```\nCOPY . .\n\nWORKDIR /app/core\n```',
    'RUN uv sync --frozen',
    'COPY pyproject.toml uv.lock ./\nRUN uv sync --frozen',
    '> RUN uv sync --frozen',
    '`RUN uv sync --frozen`',
    'Dockerfile:\n```\nCOPY . .\n```',
    'is this ok?\n```\nWORKDIR /app/core\n```',
    '```diff\n-Run\n+RUN uv sync --frozen\n```',
    '```diff\n@@ -8,4 +8,4 @@\n COPY pyproject.toml uv.lock ./\n-Run\n+RUN uv sync --frozen\n \n```',
  ])('are no file: %s', (text) => {
    expect(readMessage({ text, files: [] })).toMatchObject({
      kind: 'fragment',
      files: {},
      fragment: { path: 'Dockerfile' },
    });
  });

  test('beside a whole file are left aside', () => {
    const text = `\`\`\`\n${dockerfile}\`\`\`\nis this line right?\n\`\`\`\nRUN uv sync\n\`\`\``;
    expect(readMessage({ text, files: [] })).toEqual({
      kind: 'files',
      files: { Dockerfile: dockerfile },
      problems: [],
    });
  });
});
