import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { explainOutput } from '../../src/explain/explain.ts';
import { failures } from '../../src/explain/failures/index.ts';

/** Output as it appears in a terminal: none of it is an example of an entry. `unknown`: output that must not be explained. */
const session = z.strictObject({
  known: z.array(z.string()).min(1),
  decisive: z.string(),
  output: z.string(),
});
const sessions = readFileSync(new URL('sessions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => session.parse(JSON.parse(line)));

const idOf = (output: string): string => {
  const found = explainOutput(output);
  return found.kind === 'error' ? found.id : found.kind;
};

/** The share of the examples that is still recognised after a change of their form. */
const shareAfter = (change: (output: string) => string): number => {
  const examples = failures.flatMap(({ id, examples }) => examples.map((output) => ({ id, output })));
  return examples.filter(({ id, output }) => idOf(change(output)) === id).length / examples.length;
};

test.each(sessions)('reads $output as $known', ({ known, decisive, output }) => {
  const found = explainOutput(output);
  expect(known).toContain(found.kind === 'error' ? found.id : found.kind);
  expect(found.kind === 'term' ? '' : (found.decisive?.text ?? '')).toContain(decisive);
});

test('recognises at least 90 % of a held-out set of outputs: recorded sessions, none of them an example of an entry', () => {
  const examples = new Set(failures.flatMap(({ examples: own }) => own.map((output) => output.trim())));
  const heldOut = sessions.filter(({ output }) => !examples.has(output.trim()));
  const recognised = heldOut.filter(({ known, output }) => known.includes(idOf(output)));
  const rate = recognised.length / heldOut.length;
  process.stdout.write(
    `/explain recognises ${recognised.length} of ${heldOut.length} recorded outputs: ${(100 * rate).toFixed(1)} %\n`,
  );
  expect(heldOut.length).toBeGreaterThanOrEqual(500);
  expect(rate).toBeGreaterThanOrEqual(0.9);
});

test('names the line in the text as it was sent', () => {
  const output = `${'harmless\n'.repeat(41)}/bin/sh: 1: uv: not found\nmore\n`;
  expect(explainOutput(output)).toMatchObject({ decisive: { line: 42, text: '/bin/sh: 1: uv: not found' } });
});

test('finds the decisive line near the end of a text that is too long, with its line number in the whole text', () => {
  const output =
    `${'x'.repeat(79)}\n`.repeat(5_000) +
    'exec /entrypoint.sh: exec format error\nweb-1 exited with code 1\n';
  expect(explainOutput(output)).toMatchObject({ id: 'exec-format', decisive: { line: 5_001 } });
});

test('prefers the cause to its consequences, whichever comes first', () => {
  const cause = 'exec /entrypoint.sh: exec format error';
  const consequence = 'web-1 exited with code 1';
  expect(idOf(`${cause}\n${consequence}`)).toBe('exec-format');
  expect(idOf(`${consequence}\n${cause}`)).toBe('exec-format');
});

test('treats a line that only names a step or quotes a file as no error', () => {
  const output =
    ' > [3/5] RUN echo "uv: not found":\n  12 | >>> RUN echo "exec format error"\n#5 [4/5] RUN echo "port is already allocated"';
  expect(idOf(output)).toBe('unknown');
});

describe('the phase', () => {
  test.each([
    ['#9 0.31 /bin/sh: 1: gunicorn: not found', 'build'],
    ['web-1  | /bin/sh: 1: gunicorn: not found', 'run'],
    ['/entrypoint.sh: 4: gunicorn: not found', 'run'],
    [
      "Step 4/9 : RUN x\n/bin/sh: 1: gunicorn: not found\nThe command '/bin/sh -c x' returned a non-zero code: 127",
      'build',
    ],
    ['$ docker run app\n/bin/sh: 1: gunicorn: not found', 'run'],
    ['/home/runner/work/_temp/1.sh: line 1: gunicorn: command not found', 'workflow'],
    [
      'Run ./serve\n/bin/sh: 1: gunicorn: not found\nError: Process completed with exit code 127.',
      'workflow',
    ],
    ['##[group]Run ./serve\n/bin/sh: 1: gunicorn: not found', 'workflow'],
    ['Run actions/checkout@v4\n/bin/sh: 1: gunicorn: not found', 'workflow'],
    [
      'Run docker build .\n#9 0.31 /bin/sh: 1: gunicorn: not found\nError: Process completed with exit code 1.',
      'build',
    ],
  ])('the phase of %j is %s', (output, phase) => {
    expect(explainOutput(output)).toMatchObject({ id: 'command-missing', phase });
  });
});

describe('what a narrow window wrapped, or a field made one line of, is read in 95 of 100 cases', () => {
  const wrappedAt = (width: number) => (output: string) =>
    output
      .split('\n')
      .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [''])
      .join('\n');
  test.each([
    ['parted after 40 signs', wrappedAt(40)],
    ['parted after 60 signs', wrappedAt(60)],
    ['on one line', (output: string) => output.replaceAll('\n', ' ')],
    ['with empty lines', (output: string) => output.replaceAll('\n', '\n\n')],
    ['in small letters', (output: string) => output.toLowerCase()],
    ['as a list', (output: string) => output.replaceAll(/^/gm, '- ')],
  ])('reads %s', (_, change) => {
    expect(shareAfter(change)).toBeGreaterThan(0.95);
  });
});

test.each([
  ['service-unknown', 'service "web" depends on undefined serv\nice "database": invalid compose project'],
  [
    'copy-source-missing',
    'COPY failed: file not found in build\ncontext or excluded by .dockerignore: sta\nt uv.lock: file does not exist',
  ],
  ['workflow-step-failed', 'Error: Process completed with exit code\n1.'],
  ['database-refused', 'psycopg2.OperationalError: could not conn\nect to server: Connection refused'],
])('What a window parted both within words and between them is %s', (id, output) => {
  expect(idOf(output)).toBe(id);
});
