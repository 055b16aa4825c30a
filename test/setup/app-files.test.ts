import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { leaveOutWhatDoesNotRun } from '../../setup/images/app-files.js';

test('leaves out headers, compilers, types and maps, and keeps what runs and every licence', async () => {
  const modules = await mkdtemp(join(tmpdir(), 'modules-'));
  const kept = [
    `node-linux-${process.arch}/bin/node`,
    'tree-sitter-bash/tree-sitter-bash.wasm',
    'a/index.js',
    'a/index.mjs',
    'a/data.json',
    'a/LICENSE.md',
    'a/bounts',
    '@scope/b/typescript/index.js',
  ];
  const gone = [
    `node-linux-${process.arch}/include/node/v8.h`,
    'tree-sitter-bash/src/parser.c',
    'typescript/lib/typescript.js',
    '@typescript/typescript-linux-x64/tsc',
    '@types/node/index.d.ts',
    'a/index.d.ts',
    'a/index.js.map',
    'a/src/index.cts',
  ];
  try {
    for (const file of [...kept, ...gone]) {
      await mkdir(dirname(join(modules, file)), { recursive: true });
      await writeFile(join(modules, file), '12345');
    }
    expect(leaveOutWhatDoesNotRun(modules)).toBe(gone.length * 5);
    const left = readdirSync(modules, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(modules.length + 1));
    expect(left.toSorted()).toEqual(kept.toSorted());
  } finally {
    await rm(modules, { recursive: true, force: true });
  }
});
