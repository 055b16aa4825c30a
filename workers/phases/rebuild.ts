import { runs } from '../../src/check/assertions/steps.ts';
import { isAllowed } from '../../src/check/dockerfile/images/reference.ts';
import type { AssertionOf } from '../../src/lesson/manifest/assertions.ts';
import { assertionsOf } from '../../src/lesson/manifest/lesson-assertions.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { sayReason } from '../../src/submission/wording/reasons.ts';
import { fairClock } from '../sandbox/box/fair-clock.ts';
import { build } from '../sandbox/build/build.ts';
import type { BuildStep } from '../sandbox/build/build-progress.ts';
import { cleanLine, excerptOf } from '../sandbox/excerpt.ts';
import { toolchainOf } from '../toolchains/index.ts';
import type { ProjectToolchain } from '../toolchains/toolchain.ts';
import { type Built, imageTag, withDockerfile } from './build.ts';
import { admitDockerfile } from './dockerfile-policy.ts';
import { explainBuildFailure } from './explain/build-failure.ts';
import { failed, type PhaseOutcome, passed, type Work } from './phase.ts';

/**
 * Builds again with one source file changed: the layer that installs the dependencies has to come from the cache. The effect is what
 * counts: if several steps install (the installer, the dependencies alone, then the project), it is enough that one step that installs
 * dependencies was cached.
 */
export async function rebuildPhase(work: Work, built: Built): Promise<PhaseOutcome<null>> {
  const plan = planFor(work, built);
  if (plan === null) return passed(null, sayDetail.later('no-dependency-step'));
  const judged = admitDockerfile(work);
  if ('failure' in judged) return judged;
  const before = await work.box.counters();
  await work.box.egress(work.proxy !== null);
  const touched: Work = { ...work, context: touch(work.context, plan.changes) };
  let spoilt: BuildStep | null = null;
  const hangUp = new AbortController();
  const result = await build(work.box.engine, {
    context: withDockerfile(touched, judged.text),
    dockerfile: work.manifest.files.dockerfile,
    source: work.dockerfile,
    allows: (image) => isAllowed(image, work.manifest.baseImages),
    tag: `${imageTag}:again`,
    ...work.manifest.build,
    proxy: work.proxy,
    limits: work.limits,
    clock: fairClock(work.box.counters, work.limits.busyTimes, before),
    signal: AbortSignal.any([work.signal, hangUp.signal]),
    onStep: (step) => {
      // Running the rest of a build whose cache is broken would only cost time.
      if (!step.cached && plan.kept.some((each) => same(each, step))) {
        spoilt = step;
        hangUp.abort(new Error('seen enough'));
      }
    },
  }).catch((error: unknown) => {
    if (spoilt !== null && !work.signal.aborted) return null;
    throw error;
  });
  if (spoilt !== null) return failed(cacheBroken(work, plan, spoilt, built.steps));
  if (result !== null && result.image === null)
    // It built a moment ago, so the cause of a failure now need not be the student's files.
    return failed({
      ...explainBuildFailure(work, result, before, await work.box.counters()),
      doubtful: true,
    });
  return passed(null, sayDetail.later('cache-kept'));
}

const same = (one: BuildStep | undefined, other: BuildStep): boolean =>
  one !== undefined && one.instruction === other.instruction && one.n === other.n;

/** What is changed, and which steps have to come from the cache nevertheless. */
interface RebuildPlan {
  readonly changes: ReadonlySet<string>;
  readonly kept: readonly BuildStep[];
  /** The TODO of the assertion; left out for an aim of the lesson. */
  readonly todo?: number | null;
  /** Whether a COPY of this path takes source. */
  readonly isSource: (path: string) => boolean;
}

/** Null when there is nothing to check. */
function planFor(work: Work, built: Built): RebuildPlan | null {
  const toolchain = toolchainOf(work.manifest);
  return toolchain === null ? assertedPlan(work, built) : projectPlan(work, built, toolchain);
}

