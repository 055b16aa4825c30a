import type { Verdict } from '../../src/submission/verdict.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { cleanLine } from '../sandbox/excerpt.ts';
import type { Built } from './build.ts';
import { unlocated } from './explain/build-failure.ts';
import { failed, type ImageFacts, type PhaseOutcome, passed, type Work } from './phase.ts';

export interface Inspected {
  readonly image: NonNullable<Verdict['image']>;
  readonly facts: ImageFacts;
}

/** The label that the set-up puts on a base image that it had to build itself. */
const standInLabel = 'dockhand.stand-in';

export async function inspectPhase(work: Work, built: Built): Promise<PhaseOutcome<Inspected>> {
  const { engine } = work.box;
  const [image, history] = await Promise.all([
    engine.call('inspect image', (docker) => docker.getImage(built.image).inspect(), { signal: work.signal }),
    engine.call('history', (docker) => docker.getImage(built.image).history(), { signal: work.signal }),
  ]);
  const megabytes = Math.round(image.Size / 1e6);
  if (megabytes > work.limits.imageMegabytes) {
    const explanation = sayCause.later('too-big-image', { megabytes, limit: work.limits.imageMegabytes });
    return failed({ ...unlocated, reason: 'disk-full', explanation });
  }
  const layers = readHistory(history);
  const result: Inspected = {
    image: { bytes: image.Size, layers },
    facts: {
      entrypoint: list(image.Config.Entrypoint),
      command: list(image.Config.Cmd),
      environment: image.Config.Env ?? [],
      workdir: image.Config.WorkingDir || '/',
      user: image.Config.User ?? '',
      exposed: Object.keys(image.Config.ExposedPorts ?? {}),
    },
  };
  const sizes = work.manifest.imageSize;
  if (sizes === null) return passed(result, sayDetail.later('image', { megabytes, layers: layers.length }));
  const { min, max, base } = sizes;
  const standIn = image.Config.Labels?.[standInLabel] === 'yes';
  const baseBytes = layers[0]?.bytes ?? 0;
  if (!standIn || base === undefined) {
    if (megabytes > max)
      return passed(result, sayDetail.later('too-large', { megabytes, min, max }), 'warned');
    return passed(result, sayDetail.later('image', { megabytes, layers: layers.length }));
  }
  // The base is not the official image and has another size: only what the student put on top counts.
  const above = Math.round((image.Size - baseBytes) / 1e6);
  const values = { above, base: Math.round(baseBytes / 1e6), layers: layers.length };
  if (above + base > max) {
    const found = { megabytes: above + base, min, max };
    return passed(result, sayDetail.later('too-large', found), 'warned');
  }
  return passed(result, sayDetail.later('image-above', values));
}

const list = (value: string | string[] | null | undefined): readonly string[] | null =>
  value === null || value === undefined || value.length === 0 ? null : [value].flat();

/** Oldest first. Empty layers are kept, because they are instructions that a student knows. */
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
