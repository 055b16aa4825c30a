import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readStudentFiles, StudentFilesError } from '../../src/library/student-files.ts';

let dir: string;
const at = (...names: readonly string[]): string => join(dir, ...names);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dockhand-student-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function refusal(path: string): Promise<string> {
  const error = await readStudentFiles(path).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof StudentFilesError) return error.message;
  throw error ?? new Error('it was accepted');
}

describe('reading a student’s folder', () => {
  test('reads its three files, scripts further down, and small texts at its top', async () => {
    await mkdir(at('docker'));
    await mkdir(at('core'));
    await mkdir(at('.git'));
    await writeFile(at('Dockerfile'), 'FROM a\r\n');
    await writeFile(at('.dockerignore'), '.git\n');
    await writeFile(at('entrypoint.sh'), '\uFEFF#!/bin/sh\n');
    await writeFile(at('docker/start.sh'), 'exec x\n');
    await writeFile(at('core/manage.py'), 'x');
    await writeFile(at('.git/hook.sh'), 'x');
    await writeFile(at('.env'), 'SECRET=1\n');
    await writeFile(at('uv.lock'), 'x'.repeat(70_000));
    await writeFile(at('logo.png'), Buffer.from([0x89, 0x50, 0]));
    expect(await readStudentFiles(dir)).toEqual({
      files: {
        '.dockerignore': '.git\n',
        '.env': 'SECRET=1\n',
        Dockerfile: 'FROM a\r\n',
        'docker/start.sh': 'exec x\n',
        'entrypoint.sh': '\uFEFF#!/bin/sh\n',
      },
      complete: true,
    });
  });

  test('accepts an empty folder', async () => {
    expect(await readStudentFiles(dir)).toEqual({ files: {}, complete: true });
  });

  test('prefers a `Dockerfile` to a `dockerfile`, as Docker does', async () => {
    await writeFile(at('dockerfile'), 'FROM lower\n');
    expect((await readStudentFiles(dir)).files).toEqual({ Dockerfile: 'FROM lower\n' });
    await writeFile(at('Dockerfile'), 'FROM upper\n');
    expect((await readStudentFiles(dir)).files.Dockerfile).toBe('FROM upper\n');
  });

  test('treats names that JavaScript knows as ordinary file names', async () => {
    await writeFile(at('__proto__'), 'x');
    expect(Object.keys((await readStudentFiles(dir)).files)).toEqual(['__proto__']);
  });

  test('reports a required file that cannot be used, with what to do', async () => {
    await writeFile(at('Dockerfile'), 'x'.repeat(64 * 1024 + 1));
    expect(await refusal(dir)).toMatch(/Dockerfile: .*65 kB.*64 kB/);
    await writeFile(at('Dockerfile'), 'x'.repeat(64 * 1024));
    await expect(readStudentFiles(dir)).resolves.toMatchObject({ complete: true });
    await writeFile(at('Dockerfile'), Buffer.from([0x46, 0, 0x52]));
    expect(await refusal(dir)).toMatch(/not a text file/);
    await writeFile(at('Dockerfile'), Buffer.from('FROM a\n# caf\u00e9', 'latin1'));
    expect(await refusal(dir)).toMatch(/UTF-8 \(line 2\)/);
    await writeFile(at('Dockerfile'), Buffer.from('\uFEFFFROM a', 'utf16le'));
    expect(await refusal(dir)).toMatch(/UTF-16/);
    await rm(at('Dockerfile'));
    await symlink('/etc/hostname', at('Dockerfile'));
    expect(await refusal(dir)).toMatch(/leads out of the folder/);
    await rm(at('Dockerfile'));
    await mkdir(at('Dockerfile'));
    expect(await refusal(dir)).toMatch(/this is a folder/);
  });

  test('ignores a link out of the folder that has no role', async () => {
    await symlink('/etc/passwd', at('notes'));
    await symlink('..', at('up'));
    expect((await readStudentFiles(dir)).files).toEqual({});
  });
});

describe('reading one file', () => {
  test.each([
    ['Dockerfile', 'anything', 'Dockerfile'],
    ['Dockerfile.txt', 'FROM a', 'Dockerfile'],
    ['.dockerignore', 'FROM', '.dockerignore'],
    ['dockerignore', '*.pyc', '.dockerignore'],
    ['entrypoint.sh', 'exec x', 'entrypoint.sh'],
    ['start.sh', 'exec x', 'start.sh'],
    ['mine.txt', 'FROM python:3.11\nRUN pip install uv\n', 'Dockerfile'],
    ['mine', '#!/bin/sh\nexec x\n', 'entrypoint.sh'],
    ['ignore', '.venv/\n**/*.pyc\n.git/\n', '.dockerignore'],
    ['empty', '', 'Dockerfile'],
  ])('takes %s with %j for the %s and leaves the others unknown', async (name, text, as) => {
    await writeFile(at(name), text);
    expect(await readStudentFiles(at(name))).toEqual({ files: { [as]: text }, complete: false });
  });

  test('reports a missing and an unreadable path', async () => {
    expect(await refusal(at('nope'))).toMatch(/nothing at this path/);
    expect(await refusal('/dev/null')).toMatch(/neither a file nor a folder/);
  });

  (process.getuid?.() === 0 ? test.skip : test)('one that may not be read (not as root)', async () => {
    await writeFile(at('Dockerfile'), 'FROM a');
    await chmod(at('Dockerfile'), 0);
    expect(await refusal(at('Dockerfile'))).toMatch(/EACCES/);
  });
});
