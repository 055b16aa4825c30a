import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { extract } from 'tar-stream';
import {
  assembleContext,
  ContextTooBig,
  contextPath,
  PathRefused,
  readTree,
  tarOf,
} from '../../../workers/sandbox/build/context.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';

const limits = readLimits({});
const file = (path: string, text = 'x', executable = false) => ({
  path,
  bytes: Buffer.from(text),
  executable,
});

async function entries(stream: NodeJS.ReadableStream) {
  const found: { name: string; type: string | null | undefined; mode: number | undefined }[] = [];
  const hand = extract();
  hand.on('entry', ({ name, type, mode }, body, next) => {
    found.push({ name, type, mode });
    body.resume();
    body.on('end', next);
  });
  stream.pipe(hand);
  await new Promise((resolve, reject) => hand.on('finish', () => resolve(null)).on('error', reject));
  return found;
}

describe('a build context', () => {
  test('a build context is the backend with the student’s files on top, all of those 0644', async () => {
    const laid = assembleContext(
      [file('entrypoint.sh', 'old', true), file('core/run.sh', 'run', true)],
      { 'entrypoint.sh': 'new', Dockerfile: 'FROM x' },
      () => false,
      [],
      limits,
    );
    expect(laid.map(({ path }) => path)).toEqual(['Dockerfile', 'core/run.sh', 'entrypoint.sh']);
    expect(Buffer.from(laid[2]?.bytes ?? []).toString()).toBe('new');
    expect(await entries(tarOf(laid))).toEqual([
      { name: 'Dockerfile', type: 'file', mode: 0o644 },
      { name: 'core/', type: 'directory', mode: 0o755 },
      { name: 'core/run.sh', type: 'file', mode: 0o755 },
      { name: 'entrypoint.sh', type: 'file', mode: 0o644 },
    ]);
  });

  test('leaves out what .dockerignore says, but never the Dockerfile', () => {
    const laid = assembleContext(
      [file('a'), file('b')],
      { Dockerfile: '' },
      (path) => path !== 'b',
      ['Dockerfile'],
      limits,
    );
    expect(laid.map(({ path }) => path)).toEqual(['Dockerfile', 'b']);
  });

  test('a build context is the same tar for the same files', async () => {
    const bytes = async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of tarOf([file('a/b'), file('c')])) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    };
    expect((await bytes()).equals(await bytes())).toBe(true);
  });

  test.each(['/etc/passwd', '../x', 'a/../../x', 'a\\b', '', '.', 'a\u0000b'])(
    'refuses the path %j',
    (path) => expect(() => contextPath(path)).toThrow(PathRefused),
  );
  test('tidies a path', () => expect(contextPath('./a//b/./c')).toBe('a/b/c'));

  test('a build context is bounded in files and bytes', () => {
    const many = Array.from({ length: 11 }, (_, n) => file(`f${n}`));
    const lay = (part: Partial<typeof limits>) => () =>
      assembleContext(many, {}, () => false, [], { ...limits, ...part });
    expect(lay({ contextFiles: 10 })).toThrow(ContextTooBig);
    expect(lay({ contextMegabytes: 0.000001 })).toThrow(ContextTooBig);
    expect(lay({})).not.toThrow();
  });
});

describe('a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tree-'));
    await mkdir(join(folder, 'core'));
    await writeFile(join(folder, 'core/a.py'), 'a');
    await writeFile(join(folder, 'run.sh'), 'r', { mode: 0o755 });
    await symlink('/etc/passwd', join(folder, 'link'));
    await symlink('/etc', join(folder, 'folder-link'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('gives its regular files and follows no link', async () => {
    const files = await readTree(folder, limits);
    expect(files.map(({ path, executable }) => [path, executable])).toEqual([
      ['core/a.py', false],
      ['run.sh', true],
    ]);
  });
  test('a folder is bounded', () =>
    expect(readTree(folder, { ...limits, contextFiles: 1 })).rejects.toThrow(ContextTooBig));
});
