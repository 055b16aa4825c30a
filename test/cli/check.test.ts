import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { dockhand, lessonFolder, teaHouse } from './dockhand.ts';

const reportJson = z.strictObject({
  todos: z.array(
    z.strictObject({
      n: z.int(),
      title: z.string(),
      status: z.enum(['done', 'missing', 'wrong', 'unknown']),
      required: z.boolean(),
      rule: z.string(),
      message: z.string().min(1),
      file: z.string().nullable(),
      line: z.int().nullable(),
    }),
  ),
  findings: z.array(
    z.strictObject({
      rule: z.string(),
      severity: z.enum(['error', 'warning', 'advice']),
      file: z.string(),
      line: z.int().nullable(),
      message: z.string().min(1),
      url: z.string().nullable(),
    }),
  ),
  ready: z.boolean().nullable(),
  wanted: z.array(z.string()),
});

let dir: string;
const at = (name: string): string => join(dir, name);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dockhand-check-'));
  cpSync(join(lessonFolder, 'solution'), dir, { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function checked(...args: readonly string[]): {
  readonly code: number | null;
  readonly report: z.infer<typeof reportJson>;
} {
  const { code, out, err } = dockhand(['check', '--json', ...args]);
  expect(err).toBe('');
  return { code, report: reportJson.parse(JSON.parse(out)) };
}

const edit = (name: string, from: string | RegExp, to: string): void => {
  const text = readFileSync(at(name), 'utf8');
  writeFileSync(at(name), text.replace(from, to));
};

describe('dockhand check', () => {
  test('reports the lesson’s solution as ready with exit code 0', () => {
    const { code, report } = checked(dir);
    expect(report.todos.map(({ n, status }) => [n, status])).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => [n, 'done']),
    );
    expect([code, report.ready, report.wanted]).toEqual([0, true, []]);
  });

  test('reports a TODO that was left out with exit code 1', () => {
    edit('Dockerfile', 'ENTRYPOINT ["/entrypoint.sh"]\n', '');
    const { code, report } = checked(dir);
    expect(report.todos.filter(({ status }) => status !== 'done').map(({ n }) => n)).toEqual([6]);
    expect([code, report.ready]).toEqual([1, false]);
  });

  test('reports no errors for files that were not sent, and asks for them', () => {
    const { code, report } = checked(at('Dockerfile'));
    expect(report.todos.filter(({ status }) => status === 'wrong' || status === 'missing')).toEqual([]);
    expect(report.wanted).toContain('entrypoint.sh');
    expect([code, report.ready]).toEqual([1, null]);
  });

  test('reports every TODO of an empty folder as open', () => {
    rmSync(dir, { recursive: true });
    dir = mkdtempSync(join(tmpdir(), 'dockhand-check-'));
    const { code, report } = checked(dir);
    expect(code).toBe(1);
    expect(new Set(report.todos.map(({ status }) => status))).toEqual(new Set(['missing']));
  });

  test('reports no TODO states for a lesson without a manifest', () => {
    const { report } = checked(dir, '--lesson', teaHouse);
    expect(report.todos).toEqual([]);
  });

  test('prints each TODO with its mark and hint for a reader', () => {
    edit('Dockerfile', 'WORKDIR /app/core\n', '');
    const { code, out } = dockhand(['check', dir]);
    expect(code).toBe(1);
    expect(out).toMatch(/^5 of 6 TODOs done/);
    expect(out).toContain('✓ TODO 1');
    expect(out).toContain('✗ TODO 4');
    expect(out).toContain('dockhand hint 4');
    expect(out).toContain('Not ready yet');
  });

  test.each<[string, string | Buffer, RegExp]>([
    ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0]), /Dockerfile: this is not a text file/],
    ['too large', 'x'.repeat(70_000), /Dockerfile: this has 69 kB/],
    ['not UTF-8', Buffer.from([0x46, 0x0a, 0xe9]), /Dockerfile: .*UTF-8 \(line 2\)/],
  ])('%s: exit 2 and a reason, for the folder and for the file', (_, content, reason) => {
    writeFileSync(at('Dockerfile'), content);
    for (const path of [dir, at('Dockerfile')]) {
      const { code, out, err } = dockhand(['check', path, '--json']);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(reason);
    }
  });

  test('ends with exit code 2 for a missing path', () => {
    expect(dockhand(['check', at('nope')])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/nothing at this path/),
    });
    expect(dockhand(['check'])).toMatchObject({ code: 2, out: '' });
    expect(dockhand(['check', dir, '--lesson', at('Dockerfile')])).toMatchObject({ code: 2, out: '' });
  });
});
