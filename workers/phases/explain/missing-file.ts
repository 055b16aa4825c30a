import { sayCause } from '../../../src/submission/wording/causes.ts';
import type { BuildStep } from '../../sandbox/build/build-progress.ts';
import { cleanLine, excerptOf } from '../../sandbox/excerpt.ts';
import type { PhaseFailure, Work } from '../phase.ts';

/** `"/nope" not found`, `"/nope": not found`, and the message for a glob that matched nothing. */
export const missingFile = (error: string): string | null =>
  /"\/?([^"\n]*)"(?::)? not found/.exec(error)?.[1] ??
  /lstat (\S+): no such file/.exec(error)?.[1]?.replace(/^\/[^/]*\//, '') ??
  /no source files were specified|COPY failed: no source files/.exec(error)?.[0] ??
  null;

/** Explains what COPY did not find: in the build context, or in the stage or image that it copies from. */
export function explainMissing(
  work: Work,
  path: string,
  line: number | null,
  step: BuildStep | null,
): PhaseFailure {
  const clean = path.replace(/(?<!\/)\/+$/, '');
  const place = { file: work.manifest.files.dockerfile, line };
  const excerpt = step === null ? [] : excerptOf([step.instruction]);
  const from = /\s--from=(\S{1,200})/.exec((step?.instruction ?? '').slice(0, 2_000))?.[1];
  if (from !== undefined) {
    const explanation = sayCause.later('copy-missing-there', {
      path: cleanLine(clean, 120),
      from: cleanLine(from, 120),
    });
    return { reason: 'build-failed', explanation, aims: [], ...place, excerpt };
  }
  const ignored = [...work.ignored].some((each) => each === clean || each.startsWith(`${clean}/`));
  return {
    reason: 'file-not-in-context',
    explanation: sayCause.later(ignored ? 'copy-ignored' : 'copy-missing', { path: cleanLine(clean, 120) }),
    aims: aimsOf(work, clean),
    ...place,
    excerpt,
  };
}

/** The aim that a missing file belongs to. */
function aimsOf({ manifest }: Work, path: string): PhaseFailure['aims'] {
  if (path.endsWith(manifest.files.entrypoint)) return ['entrypoint-script'];
  return manifest.project?.dependencyFiles.includes(path) === true ? ['dependencies-copied-first'] : [];
}
