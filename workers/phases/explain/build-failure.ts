import type { BoxCounters } from '../../../deploy/box/protocol.ts';
import { outsideImages } from '../../../src/check/dockerfile/images/outside-images.ts';
import { sameImage } from '../../../src/check/dockerfile/images/reference.ts';
import { parseDockerfile } from '../../../src/check/dockerfile/parse.ts';
import { sayCause } from '../../../src/submission/wording/causes.ts';
import { sayReason } from '../../../src/submission/wording/reasons.ts';
import type { BuildResult } from '../../sandbox/build/build.ts';
import type { BuildStep } from '../../sandbox/build/build-progress.ts';
import { cleanLine, decisiveLines, excerptOf } from '../../sandbox/excerpt.ts';
import { InfrastructureError } from '../../sandbox/failures.ts';
import { lacksIndex } from '../../toolchains/package-index.ts';
import type { PhaseFailure, Work } from '../phase.ts';
import { isEngineTrouble } from './engine-trouble.ts';
import { findExhausted, sayExhausted } from './exhausted-limit.ts';
import { engineMessages } from './known/engine-messages.ts';
import { recognise } from './known/recognise.ts';
import { stepMessages } from './known/step-messages.ts';
import { explainMissing, missingFile } from './missing-file.ts';

/** A failure without a file, a line or a TODO. */
export const unlocated = { aims: [], file: null, line: null, excerpt: [] } as const;

/** The registry cannot be reached or is rate limiting us: not the student's fault. */
const registryAway =
  /no such host|i\/o timeout|connection refused|connection reset|TLS handshake|temporary failure|network is unreachable|proxyconnect|deadline exceeded|toomanyrequests|429 Too Many|[ :]50[0234]\b|Service Unavailable|Bad Gateway|Gateway Time-?out|Internal Server Error|Client\.Timeout|x509:|server misbehaving|: (?:Forbidden|unexpected EOF|EOF)[ \t\r]*$/im;
const imageUnknown =
  /pull access denied|manifest unknown|not found|repository does not exist|invalid reference format|insufficient_scope/i;
const resolving = /failed to (?:resolve source metadata|solve)|failed to do request|load metadata|pull/i;
/** Resolving an image failed for some other reason: when the registry says neither yes nor no, it is not the student's fault either. */
const onTheWay =
  /failed to resolve source metadata|failed to do request|failed to (?:authorize|fetch (?:anonymous|oauth) token)|httpReadSeeker|failed to copy/i;

/** A failed build with all its output. */
interface FailedBuild {
  readonly work: Work;
  readonly result: BuildResult;
  readonly step: BuildStep | null;
  readonly at: { readonly file: string; readonly line: number | null };
  /** What the engine says about the step and the build. */
  readonly error: string;
  /** The last lines that the step printed; if it printed none, the engine's lines on why it stopped. */
  readonly tail: readonly string[];
  readonly log: string;
  readonly excerpt: readonly string[];
}

/** Explains why a build failed. Throws {@link InfrastructureError} when it is not the student's fault. */
export function explainBuildFailure(
  work: Work,
  result: BuildResult,
  before: BoxCounters,
  after: BoxCounters,
): PhaseFailure {
  const step = result.failed;
  const printed = step?.log.tail(60) ?? [];
  const error = [step?.error, result.error].filter((text) => text !== null && text !== undefined).join('\n');
  const tail = printed.length > 0 ? printed : shortened(error).split('\n');
  const build: FailedBuild = {
    ...{ work, result, step, tail, error },
    at: { file: work.manifest.files.dockerfile, line: step?.line ?? lineIn(result.error) },
    log: printed.join('\n'),
    excerpt: excerptOf(tail, 12),
  };
  return (
    explainLimit(build, before, after) ??
    explainStopped(build) ??
    explainImage(build) ??
    explainMissingFile(build) ??
    explainKnown(build) ??
    explainStep(build)
  );
}

/** The build reached a limit of the box. */
function explainLimit(
  { work, at, excerpt, error, log }: FailedBuild,
  before: BoxCounters,
  after: BoxCounters,
): PhaseFailure | null {
  const reason = findExhausted(before, after, `${error}\n${log}`, exitCode(error));
  if (reason === null) return null;
  return { ...unlocated, ...at, excerpt, reason, explanation: sayExhausted(reason, after, work.limits) };
}

/** The worker stopped the build: it took too long or printed too much. */
function explainStopped({ work, result, step, at, excerpt, log }: FailedBuild): PhaseFailure | null {
  const { limits } = work;
  const base = { ...unlocated, ...at, excerpt };
  if (result.starved)
    throw new InfrastructureError(
      'machine-busy',
      `the build had no chance to end: ${step?.instruction ?? ''}`,
    );
  if (result.timedOut) {
    if (step !== null && stillFetching(work, step, log))
      throw new InfrastructureError(
        'package-index-away',
        `no package index within the time: ${step.instruction}`,
      );
    // BuildKit drops output beyond 2 MB, or output that comes too fast, while the step keeps printing.
    if (/\[output clipped, log limit \S+ reached\]/.test(log)) {
      const explanation = sayCause.later('printed-until-stopped', { seconds: limits.buildSeconds });
      return { ...base, reason: 'too-much-output', explanation };
    }
    const explanation = sayReason.later('timed-out', { seconds: limits.buildSeconds });
    return { ...base, reason: 'timed-out', explanation };
  }
  if (!result.flooded) return null;
  const explanation = sayReason.later('too-much-output', { megabytes: limits.logReadMegabytes });
  return { ...base, reason: 'too-much-output', explanation };
}

