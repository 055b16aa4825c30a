import { isAllowed } from '../../src/check/dockerfile/images/reference.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { sayReason } from '../../src/submission/wording/reasons.ts';
import { build } from '../sandbox/build.ts';
import type { BuildStep } from '../sandbox/build-progress.ts';
import { cleanLine, excerptOf } from '../sandbox/excerpt.ts';
import { fairClock } from '../sandbox/fair-clock.ts';
import { type Built, imageTag, withDockerfile } from './build.ts';
import { admitDockerfile } from './dockerfile-policy.ts';
import { explainBuildFailure } from './explain/build-failure.ts';
import { failed, type PhaseOutcome, passed, type Work } from './phase.ts';

/**
 * Builds again with one source file changed: the layer that installs the dependencies has to come from the cache.
 * What is judged is the effect: where several steps install (the installer, the dependencies alone, then the
 * project), one that installs dependencies and stayed cached is enough.
 */
export async function rebuildPhase(work: Work, built: Built): Promise<PhaseOutcome<null>> {
  // The first by number: the engine reports steps as they end, and a second sync after the source may well run again.
  const installing = built.steps.filter(installsDependencies).sort((one, other) => one.n - other.n);
  if (installing.length === 0) return passed(null, sayDetail.later('no-dependency-step'));
  const judged = admitDockerfile(work);
  if ('failure' in judged) return judged;
  const before = await work.box.counters();
  await work.box.egress(true);
  const touched: Work = { ...work, context: touch(work) };
  let spoilt: BuildStep | null = null;
  const hangUp = new AbortController();
  const result = await build(work.box.engine, {
    context: withDockerfile(touched, judged.text),
    dockerfile: work.manifest.files.dockerfile,
    source: work.dockerfile,
    allows: (image) => isAllowed(image, work.manifest.baseImages),
    tag: `${imageTag}:again`,
    proxy: work.proxy,
    limits: work.limits,
    clock: fairClock(work.box.counters, work.limits.busyTimes, before),
    signal: AbortSignal.any([work.signal, hangUp.signal]),
    onStep: (step) => {
      // The rest of a build whose cache is broken would only cost time.
      if (!step.cached && installsDependencies(step) && same(installing[0], step)) {
        spoilt = step;
        hangUp.abort(new Error('seen enough'));
      }
    },
  }).catch((error: unknown) => {
    if (spoilt !== null && !work.signal.aborted) return null;
    throw error;
  });
  if (spoilt !== null) return failed(cacheBroken(work, spoilt, built.steps));
  if (result !== null && result.image === null)
    // It built a moment ago: what else has changed meanwhile is not only hers.
    return failed({
      ...explainBuildFailure(work, result, before, await work.box.counters()),
      doubtful: true,
    });
  return passed(null, sayDetail.later('cache-kept'));
}

const same = (one: BuildStep | undefined, other: BuildStep): boolean =>
  one !== undefined && one.instruction === other.instruction && one.n === other.n;

/** `pip install uv` brings the installer, not the dependencies. */
export function installsDependencies({ instruction }: Pick<BuildStep, 'instruction'>): boolean {
  if (!/^RUN\b/i.test(instruction)) return false;
  if (syncs(instruction.split(/[\s;&|()"'`]+/))) return true;
  const pip = /\bpip3?\s+install\s+([^&|;]*)/.exec(instruction)?.[1];
  return pip !== undefined && /(?:^|\s)(?:-r|--requirement|\.|-e)(?:\s|$|=)|requirements|django/i.test(pip);
}

/** `uv sync`, `uv pip install`, `uv add` with options between, `poetry install`: word by word, each of them looked at once. */
function syncs(words: readonly string[]): boolean {
  for (let at = 0; at < words.length; ) {
    const program = words[at]?.split('/').at(-1);
    at += 1;
    while (program === 'uv' && words[at]?.startsWith('-') === true) at += 1;
    const command = words[at] ?? '';
    if (program === 'uv' && /^(?:sync|add)$/.test(command)) return true;
    if (program === 'uv' && command === 'pip' && /^(?:sync|install)$/.test(words[at + 1] ?? '')) return true;
    if (program === 'poetry' && /^(?:install|sync)$/.test(command)) return true;
  }
  return false;
}

/** The context with one source file of the project changed, in a way that changes nothing it does. */
function touch(work: Work): Work['context'] {
  const { directory, manage, dependencyFiles } = work.manifest.project;
  const { dockerfile, dockerignore, entrypoint } = work.manifest.files;
  const special = new Set([dockerfile, dockerignore, entrypoint, ...dependencyFiles]);
  const inProject = work.context.filter(
    ({ path }) =>
      path.endsWith('.py') && !special.has(path) && path.startsWith(directory === '.' ? '' : directory),
  );
  const chosen =
    inProject.find(({ path }) => path.endsWith('settings.py')) ??
    inProject.find(({ path }) => path.endsWith(manage)) ??
    inProject[0];
  return work.context.map((file) =>
    file === chosen
      ? { ...file, bytes: Buffer.concat([file.bytes, Buffer.from(`\n# changed ${Date.now()}\n`)]) }
      : file,
  );
}

function cacheBroken(work: Work, spoilt: BuildStep, steps: readonly BuildStep[]) {
  // By number: the engine reports steps as they end, and cached ones end in any order.
  const copy = steps
    .filter(
      ({ n, instruction }) =>
        n < spoilt.n && /^(?:COPY|ADD)\b/i.test(instruction) && copiesSource(instruction),
    )
    .sort((one, other) => one.n - other.n)
    .at(-1);
  return {
    reason: 'cache-broken',
    explanation: sayReason.later('cache-broken', { instruction: cleanLine(spoilt.instruction, 160) }),
    aims: ['dependencies-copied-first'],
    shown: true,
    file: work.manifest.files.dockerfile,
    line: copy?.line ?? spoilt.line,
    excerpt: excerptOf([...(copy === undefined ? [] : [copy.instruction]), spoilt.instruction]),
  } as const;
}

/** Whether a COPY takes more than dependency files and the start script. */
function copiesSource(instruction: string): boolean {
  const [, ...words] = instruction.trim().split(/\s+/);
  const sources = words.filter((word) => !word.startsWith('--')).slice(0, -1);
  return (
    sources.length === 0 ||
    !sources.every((source) => /pyproject\.toml|uv\.lock|requirements|entrypoint\.sh/i.test(source))
  );
}
