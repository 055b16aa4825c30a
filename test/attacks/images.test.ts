import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isAllowed } from '../../src/check/dockerfile/images/reference.ts';
import { openShellParser } from '../../src/check/shell/parse.ts';
import { buildPhase } from '../../workers/phases/build.ts';
import type { Work } from '../../workers/phases/phase.ts';
import { type Box, leaseBox } from '../../workers/sandbox/box/boxes.ts';
import { build } from '../../workers/sandbox/build/build.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { assembleVerification } from '../../workers/verification/assemble.ts';
import { prepare } from '../../workers/verification/prepare.ts';
import { answer, theLesson } from '../workers/support/lesson.ts';
import { boxesDir } from '../workers/support/real-box.ts';
import { foreignImages } from './support/foreign-images.ts';

/**
 * Frontends and images that the lesson does not allow. All run in one box whose gate stays shut, so nothing is ever fetched: BuildKit
 * reports what it resolves beforehand.
 */
const limits = { ...readLimits(process.env), boxWaitSeconds: 600, buildSeconds: 60 };
let box: Box;
beforeAll(async () => {
  await openShellParser();
  box = await leaseBox(boxesDir(), 'test/attacks', limits, new AbortController().signal);
}, 620_000);
afterAll(() => box.release(), 60_000);

async function workOn(dockerfile: string): Promise<Work> {
  const laid = await assembleVerification(
    await theLesson(),
    { ...(await answer()), Dockerfile: dockerfile },
    {
      ...{ check: null, checker: 'test', proxy: 'http://10.0.2.2:3128', limits },
    },
  );
  const work = prepare(laid, box, { limits, signal: box.lost, unclocked: (run) => run() });
  if ('failure' in work) throw new Error(JSON.stringify(work.failure));
  return work;
}

/** Builds it as it is, without the policy before. */
const unjudged = (work: Work, allows: (image: string) => boolean) =>
  build(work.box.engine, {
    ...{ context: work.context, dockerfile: 'Dockerfile', source: work.dockerfile, tag: 'test/images' },
    ...{ proxy: work.proxy, limits, signal: box.lost, allows },
  });

const shown = ({ dockerfile }: { readonly dockerfile: string }): string => JSON.stringify(dockerfile);

describe('an image or a frontend that the lesson does not allow', () => {
  test.each(foreignImages.map((each) => [shown(each), each] as const))(
    'refuses the build of %s',
    async (_, { dockerfile, line }) => {
      const work = await workOn(dockerfile);
      // The control: BuildKit would resolve it.
      const { baseImages } = work.manifest;
      const look = () => unjudged(work, (image) => isAllowed(image, baseImages));
      // An engine's stream may break off when it is aborted: the control is tried once more.
      const looked = await look().catch(look);
      expect(looked.stray).toMatch(/evil|localhost|library\/0:/);
      expect(looked.image).toBeNull();

      const asked: string[] = [];
      const engine: Work['box']['engine'] = {
        call: (what, run, options) => {
          asked.push(what);
          return box.engine.call(what, run, options);
        },
      };
      const outcome = await buildPhase({ ...work, box: { ...box, engine } }, () => undefined);
      if (outcome.failure === null) throw new Error('it was built');
      expect(outcome.failure.reason).toMatch(/^(?:base-image-not-found|build-failed)$/);
      expect(outcome.failure).toMatchObject({ file: 'Dockerfile', line });
      // Neither a build nor a pull was started.
      expect(asked).toEqual([]);
    },
    60_000,
  );

  test('has at least forty cases', () => expect(foreignImages.length).toBeGreaterThanOrEqual(40));
});

describe('should the judgement fail', () => {
  test('the build is ended when BuildKit names the image, before it has it', async () => {
    const work = await workOn('FROM python:3.11-slim\nRUN echo never\nCOPY --from=evil / /\n');
    const result = await unjudged(work, (image) => isAllowed(image, work.manifest.baseImages));
    expect(result).toMatchObject({ stray: 'docker.io/library/evil:latest', image: null, steps: [] });
  }, 60_000);
});
