import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { deliveredPackages, licencesPage, unclearLicences } from '../../.ci/licences.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const delivered = deliveredPackages(JSON.parse(read('package-lock.json')));

test('docs/licences.md lists what package-lock.json delivers: npm run docs', () => {
  expect(read('docs/licences.md')).toBe(licencesPage(delivered));
  expect(delivered.map(({ name }) => name)).toEqual(expect.arrayContaining(['bullmq', 'discord.js', 'zod']));
  expect(delivered.map(({ name }) => name)).not.toContain('jest');
});

test('every package that is delivered has a licence that is allowed beside MIT code', () => {
  expect(unclearLicences(delivered)).toEqual([]);
});

test('a licence that nobody has looked at, or that is missing, is named', () => {
  const of = (license?: string) =>
    unclearLicences(
      deliveredPackages({
        packages: { 'node_modules/@a/b': { version: '1.0.0', ...(license && { license }) } },
      }),
    );
  expect(of('GPL-3.0')).toEqual(['@a/b: GPL-3.0']);
  expect(of()).toEqual(['@a/b: none']);
  expect(of('(MIT OR GPL-3.0)')).toEqual([]);
  expect(of('MIT AND GPL-3.0')).toEqual(['@a/b: MIT AND GPL-3.0']);
});
