import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { dockhand, lessonFolder } from './dockhand.ts';

/** What GitHub's code scanning needs of SARIF 2.1.0. */
const sarifSchema = z.object({
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.object({
      tool: z.object({
        driver: z.object({
          name: z.literal('Dockhand'),
          rules: z.array(
            z.object({ id: z.string(), shortDescription: z.object({ text: z.string().min(1) }) }),
          ),
        }),
      }),
      results: z.array(
        z.object({
          ruleId: z.string(),
          level: z.enum(['error', 'warning', 'note']),
          message: z.object({ text: z.string().min(1) }),
          locations: z.tuple([
            z.object({
              physicalLocation: z.object({
                artifactLocation: z.object({ uri: z.string().regex(/^[^/\\][^\\]*$/) }),
                region: z.object({ startLine: z.int().min(1) }).optional(),
              }),
            }),
          ]),
        }),
      ),
    }),
  ]),
});

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dockhand-class-'));
  for (const name of ['anna', 'ben 2', 'cleo']) {
    mkdirSync(join(dir, name));
    cpSync(join(lessonFolder, 'solution'), join(dir, name), { recursive: true });
  }
  const path = join(dir, 'ben 2/Dockerfile');
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace('RUN pip install uv\n', 'RUN pip install uv\nENV A=1 # x\n'),
  );
  writeFileSync(join(dir, 'cleo/entrypoint.sh'), '#!/bin/sh\r\n');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('gives every SARIF result a described rule, a relative path and a line', () => {
  const { code, out, err } = dockhand(['check', '--sarif', join(dir, 'ben 2')]);
  expect(err).toBe('');
  expect(code).toBe(1);
  const [run] = sarifSchema.parse(JSON.parse(out)).runs;
  const refused = run.results.find(({ ruleId }) => ruleId === 'KeyValueFormat');
  expect(refused?.level).toBe('error');
  const place = refused?.locations[0].physicalLocation;
  expect(place?.artifactLocation.uri).toMatch(/ben%202\/Dockerfile$/);
  expect(place?.region?.startLine).toBe(
    readFileSync(join(dir, 'ben 2/Dockerfile'), 'utf8').split('\n').indexOf('ENV A=1 # x') + 1,
  );
  const described = new Set(run.tool.driver.rules.map(({ id }) => id));
  for (const { ruleId } of run.results) expect(described).toContain(ruleId);
});

test('prints a table with a row for each student of a class folder', () => {
  const { code, out } = dockhand(['check', dir]);
  expect(code).toBe(1);
  const rows = out.split('\n');
  expect(rows.find((row) => row.startsWith('anna'))).toMatch(/✓ ✓ ✓ ✓ ✓ ✓ +ready$/);
  expect(rows.find((row) => row.startsWith('ben 2'))).toMatch(
    /not ready +Dockerfile:\d+ The build stops here/,
  );
  expect(rows.find((row) => row.startsWith('cleo'))).toMatch(/✓ ✓ ✓ ✓ ✗ ✓ +not ready +entrypoint\.sh:1 /);
  expect(out).toMatch(/1 of 3 ready/);
});

test('prints the class as JSON with --json', () => {
  const { out } = dockhand(['check', '--json', dir]);
  const { students } = z
    .object({
      students: z.array(
        z.object({ folder: z.string(), report: z.object({ ready: z.boolean().nullable() }) }),
      ),
    })
    .parse(JSON.parse(out));
  expect(students.map(({ folder, report }) => [folder, report.ready])).toEqual([
    ['anna', true],
    ['ben 2', false],
    ['cleo', false],
  ]);
});
