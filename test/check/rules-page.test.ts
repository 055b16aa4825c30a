import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { rulesPage } from '../../src/check/docs.ts';
import { rules } from '../../src/check/rules/index.ts';

test('docs/rules.md is what the rules say (node src/check/docs.ts > docs/rules.md)', () => {
  expect(readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')).toBe(rulesPage());
});

test('it has a section for every rule', () => {
  const page = rulesPage();
  for (const { id } of rules) expect(page).toContain(`\n### ${id}\n`);
});
