import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { manifestSchema } from '../../src/lesson/manifest/manifest.ts';
import { translate } from '../../src/wording/wording.ts';
import { leaseBox } from '../../workers/sandbox/box/boxes.ts';
import { readProxy } from '../../workers/sandbox/build/proxy.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { assembleVerification } from '../../workers/verification/assemble.ts';
import { verify } from '../../workers/verification/verification.ts';
import { loadImage } from '../attacks/support/own-box.ts';
import { full, seed } from '../support/sample.ts';
import { answer, changed, theLesson } from './support/lesson.ts';
import { boxesDir } from './support/real-box.ts';

const image = 'dockhand-test/postgres:1';
const manifestFile = new URL('../../lessons/backend-docker/manifest.yaml', import.meta.url);

/** A lesson's own image would be on the warmed disk; this one is loaded into the box by hand. */
async function verifyWithPostgres(student: Record<string, string>) {
  const { ensurePostgresImage } = await import('../../setup/images/own-images.js');
  await ensurePostgresImage(image, () => {});
  const limits = readLimits(process.env);
  const { signal } = new AbortController();
  const shelved = await theLesson();
  const laid = await assembleVerification(shelved, student, {
    ...{ check: null, checker: 'test', proxy: readProxy(process.env), limits },
  });
  const written = parse(await readFile(manifestFile, 'utf8'));
  const manifest = manifestSchema.parse({ ...written, postgres: { image } });
  const box = await leaseBox(boxesDir(), 'test', limits, signal);
  try {
    await loadImage(image, box.name);
    const verdict = await verify({ ...laid, lesson: { ...laid.lesson, manifest } }, box, { limits, signal });
    const sentence = verdict.explanation === null ? '' : translate('en', verdict.explanation);
    return { verdict, sentence, phase: verdict.phases.find(({ name }) => name === 'postgres') };
  } finally {
    await box.release();
  }
}

/** For each, an image is loaded and a server started, so only one of the two is tried each day; both with DOCKHAND_FULL=1. */
const onDays = (n: number) => (full || seed % 2 === n ? test : test.skip);

describe(`a lesson that wants PostgreSQL, seed ${seed}`, () => {
  onDays(0)(
    'has it migrated by the entrypoint',
    async () => {
      const { verdict, phase, sentence } = await verifyWithPostgres(await answer());
      const red = verdict.phases.filter(({ status }) => status === 'failed');
      const { outcome, excerpt } = verdict;
      expect({ outcome, sentence, excerpt, red }).toEqual({
        outcome: 'passed',
        sentence: '',
        excerpt: [],
        red: [],
      });
      expect(phase).toMatchObject({ status: 'ok', detail: { key: 'postgres-migrated' } });
      expect(Number(phase?.detail.values.count)).toBeGreaterThan(5);
    },
    900_000,
  );

  onDays(1)(
    'does not take an entrypoint that looks away from it',
    async () => {
      const student = changed(await answer(), 'entrypoint.sh', ['set -e\n', 'set -e\nunset DATABASE_HOST\n']);
      const { verdict, phase, sentence } = await verifyWithPostgres(student);
      expect(verdict).toMatchObject({ outcome: 'failed', reason: 'did-not-migrate', file: 'entrypoint.sh' });
      expect(phase).toMatchObject({ status: 'failed' });
      expect(sentence).toMatch(/DATABASE_HOST/);
    },
    900_000,
  );
});
