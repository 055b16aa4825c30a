import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dockhand, teaHouse } from './dockhand.ts';

const output =
  'all well\n#9 0.312 /bin/sh: 1: uv: not found\n#9 ERROR: process "/bin/sh -c uv sync" did not complete successfully: exit code: 127\n';
let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockhand-explain-'));
  file = join(folder, 'build.log');
  writeFileSync(file, output);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const piped = (input: string, args: readonly string[] = []) => {
  const bin = join(import.meta.dirname, '../../bin/dockhand.js');
  const env = { PATH: process.env.PATH ?? '', NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'explain', ...args], {
    input,
    env,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
};

describe('dockhand explain', () => {
  const known = {
    kind: 'error:uv-missing',
    decisive: '/bin/sh: 1: uv: not found',
    line: 2,
    phase: 'build',
    cause: expect.stringContaining('no program `uv`'),
    next: 'docker build -t boutique-backend .',
    todo: 1,
    hint: expect.stringContaining('RUN pip install uv'),
  };

  test('explains a file as JSON, and prints nothing else', () => {
    const { code, out, err } = dockhand(['explain', file, '--json']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject(known);
  });

  test('explains a file that PowerShell wrote in UTF-16', () => {
    const wide = join(folder, 'wide.log');
    writeFileSync(wide, `\uFEFF${output}`, 'utf16le');
    expect(JSON.parse(dockhand(['explain', wide, '--json']).out)).toMatchObject(known);
  });

  test('explains standard input', () => {
    const { code, out, err } = piped(output, ['--json']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject(known);
  });

  test('shows a reader the line, the cause and what to type', () => {
    const { code, out } = piped(output);
    expect(code).toBe(0);
    for (const part of [
      '/bin/sh: 1: uv: not found',
      'line 2, building',
      'Next: docker build',
      'dockhand hint 1',
    ])
      expect(out).toContain(part);
  });

  test('names no TODO where a lesson has no manifest', () => {
    const { out } = dockhand(['explain', file, '--json', '--lesson', teaHouse]);
    expect(JSON.parse(out)).toMatchObject({ kind: 'error:uv-missing', todo: null, hint: null });
  });

  test.each([
    [['layer'], 'term:layer'],
    [['docker', 'run'], 'term:docker-run'],
    [['JSONArgsRecommended'], 'term:JSONArgsRecommended'],
    [['WORKDIR'], 'term:workdir'],
  ])('explains the term %j', (words, kind) => {
    const { code, out } = dockhand(['explain', ...words, '--json']);
    expect([code, JSON.parse(out)]).toEqual([
      0,
      expect.objectContaining({ kind, decisive: null, line: null }),
    ]);
  });

  test('ends with 1 and suggests similar errors when an error is unknown', () => {
    const { code, out } = piped('fine\nERROR: the flux capacitor is empty\n', ['--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      kind: null,
      decisive: 'ERROR: the flux capacitor is empty',
      line: 2,
      todo: null,
    });
  });

  test('ends with 1 when nothing looks like an error or a term', () => {
    expect(piped('').code).toBe(1);
    expect(piped('a cup of tea').out).toContain('no error');
    const { code, out } = dockhand(['explain', 'laye']);
    expect(code).toBe(1);
    expect(out).toContain('layer');
  });

  test('ends with 2 for a file that is not there', () => {
    const { code, out, err } = dockhand(['explain', 'no/such/file.log']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('DOCKHAND_USAGE');
  });
});
