import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openChecker } from '../../../src/check/check.ts';
import { leased, ownBox } from '../../attacks/support/own-box.ts';
import { corpus, type Sample } from './corpus.ts';
import { differences, explainedDifferences } from './docker-differences.ts';
import { findBuildx, lintInDocker } from './docker-linter.ts';

/** All samples with DOCKHAND_FULL=1 (a minute and a half), otherwise a share that depends on the seed. */
const full = process.env.DOCKHAND_FULL === '1';
const seed = Number(process.env.DOCKHAND_SEED ?? 1);
const chosen: readonly Sample[] = full ? corpus : corpus.filter((_, index) => (index + seed) % 12 === 0);

test(`agrees with a real engine about ${chosen.length} Dockerfiles (seed ${seed})`, async () => {
  const checker = await openChecker();
  const buildx = findBuildx();
  // The linter needs more of the engine's API than a box offers to workers.
  const box = await ownBox({ more: ['-e', 'BOX_ENGINE_API=whole'] });
  const differing: string[] = [];
  try {
    await leased(box);
    const socket = join(box.folder, box.name, 'engine.sock');
    for (const sample of chosen) {
      const docker = await lintInDocker(sample, socket, buildx);
      if (Object.hasOwn(explainedDifferences, sample.name)) continue;
      differing.push(
        ...differences(sample, docker, checker).map((difference) => `${sample.name}: ${difference}`),
      );
    }
  } finally {
    await box.remove();
  }
  expect(differing).toEqual([]);
}, 600_000);
