import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

/** `attacks/egress.test.ts`, `test/attacks/egress.test.ts › title of the test` */
const named = /`(?:test\/)?([\w-]+\/[\w/-]+\.test\.ts)(?: › ([^`]*))?`/g;

const plain = (text: string): string => text.replaceAll('’', "'");

test('names only existing tests in docs/security.md', () => {
  const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
  const found = [...page.matchAll(named)].map(([, file = '', title = '']) => ({ file, title }));
  const absent = found.filter(({ file, title }) => {
    const path = join(root, 'test', file);
    return !existsSync(path) || !plain(readFileSync(path, 'utf8')).includes(plain(title));
  });
  expect(absent).toEqual([]);
  expect(found.length).toBeGreaterThan(40);
});
