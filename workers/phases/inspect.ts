import type { Verdict } from '../../src/submission/verdict.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { cleanLine } from '../sandbox/excerpt.ts';
import type { Built } from './build.ts';
import { nowhere } from './explain-build.ts';
import { failed, type PhaseOutcome, passed, type Work } from './phase.ts';

export interface Inspected {
  readonly image: NonNullable<Verdict['image']>;
  /** Whether it starts by anything of its own: false when only the base image's command would run. */
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[] | null;
  readonly workdir: string;
}

/** What nobody wants in an image: told, not held against the student. */
const unwanted: readonly { readonly name: string; readonly when: RegExp }[] = [
  { name: '.git', when: /(?:^|\/)\.git\// },
  { name: '.venv', when: /(?:^|\/)\.?venv\/(?:pyvenv\.cfg|lib\/|bin\/)/ },
  { name: 'db.sqlite3', when: /\.sqlite3?$/ },
  { name: '.env', when: /(?:^|\/)\.env(?:\.\w+)?$/ },
  { name: 'a private key', when: /(?:^|\/)id_(?:rsa|ed25519|ecdsa)$|\.pem$/ },
  { name: '__pycache__', when: /(?:^|\/)__pycache__\// },
];

export async function inspectPhase(work: Work, built: Built): Promise<PhaseOutcome<Inspected>> {
  const { engine } = work.box;
  const [image, history] = await Promise.all([
    engine.call('inspect image', (docker) => docker.getImage(built.image).inspect(), { signal: work.signal }),
    engine.call('history', (docker) => docker.getImage(built.image).history(), { signal: work.signal }),
  ]);
  const megabytes = Math.round(image.Size / 1e6);
  if (megabytes > work.limits.imageMegabytes) {
    const explanation = sayCause.later('too-big-image', { megabytes, limit: work.limits.imageMegabytes });
    return failed({ ...nowhere, reason: 'disk-full', explanation });
  }
  const layers = readHistory(history);
  const result: Inspected = {
    image: { bytes: image.Size, layers },
    entrypoint: list(image.Config.Entrypoint),
    command: list(image.Config.Cmd),
    workdir: image.Config.WorkingDir || '/',
  };
  const leaked = leakedFiles(work);
  if (leaked.length > 0) {
    return passed(result, sayDetail.later('leaked-files', { files: leaked.join(', ') }), 'warned');
  }
  const { min, max } = work.manifest.imageSize;
  if (megabytes > max) return passed(result, sayDetail.later('too-large', { megabytes, min, max }), 'warned');
  return passed(result, sayDetail.later('image', { megabytes, layers: layers.length }));
}

const list = (value: string | string[] | null | undefined): readonly string[] | null =>
  value === null || value === undefined || value.length === 0 ? null : [value].flat();

/** Oldest first; those that weigh nothing are kept, because they are instructions that a student knows. */
function readHistory(history: unknown): { instruction: string; bytes: number }[] {
  if (!Array.isArray(history)) return [];
  return history
    .map((entry: { CreatedBy?: string; Size?: number }) => ({
      instruction: cleanLine(
        (entry.CreatedBy ?? '')
          .replace(/^\/bin\/sh -c #\(nop\)\s*/, '')
          .replace(/^\/bin\/sh -c /, 'RUN ')
          .replace(/ # buildkit$/, '')
          .replace(/^(RUN) \/bin\/sh -c /, '$1 '),
        160,
      ),
      bytes: entry.Size ?? 0,
    }))
    .reverse();
}

/**
 * What of the context leaked into the image. A Dockerfile that copies single files leaks none of it, whatever
 * `.dockerignore` says.
 */
function leakedFiles(work: Work): readonly string[] {
  const copiesAll = /^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*\.\/?\s/im.test(work.dockerfile);
  if (!copiesAll) return [];
  return unwanted
    .filter(({ when }) => work.context.some(({ path }) => when.test(path)))
    .map(({ name }) => name);
}
