import { readFrontend } from '../../src/check/dockerfile/frontend.ts';
import { type OutsideImage, outsideImages } from '../../src/check/dockerfile/images/outside-images.ts';
import { isAllowed } from '../../src/check/dockerfile/images/reference.ts';
import { mostInstructions, parseDockerfile } from '../../src/check/dockerfile/parse.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import { cleanLine } from '../sandbox/excerpt.ts';
import { unlocated } from './explain/build-failure.ts';
import { sayNotAllowed } from './image-policy.ts';
import { failed, type PhaseFailure, type Work } from './phase.ts';

/** A Dockerfile that may be built. */
export interface AdmittedDockerfile {
  /** The Dockerfile as it is sent: it differs from the student's in its `# syntax=` line at most. */
  readonly text: string;
  readonly images: readonly Extract<OutsideImage, { readonly kind: 'image' }>[];
}

/**
 * Judges a Dockerfile before an engine sees it: which frontend parses it, and which external images it uses. Anything that cannot be
 * determined is refused, because BuildKit would fetch and run whatever it resolves to.
 */
export function admitDockerfile(
  work: Pick<Work, 'manifest' | 'dockerfile' | 'report'>,
): AdmittedDockerfile | { readonly failure: PhaseFailure } {
  const { manifest, dockerfile } = work;
  const at = { ...unlocated, file: manifest.files.dockerfile };
  const frontend = readFrontend(dockerfile);
  if (frontend.kind === 'foreign') {
    const explanation = sayCause.later('syntax-refused', { frontend: cleanLine(frontend.name, 100) });
    return failed({ ...at, reason: 'build-failed', explanation, line: frontend.line });
  }
  if (frontend.kind === 'twice') {
    const explanation = sayCause.later('syntax-twice');
    return failed({ ...at, reason: 'build-failed', explanation, line: frontend.line });
  }
  const parsed = parseDockerfile(frontend.dockerfile);
  if (parsed.tooMany) {
    const explanation = sayCause.later('too-many-instructions', { most: mostInstructions });
    return failed({ ...at, reason: 'build-failed', explanation });
  }
  const images: AdmittedDockerfile['images'][number][] = [];
  for (const each of outsideImages(parsed, manifest.build.arguments)) {
    if (each.kind === 'image' && isAllowed(each.image, manifest.baseImages)) images.push(each);
    else return failed({ ...at, ...refusalOf(each, work) });
  }
  return { text: frontend.dockerfile, images };
}

/** Docker parses the whole file first: a stage may seem to be missing only because its own line cannot be parsed. */
function refusalOf(
  image: OutsideImage,
  { manifest, report }: Pick<Work, 'manifest' | 'report'>,
): Pick<PhaseFailure, 'reason' | 'explanation' | 'line'> {
  const unread = report?.blocker?.kind === 'unread' ? report.blocker : null;
  if (unread !== null) return { reason: 'build-failed', explanation: unread.message, line: unread.line };
  return {
    reason: image.kind === 'image' ? 'base-image-not-found' : 'build-failed',
    explanation: sayNotAllowed(image, manifest),
    line: image.line,
  };
}
