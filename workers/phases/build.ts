import { isAllowed } from '../../src/check/dockerfile/images/reference.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { fairClock } from '../sandbox/box/fair-clock.ts';
import { type BuildResult, build } from '../sandbox/build/build.ts';
import type { BuildStep } from '../sandbox/build/build-progress.ts';
import { admitDockerfile } from './dockerfile-policy.ts';
import { explainBuildFailure, unlocated } from './explain/build-failure.ts';
import { growingLine, largeConfiguration } from './explain/large-configuration.ts';
import { sayNotAllowed } from './image-policy.ts';
import { failed, type PhaseOutcome, passed, type Work } from './phase.ts';
import { pullAside, pullMissing } from './pull.ts';

export interface Built {
  /** Id of the image in the box's engine. */
  readonly image: string;
  readonly steps: readonly BuildStep[];
}

/** Builds the image as `docker build` with BuildKit does. */
export async function buildPhase(
  work: Work,
  onStep: (step: BuildStep) => void,
  /** A base image came from a registry and not from the warmed disk. */
  onFetched: () => void = () => undefined,
): Promise<PhaseOutcome<Built>> {
  const { manifest, dockerfile, limits } = work;
  const file = manifest.files.dockerfile;
  if (!(file in work.student) && !work.context.some(({ path }) => path === file))
    return failed({
      ...unlocated,
      reason: 'build-failed',
      explanation: sayCause.later('no-dockerfile'),
      file,
    });

  const judged = admitDockerfile(work);
  if ('failure' in judged) return judged;
  const needed = judged.images.filter((image) => image.needed).map(({ image }) => image);
  // Without a proxy for its steps (SANDBOX_PROXY=none) a build has no network: a step that knows the gate finds it shut.
  const fetched = await (work.proxy === null ? pullAside : pullMissing)(work, needed);
  if (fetched) onFetched();

  const before = await work.box.counters();
  const result = await build(work.box.engine, {
    context: withDockerfile(work, judged.text),
    dockerfile: file,
    source: dockerfile,
    allows: (image) => isAllowed(image, manifest.baseImages),
    tag: imageTag,
    ...manifest.build,
    proxy: work.proxy,
    limits,
    clock: fairClock(work.box.counters, limits.busyTimes, before),
    signal: work.signal,
    onStep,
  });
  if (result.stray !== null) {
    const stray = { kind: 'image', image: result.stray, line: 0, by: 'from', needed: true } as const;
    const explanation = sayNotAllowed(stray, manifest);
    return failed({ ...unlocated, file, reason: 'base-image-not-found', explanation });
  }
  if (result.flooded && quiet(result, limits) && growingLine(dockerfile, mostNamed) !== null)
    return failed(largeConfiguration(work));
  if (result.image === null)
    return failed(explainBuildFailure(work, result, before, await work.box.counters()));
  const cached = result.steps.filter((step) => step.cached).length;
  return passed(
    { image: result.image, steps: result.steps },
    sayDetail.later('built', { steps: result.steps.length, cached }),
  );
}

/** BuildKit puts a variable's value into the names of the steps that use it; one of this many characters fills them. */
const mostNamed = 64 * 1024;

/** What exceeded the limit was not the steps' output but the engine's own messages about them. */
const quiet = ({ steps }: BuildResult, { logReadMegabytes }: Work['limits']): boolean =>
  steps.reduce((sum, { log }) => sum + log.bytes, 0) < (logReadMegabytes * 1e6) / 4;

/** No other job uses this box, so the name need not be unique. */
export const imageTag = 'dockhand/submission';

/** The context with the Dockerfile as it is sent; it differs from the student's in its `# syntax=` line at most. */
export function withDockerfile(work: Work, text: string): Work['context'] {
  const path = work.manifest.files.dockerfile;
  return work.context.map((each) =>
    each.path === path ? { ...each, bytes: Buffer.from(text, 'utf8') } : each,
  );
}
