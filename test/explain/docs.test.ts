import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { failuresPage } from '../../src/explain/docs.ts';
import { failures } from '../../src/explain/failures/index.ts';

test('docs/failures.md shows every known failure as its entry has it', () => {
  const page = readFileSync(new URL('../../docs/failures.md', import.meta.url), 'utf8');
  expect(page).toBe(failuresPage());
  expect(page).not.toContain('{{');
  expect(failures.filter(({ id }) => !page.includes(`### ${id}\n`))).toEqual([]);
});
