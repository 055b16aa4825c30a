import { sayCause } from '../../src/submission/wording/causes.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import type { BuildStep } from '../sandbox/build.ts';
import { build } from '../sandbox/build.ts';
import { readSyntaxDirective } from '../sandbox/syntax-directive.ts';
import { explainBuild, nowhere } from './explain-build.ts';
import { allowed, notAllowed, outsideImages } from './images.ts';
import { failed, type PhaseOutcome, passed, type Work } from './phase.ts';
import { pullMissing } from './pull.ts';

export interface Built {
  /** Id of the image in the box's engine. */
  readonly image: string;
  readonly steps: readonly BuildStep[];
}

/** Builds the image as `docker build` with BuildKit does. */
export async function buildPhase(
  work: Work,
  onStep: (step: BuildStep) => void,
): Promise<PhaseOutcome<Built>> {
  const { manifest, dockerfile, limits } = work;
  const file = manifest.files.dockerfile;
  if (!(file in work.student) && !work.context.some(({ path }) => path === file))
    return failed({ ...nowhere, reason: 'build-failed', explanation: sayCause.later('no-dockerfile'), file });

  const directive = readSyntaxDirective(dockerfile);
  if (directive.kind === 'strange') {
    const explanation = sayCause.later('syntax-refused', { frontend: directive.frontend.slice(0, 100) });
    return failed({ ...nowhere, reason: 'build-failed', explanation, file, line: directive.line });
  }
  const images = outsideImages(dockerfile);
  const refused = images.find(({ image }) => !allowed(image, manifest));
  if (refused !== undefined)
    return failed({
      ...nowhere,
      reason: 'base-image-not-found',
      explanation: notAllowed(refused, manifest),
      file,
      line: refused.line,
    });
  await pullMissing(
    work,
    images.filter(({ needed }) => needed).map(({ image }) => image),
  );

  const before = await work.box.counters();
  const result = await build(work.box.engine, {
    context: withDockerfile(work, directive.dockerfile),
    dockerfile: file,
    source: dockerfile,
    tag: imageTag,
    proxy: work.proxy,
    limits,
    signal: work.signal,
    onStep,
  });
  if (result.image === null) return failed(explainBuild(work, result, before, await work.box.counters()));
  const cached = result.steps.filter((step) => step.cached).length;
  return passed(
    { image: result.image, steps: result.steps },
    sayDetail.later('built', { steps: result.steps.length, cached }),
  );
}

/** The box is this job's alone, so a name is enough. */
export const imageTag = 'dockhand/submission';

/** The context with the Dockerfile as it is sent, which differs from the student's in its `# syntax=` line at most. */
export function withDockerfile(work: Work, text: string): Work['context'] {
  const path = work.manifest.files.dockerfile;
  return work.context.map((each) =>
    each.path === path ? { ...each, bytes: Buffer.from(text, 'utf8') } : each,
  );
}
