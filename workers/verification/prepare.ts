import { ignoredBy, noIgnoreFile, parseIgnoreFile } from '../../src/check/dockerfile/dockerignore.ts';
import type { CheckReport } from '../../src/check/model/report.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import type { Manifest } from '../../src/lesson/manifest/manifest.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import { unlocated } from '../phases/explain/build-failure.ts';
import type { PhaseFailure, Work } from '../phases/phase.ts';
import type { Box } from '../sandbox/box/boxes.ts';
import {
  assembleContext,
  type BuildContextFile,
  ContextTooBig,
  PathRefused,
  type SubmittedContent,
} from '../sandbox/build/context.ts';
import { cleanLine } from '../sandbox/excerpt.ts';

/** The input of a verification: a student's files, on top of a lesson's backend. */
export interface Verification {
  readonly student: SubmittedContent;
  readonly lesson: Lesson & { readonly manifest: Manifest };
  /** The lesson's files, which the student's overlay. */
  readonly backend: readonly BuildContextFile[];
  /** The instant check's report on the same files; null when there is none. */
  readonly report: CheckReport | null;
  /** Digest of the checker, recorded in the verdict. */
  readonly checker: string;
  /** Address of the egress proxy for RUN steps; null when there is none. */
  readonly proxy: string | null;
}

/** Prepares the build context. If the student's files make that impossible, the build fails. */
export function prepare(
  verification: Verification,
  box: Box,
  { limits, signal, unclocked }: Pick<Work, 'limits' | 'signal' | 'unclocked'>,
): Work | { readonly failure: PhaseFailure } {
  const { student, lesson, backend, report, proxy } = verification;
  const { manifest } = lesson;
  const { files } = manifest;
  const text = (path: string): string | null => {
    const content = student[path] ?? backend.find((file) => file.path === path)?.bytes;
    if (content === undefined) return null;
    return typeof content === 'string' ? content : Buffer.from(content).toString('utf8');
  };
  // A `<Dockerfile>.dockerignore` takes precedence over the common one, as in BuildKit.
  const ignore = text(`${files.dockerfile}.dockerignore`) ?? text(files.dockerignore);
  const patterns = ignore === null ? noIgnoreFile : parseIgnoreFile(ignore);
  if (patterns.error !== null) {
    const { line, phrase } = patterns.error;
    const explanation = sayCause.later('ignore-pattern', { said: phrase });
    return { failure: { ...unlocated, reason: 'build-failed', explanation, file: files.dockerignore, line } };
  }
  const ignores = (path: string): boolean => ignoredBy(patterns, path) !== null;
  try {
    const context = assembleContext(
      backend,
      student,
      ignores,
      [files.dockerfile, files.dockerignore],
      limits,
    );
    const everything = [...backend.map(({ path }) => path), ...Object.keys(student)];
    const ignored = new Set(everything.filter(ignores));
    const dockerfile = text(files.dockerfile) ?? '';
    return {
      ...{ box, limits, signal, unclocked, lesson, manifest, student, context },
      ...{ ignored, dockerfile, report, proxy, image: null, network: null },
    };
  } catch (error) {
    const base = { ...unlocated, reason: 'build-failed' } as const;
    if (error instanceof PathRefused)
      return {
        failure: {
          ...base,
          explanation: sayCause.later('path-refused', { path: cleanLine(error.message, 100) }),
        },
      };
    if (error instanceof ContextTooBig)
      return {
        failure: { ...base, explanation: sayCause.later('too-big-context', { said: error.message }) },
      };
    throw error;
  }
}