/** The assertions about steps that have to be independent of a file. */
function assertedPlan(work: Work, built: Built): RebuildPlan | null {
  const plans = assertionsOf(work.manifest).flatMap(
    ({ assertion, todo, required }): readonly RebuildPlan[] => {
      if (assertion.assert !== 'step' || !required || assertion.independentOf.length === 0) return [];
      const kept = built.steps.filter(({ instruction }) => stepRuns(instruction, assertion));
      const changes = assertion.independentOf.flatMap((wanted) => {
        const under = work.context.find(({ path }) => path === wanted || path.startsWith(`${wanted}/`));
        return under === undefined ? [] : [under.path];
      });
      const isSource = (path: string): boolean =>
        /^\.?\/?$/.test(path) || assertion.independentOf.some((each) => path.startsWith(each));
      return kept.length === 0 || changes.length === 0
        ? []
        : [{ changes: new Set(changes), kept, todo, isSource }];
    },
  );
  const [first] = plans;
  if (first === undefined) return null;
  return {
    ...first,
    changes: new Set(plans.flatMap(({ changes }) => [...changes])),
    kept: plans.flatMap(({ kept }) => kept),
  };
}

/** Whether a RUN contains a command that an assertion names, with all its words. */
function stepRuns(instruction: string, { runs: wanted, with: words }: AssertionOf<'step'>): boolean {
  if (!/^RUN\b/i.test(instruction)) return false;
  const commands = instruction
    .replace(/^RUN\s+/i, '')
    .split(/&&|\|\|?|;/)
    .map((command) => command.split(/\s+/).filter((word) => word !== '' && !/^--mount=/.test(word)));
  return commands.some((command) => runs(command, wanted) && words.every((word) => command.includes(word)));
}

function projectPlan({ context }: Work, { steps }: Built, toolchain: ProjectToolchain): RebuildPlan | null {
  // Sorted by number: the engine reports steps as they end, and a second sync after the source may well run again.
  const [installing] = steps
    .filter((step) => toolchain.installsDependencies(step))
    .sort((one, other) => one.n - other.n);
  if (installing === undefined) return null;
  const changed = toolchain.sourceToChange(context);
  return {
    changes: new Set(changed === null ? [] : [changed]),
    kept: [installing],
    isSource: (path) => toolchain.isSource(path),
  };
}

/** The context with some files changed in a way that has no effect on what they do. */
const touch = (context: Work['context'], changes: ReadonlySet<string>): Work['context'] =>
  context.map((file) =>
    changes.has(file.path) ? { ...file, bytes: Buffer.concat([file.bytes, changeFor(file.path)]) } : file,
  );

const changeFor = (path: string): Buffer =>
  Buffer.from(path.endsWith('.py') ? `\n# changed ${Date.now()}\n` : '\n');

function cacheBroken(work: Work, plan: RebuildPlan, spoilt: BuildStep, steps: readonly BuildStep[]) {
  // Sorted by number: the engine reports steps as they end, and cached ones end in any order.
  const copy = steps
    .filter(
      ({ n, instruction }) =>
        n < spoilt.n && /^(?:COPY|ADD)\b/i.test(instruction) && copiesSource(instruction, plan.isSource),
    )
    .sort((one, other) => one.n - other.n)
    .at(-1);
  return {
    reason: 'cache-broken',
    explanation: sayReason.later('cache-broken', { instruction: cleanLine(spoilt.instruction, 160) }),
    aims: plan.todo === undefined ? (['dependencies-copied-first'] as const) : [],
    ...(plan.todo == null ? {} : { todo: plan.todo }),
    shown: true,
    file: work.manifest.files.dockerfile,
    line: copy?.line ?? spoilt.line,
    excerpt: excerptOf([...(copy === undefined ? [] : [copy.instruction]), spoilt.instruction]),
  } as const;
}

/** Whether a COPY takes more than dependency files and the start script. */
function copiesSource(instruction: string, isSource: RebuildPlan['isSource']): boolean {
  const [, ...words] = instruction.trim().split(/\s+/);
  const sources = words.filter((word) => !word.startsWith('--')).slice(0, -1);
  return sources.length === 0 || sources.some(isSource);
}
