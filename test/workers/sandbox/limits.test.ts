import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectLimitLines } from '../../../src/submission/wording/project-limits.ts';
import { limitLines, readLimits } from '../../../workers/sandbox/limits.ts';
import { LimitsError } from '../../../workers/sandbox/limits-error.ts';

const root = join(import.meta.dirname, '../../..');
const lines = limitLines(readLimits({}));

describe('the table of limits', () => {
  test.each(lines.map((line) => [line.environment, line.proof] as const))(
    '%s is proved by a test that there is',
    async (_name, proof) => {
      const [file = '', name = ''] = proof.split(' › ');
      expect(name.length).toBeGreaterThan(3);
      expect(await readFile(join(root, 'test', file), 'utf8')).toContain(name);
    },
  );

  test('names each variable once, with a default inside its range', () => {
    expect(new Set(lines.map(({ environment }) => environment)).size).toBe(lines.length);
    for (const { default: usual, min, max } of lines) {
      expect(usual).toBeGreaterThanOrEqual(min);
      expect(usual).toBeLessThanOrEqual(max);
    }
  });

  test('the limits are those of docs/security.md', async () => {
    const page = await readFile(join(root, 'docs/security.md'), 'utf8');
    for (const { environment, default: usual, unit, min, max, protects } of lines) {
      const amount = unit === 'count' ? `${usual}` : `${usual} ${unit}`;
      expect(page).toContain(`| \`${environment}\` | ${amount} | ${min}–${max} | ${protects} |`);
    }
  });
});

describe('the limits of a student’s own project', () => {
  test.each(projectLimitLines().map((line) => [line.name, line] as const))(
    '%s stands in docs/security.md, with a test that there is',
    async (name, { value, unit, protects, proof }) => {
      const page = await readFile(join(root, 'docs/security.md'), 'utf8');
      const amount = unit === 'count' ? `${value}` : `${value} ${unit}`;
      expect(page).toContain(`| \`${name}\` | ${amount} | ${protects} | \`${proof}\` |`);
      const [file = '', title = ''] = proof.split(' › ');
      expect(await readFile(join(root, 'test', file), 'utf8')).toContain(title);
    },
  );
});

describe('a limit from the environment', () => {
  test('replaces the default', () => {
    expect(readLimits({ SANDBOX_BUILD_SECONDS: '60', SANDBOX_CPUS: '1.5' })).toMatchObject({
      buildSeconds: 60,
      boxCores: 1.5,
      probeSeconds: 10,
    });
  });

  test.each([
    ['3g', 3072],
    ['2048m', 2048],
    ['2048MB', 2048],
    ['1024', 1024],
  ])('memory may be written as Docker does: %s', (text, megabytes) =>
    expect(readLimits({ SANDBOX_MEMORY: text }).boxMegabytes).toBe(megabytes),
  );

  test('a limit that cannot be is reported with its range, all of them at once', () => {
    const wrong = {
      SANDBOX_BUILD_SECONDS: '0',
      SANDBOX_PIDS: 'many',
      SANDBOX_REDIRECTS: '1.5',
      SANDBOX_DISK_GB: '1',
    };
    expect(() => readLimits(wrong)).toThrow(LimitsError);
    for (const name of Object.keys(wrong)) expect(() => readLimits(wrong)).toThrow(new RegExp(name));
    expect(() => readLimits(wrong)).toThrow(/from 5 to 1800 \(seconds\)/);
  });
});
