import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { rulesPage } from '../../../src/check/docs.ts';
import { rules } from '../../../src/check/rules/index.ts';

test('generates docs/rules.md from the rules (npm run docs)', () => {
  expect(readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8')).toBe(rulesPage());
});

test('writes a section for every rule', () => {
  const page = rulesPage();
  for (const { id } of rules) expect(page).toContain(`\n### ${id}\n`);
});
