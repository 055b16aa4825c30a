import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { extract } from 'tar-stream';
import {
  assembleContext,
  ContextTooBig,
  PathRefused,
  readTree,
  tarOf,
} from '../../workers/sandbox/build/context.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { answer } from '../workers/support/lesson.ts';
import { type Attack, attacks, picked } from './support/attack.ts';
import { attempt } from './support/attempt.ts';

/**
 * Hostile build contexts. Students submit texts, never an archive, and the worker packs the tar itself: directories and regular files,
 * whatever is on the disk.
 */
const run = promisify(execFile);
const limits = readLimits({});
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockhand-context-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function entries(
  files: Parameters<typeof tarOf>[0],
): Promise<readonly (readonly [string, string, number])[]> {
  const seen: [string, string, number][] = [];
  const reader = extract();
  reader.on('entry', (header, stream, next) => {
    seen.push([header.name, header.type ?? '', header.mode ?? 0]);
    stream.on('end', next);
    stream.resume();
  });
  await new Promise<void>((resolve, reject) => {
    reader.on('finish', resolve).on('error', reject);
    tarOf(files).pipe(reader);
  });
  return seen;
}

describe('a context on the disk', () => {
  test('reads without following links, waiting for pipes or opening devices or sockets', async () => {
    await mkdir(join(folder, 'core'));
    await writeFile(join(folder, 'core/manage.py'), 'x', { mode: 0o4755 });
    await symlink('/etc/passwd', join(folder, 'passwd'));
    await symlink('/', join(folder, 'root'));
    await symlink('..', join(folder, 'core/up'));
    await run('mkfifo', [join(folder, 'pipe')]);
    // Creating a device needs root; without it, the other kinds have to do.
    await run('mknod', [join(folder, 'device'), 'c', '1', '5']).catch(() => undefined);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve));
    try {
      const files = await readTree(folder, limits);
      expect(files.map(({ path }) => path)).toEqual(['core/manage.py']);
      // No setuid bit arrives, and nothing except folders and files.
      expect(await entries(files)).toEqual([
        ['core/', 'directory', 0o755],
        ['core/manage.py', 'file', 0o755],
      ]);
    } finally {
      server.close();
    }
  });
});

describe('a path that a student names', () => {
  test.each([
    '../outside',
    'core/../../outside',
    '/etc/passwd',
    '..',
    'a\\..\\..\\b',
    'with\nnewline',
    'with\u0000nul',
    '',
    '.',
  ])('%j does not leave the context', (path) => {
    expect(() => assembleContext([], { [path]: 'x' }, () => false, [], limits)).toThrow(PathRefused);
  });

  test('keeps strange paths inside the context', async () => {
    const files = assembleContext([], { '..hidden': 'x', 'a/...': 'y', '-rf': 'z' }, () => false, [], limits);
    expect((await entries(files)).map(([name]) => name).sort()).toEqual(['-rf', '..hidden', 'a/', 'a/...']);
  });

  test('refuses too many files and too many bytes', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`f${n}`, 'x']));
    const few = { ...limits, contextFiles: 20 };
    expect(() => assembleContext([], many, () => false, [], few)).toThrow(ContextTooBig);
    const small = { ...limits, contextMegabytes: 1 };
    expect(() => assembleContext([], { big: 'x'.repeat(1_100_000) }, () => false, [], small)).toThrow(
      ContextTooBig,
    );
  });
});

const last =
  (line: string): NonNullable<Attack['files']> =>
  (right) => ({ ...right, Dockerfile: `${right.Dockerfile}\n${line}\n` });

attacks('the engine keeps a build in its context when a student tries', [
  {
    name: 'to copy from above the context',
    files: last('COPY ../../../../etc/shadow /stolen\nRUN ! test -e /stolen'),
    where: 'build',
    held: 'BuildKit, which takes the root of the context for the top',
    reasons: ['file-not-in-context', 'build-failed'],
  },
  {
    name: 'to copy through a link in a stage',
    files: (right) => ({
      ...right,
      Dockerfile: `FROM python:3.11-slim AS links\nRUN ln -s / /everything && ln -s /box/engine.sock /socket && ln -s /run/engine/docker.sock /own && ln -s /data /disk\n${right.Dockerfile}\nCOPY --from=links /everything/data* /everything/box* /everything/run/engine* /stolen/\nRUN ! test -e /stolen/engine.sock && ! test -e /stolen/docker.sock && ! test -e /stolen/overlay2\n`,
    }),
    where: 'build',
    held: 'BuildKit, which follows links inside the stage alone',
    reasons: ['file-not-in-context', 'build-failed', null],
  },
  {
    name: 'to unpack an archive over the engine',
    files: last(
      `RUN python -c "import tarfile, io; t = tarfile.open('/a.tar', 'w'); i = tarfile.TarInfo('../../../../data/poison'); i.size = 1; t.addfile(i, io.BytesIO(b'x'))"\nFROM python:3.11-slim\nRUN ! test -e /data/poison && exit 3`,
    ),
    where: 'build',
    held: 'the mount namespace of a step',
    reasons: ['build-failed'],
    says: /3/,
  },
]);

const escaping = 'a job with a path that leaves the context is the student’s to mend';
(picked(escaping, false) ? test : test.skip)(
  escaping,
  async () => {
    const { verdict } = await attempt({ ...(await answer()), '../../escape': 'x' });
    expect(verdict).toMatchObject({ outcome: 'failed', reason: 'build-failed' });
  },
  900_000,
);
