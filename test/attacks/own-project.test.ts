import { describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { extract } from 'tar-stream';
import { readMessage } from '../../src/intake/read-message.ts';
import { fileNamesOf } from '../../src/lesson/manifest/requested-files.ts';
import { loadLesson } from '../../src/library/library.ts';
import type { SubmittedFiles } from '../../src/submission/files.ts';
import { leaseBox } from '../../workers/sandbox/box/boxes.ts';
import { assembleContext, tarOf } from '../../workers/sandbox/build/context.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { assembleVerification } from '../../workers/verification/assemble.ts';
import { verify } from '../../workers/verification/verification.ts';
import { boxesDir } from '../workers/support/real-box.ts';

/** Hostile projects: whatever a zip says, its texts become plain files of one build context and nothing else. */
const lesson = await loadLesson(new URL('../lesson/lessons/own-site', import.meta.url).pathname);
const limits = readLimits(process.env);
const names = fileNamesOf(lesson.lesson.manifest);

const read = (files: Parameters<typeof zipSync>[0]) =>
  readMessage(
    { text: '', files: [{ name: 'x.zip', base64: Buffer.from(zipSync(files)).toString('base64') }] },
    names,
  );

/** What a worker would send to the engine: path and type of each entry. */
async function packed(files: SubmittedFiles): Promise<readonly string[]> {
  const seen: string[] = [];
  const reader = extract();
  reader.on('entry', ({ name, type, mode }, stream, next) => {
    seen.push(`${type} ${mode?.toString(8)} ${name}`);
    stream.on('end', next);
    stream.resume();
  });
  await new Promise<void>((resolve, reject) => {
    reader.on('finish', resolve).on('error', reject);
    tarOf(assembleContext([], files, () => false, [], limits)).pipe(reader);
  });
  return seen;
}

describe('a hostile project', () => {
  test('becomes plain files that nobody can execute, whatever its zip says of them', async () => {
    const unix = (mode: number) => ({ os: 3 as const, attrs: mode * 0x1_00_00 });
    const { files } = read({
      Dockerfile: Buffer.from('FROM scratch\n'),
      'dev/null': [Buffer.from('x'), unix(0o100777)],
      'bin/sh': [Buffer.from('x'), unix(0o104755)],
      'a name ': Buffer.from('x'),
    });
    expect(await packed(files)).toEqual([
      'file 644 Dockerfile',
      'file 644 a name ',
      'directory 755 bin/',
      'file 644 bin/sh',
      'directory 755 dev/',
      'file 644 dev/null',
    ]);
  });

  test.each([
    [
      'a link to a file of the machine',
      { passwd: [Buffer.from('/etc/passwd'), { os: 3, attrs: 0o120777 * 0x1_00_00 }] },
    ],
    ['a device', { sda: [Buffer.from(''), { os: 3, attrs: 0o060660 * 0x1_00_00 }] }],
    ['a path that leads out of it', { '../../../var/run/docker.sock': Buffer.from('x') }],
  ] as const)('brings nothing to a worker with %s', (_what, more) => {
    const { files } = read({ Dockerfile: Buffer.from('FROM scratch\n'), ...(more as object) });
    expect(files).toEqual({});
  });

  test('reaches no file outside of its context from its build', async () => {
    const reaches = [
      'COPY ../../../../etc/shadow /app/shadow',
      'RUN --mount=type=bind,source=../../..,target=/m ls /m/var',
    ];
    for (const line of reaches) {
      const Dockerfile = `FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\n${line}\nCMD ["python", "-m", "http.server", "8080"]\n`;
      const laid = await assembleVerification(
        lesson,
        { Dockerfile, 'index.html': 'x' },
        { check: null, checker: 'test', proxy: null, limits },
      );
      const { signal } = new AbortController();
      const box = await leaseBox(boxesDir(), 'test', limits, signal);
      try {
        const verdict = await verify(laid, box, { limits, signal });
        expect({ line, outcome: verdict.outcome, at: verdict.line }).toEqual({
          line,
          outcome: 'failed',
          at: 4,
        });
      } finally {
        await box.release();
      }
    }
  }, 600_000);
});