/** A base image could not be pulled. */
function explainImage({ work, step, at, excerpt, error }: FailedBuild): PhaseFailure | null {
  const image = imageInError(error, step);
  if (image === null || !resolving.test(error)) return null;
  if (registryAway.test(error)) throw new InfrastructureError('pull-failed', `${image}: ${cleanLine(error)}`);
  if (imageUnknown.test(error)) {
    // BuildKit resolves all images before the first step, and then reports no line.
    const named = outsideImages(parseDockerfile(work.dockerfile), work.manifest.build.arguments).find(
      (each) => each.kind === 'image' && sameImage(each.image, image),
    );
    return {
      ...{ ...unlocated, file: at.file, line: at.line ?? named?.line ?? null, excerpt },
      reason: 'base-image-not-found',
      explanation: sayReason.later('base-image-not-found', { image }),
    };
  }
  if (onTheWay.test(error)) throw new InfrastructureError('pull-failed', `${image}: ${cleanLine(error)}`);
  return null;
}

function explainMissingFile({ work, step, at, error }: FailedBuild): PhaseFailure | null {
  const missing = missingFile(error);
  return missing === null ? null : explainMissing(work, missing, at.line, step);
}

/** The engine or a program printed a known message. */
function explainKnown({ work, step, at, excerpt, error, log, tail }: FailedBuild): PhaseFailure | null {
  const known = recognise(engineMessages, error) ?? recognise(stepMessages, `${log}\n${error}`);
  if (known !== null && known.reason !== 'build-failed' && known.explanation.key === 'platform-missing')
    return { ...unlocated, ...at, reason: known.reason, explanation: known.explanation };
  if (step !== null && stillFetching(work, step, log))
    throw new InfrastructureError('package-index-away', `${step.instruction}: ${excerpt.at(-1) ?? ''}`);
  if (known === null) return null;
  const inIgnoreFile = known.file === 'dockerignore';
  return {
    reason: known.reason,
    explanation: known.explanation,
    aims: known.aims,
    file: inIgnoreFile ? work.manifest.files.dockerignore : at.file,
    line: known.line ?? (inIgnoreFile ? null : at.line),
    excerpt: decisiveLines(tail, known.when),
  };
}

/** All that is known is which step failed, or what the engine says about the Dockerfile. */
function explainStep({ step, at, error, tail }: FailedBuild): PhaseFailure {
  if (isEngineTrouble(error)) throw new InfrastructureError('engine-away', cleanLine(error, 300));
  const base = { ...unlocated, ...at, reason: 'build-failed' } as const;
  if (step === null) {
    const explanation = sayCause.later('parse-error', { said: cleanLine(shortened(error), 300) });
    return { ...base, explanation, excerpt: excerptOf(error.split('\n'), 6) };
  }
  const code = exitCode(error);
  const instruction = cleanLine(step.instruction, 200);
  const explanation =
    code === null
      ? sayReason.later('build-failed', { instruction })
      : sayCause.later('step-code', { instruction, code });
  return { ...base, explanation, excerpt: decisiveLines(tail, /error/i) };
}

const stillFetching = ({ dockerfile }: Work, step: BuildStep, log: string): boolean =>
  lacksIndex(dockerfile, step.instruction, log);

const lineIn = (error: string | null): number | null =>
  Number(
    /parse error (?:on )?line (\d+)|Dockerfile:(\d+)/
      .exec(error ?? '')
      ?.slice(1)
      .find(Boolean),
  ) || null;

/** `process "…" did not complete successfully: exit code: 137` and the older `executor failed running […]: exit code: 1`. */
const exitCode = (error: string): number | null => {
  const code = /exit code: (\d+)/.exec(error)?.[1];
  return code === undefined ? null : Number(code);
};

/** What BuildKit puts around the essential part of an error. */
const shortened = (error: string): string =>
  error
    .replace(
      /^(?:failed to solve(?: with frontend [\w.]+)?: |failed to create LLB definition: |failed to read dockerfile: )+/,
      '',
    )
    .split('\n')[0] ?? error;

function imageInError(error: string, step: BuildStep | null): string | null {
  const from = step === null ? null : /^FROM\s+(?:--\S+\s+)*(\S+)/i.exec(step.instruction)?.[1];
  const named =
    /failed to resolve source metadata for (\S+?):? |load metadata for (\S+)|pull access denied for ([^\s,]+)|(?:docker\.io\/|library\/)(\S{1,300}?):? (?:not found|failed)|docker image (\S+?) /.exec(
      error,
    );
  const image = named?.slice(1).find((each) => each !== undefined) ?? from ?? lastResort(error);
  return image === null || image === undefined
    ? null
    : cleanLine(image.replace(/^docker\.io\/(?:library\/)?/, ''), 100);
}

const lastResort = (error: string): string | null =>
  /failed to solve(?: with frontend [\w.]+)?: ([\w./-]+:[\w.-]+): /.exec(error)?.[1] ?? null;
