import { describe, expect, test } from '@jest/globals';
import { readMessage } from '../../src/intake/read-message.ts';
import { lessonFiles } from './wrappings.ts';

const { Dockerfile: dockerfile, 'entrypoint.sh': script, '.dockerignore': ignore } = lessonFiles;
const file = (name: string, bytes: string | Uint8Array) => ({
  name,
  base64: Buffer.from(bytes).toString('base64'),
});
const read = (...files: readonly ReturnType<typeof file>[]) => readMessage({ text: '', files });

describe('attachments with a known name', () => {
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
  ])('reads %s as the Dockerfile', (name) => {
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
  ])('reads %s as the .dockerignore', (name) => {
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
  ])('reads %s as the entrypoint script', (name) => {
    expect(read(file(name, 'true\n')).files).toEqual({ 'entrypoint.sh': 'true\n' });
  });

  test('reports a name under which Docker would not find the file', () => {
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

describe('attachments with any other name', () => {
  test.each([
    'Untitled.txt',
    'New Text Document.txt',
    'Unbenannt',
    'a',
    'code',
    'paste.txt',
    'untitled-1.md',
    'file.conf',
  ])('recognises a file named %s by its content', (name) => {
    expect(read(file(name, dockerfile)).files).toEqual({ Dockerfile: dockerfile });
    expect(read(file(name, script)).files).toEqual({ 'entrypoint.sh': script });
    expect(read(file(name, ignore)).files).toEqual({ '.dockerignore': ignore });
    expect(read(file(name, 'why does it not work?\n'))).toMatchObject({ kind: 'question', files: {} });
  });

  test('keeps the Windows line endings that stop a script from starting', () => {
    const windows = script.replaceAll('\n', '\r\n');
    expect(read(file('Untitled.txt', windows)).files).toEqual({ 'entrypoint.sh': windows });
  });

  test('reads the message.txt that Discord makes of a long message as a message', () => {
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

describe('encodings and binary files', () => {
  const utf16 = (text: string, big = false): Buffer => {
    const bytes = Buffer.from(text, 'utf16le');
    return big ? bytes.swap16() : bytes;
  };
  test('drops a byte order mark from a Dockerfile but keeps it in a script, which it stops from starting', () => {
    expect(
      read(file('Dockerfile', `\uFEFF${dockerfile}`), file('entrypoint.sh', `\uFEFF${script}`)).files,
    ).toEqual({ Dockerfile: dockerfile, 'entrypoint.sh': `\uFEFF${script}` });
  });

  test('decodes Latin-1, which Docker builds', () => {
    const text = `# d\u00e9j\u00e0 vu, \u00fcber\n${dockerfile}`;
    expect(read(file('Dockerfile', Buffer.from(text, 'latin1'))).files).toEqual({ Dockerfile: text });
    expect(read(file('Dockerfile', text)).files).toEqual({ Dockerfile: text });
  });

  test.each([
    ['UTF-16 with a byte order mark', utf16(`\uFEFF${dockerfile}`), 'utf-16'],
    ['UTF-16 without a byte order mark', utf16(dockerfile), 'utf-16'],
    ['big-endian UTF-16 with a byte order mark', utf16(`\uFEFF${dockerfile}`, true), 'utf-16'],
    ['big-endian UTF-16 without a byte order mark', utf16(dockerfile, true), 'utf-16'],
    ['UTF-16 with Windows line endings', utf16(dockerfile.replaceAll('\n', '\r\n')), 'utf-16'],
    ['UTF-16 with accented letters', utf16(`# d\u00e9j\u00e0\n${dockerfile}`), 'utf-16'],
    ['rich text', '{\\rtf1\\ansi FROM a\\par}', 'rtf'],
    ['a PDF', '%PDF-1.7\n', 'pdf'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'picture'],
    ['a photo', Buffer.from('ffd8ffe000104a46', 'hex'), 'picture'],
    ['an archive', Buffer.from('504b030414000000', 'hex'), 'archive'],
    ['a compressed file', Buffer.from('1f8b0800', 'hex'), 'archive'],
    ['a web page', `<!DOCTYPE html>\n<pre>${dockerfile}</pre>`, 'html'],
    ['an executable', Buffer.from('7f454c4602010100', 'hex'), 'binary'],
  ])('refuses %s and says what it is', (_what, bytes, why) => {
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
  ])('takes the ZIP archive %s for a %s', (name, why) => {
    expect(read(file(name, Buffer.from('504b030414000600', 'hex'))).problems).toEqual([{ kind: why, name }]);
  });

  test('reads the other attachments when one is unreadable', () => {
    const { files, problems } = read(
      file('screenshot.png', Buffer.from('89504e470d0a1a0a00', 'hex')),
      file('Dockerfile', dockerfile),
    );
    expect(files).toEqual({ Dockerfile: dockerfile });
    expect(problems).toEqual([{ kind: 'picture', name: 'screenshot.png' }]);
  });
});
