import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openChecker } from '../../src/check/check.ts';
import { leaseBox } from '../../workers/sandbox/boxes.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { differences, explained } from './against-docker.ts';
import { corpus, type Sample } from './corpus.ts';
import { findBuildx, lintInDocker } from './docker-linter.ts';

/** All samples with DOCKHAND_FULL=1 (a minute and a half), else a share of them that goes with the seed. */
const full = process.env.DOCKHAND_FULL === '1';
const seed = Number(process.env.DOCKHAND_SEED ?? 1);
const chosen: readonly Sample[] = full ? corpus : corpus.filter((_, index) => (index + seed) % 12 === 0);

test(`the check agrees with a real engine about ${chosen.length} Dockerfiles (seed ${seed})`, async () => {
  const folder = process.env.SANDBOX_BOXES;
  if (folder === undefined)
    throw new Error('SANDBOX_BOXES is not set: run the tests with `npm test`, which starts boxes for them');
  const checker = await openChecker();
  const buildx = await findBuildx();
  const box = await leaseBox(folder, 'test', readLimits(process.env), AbortSignal.timeout(120_000));
  const differing: string[] = [];
  try {
    const socket = join(folder, box.name, 'engine.sock');
    for (const sample of chosen) {
      const docker = await lintInDocker(sample, socket, buildx);
      if (Object.hasOwn(explained, sample.name)) continue;
      differing.push(
        ...differences(sample, docker, checker).map((difference) => `${sample.name}: ${difference}`),
      );
    }
  } finally {
    await box.release();
  }
  expect(differing).toEqual([]);
}, 600_000);
