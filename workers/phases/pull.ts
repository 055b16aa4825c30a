import { messageOf } from '../../src/errors/message-of.ts';
import { withTimeLimit } from '../../src/timing/time-limit.ts';
import { jsonLines } from '../sandbox/engine/json-lines.ts';
import { EngineRefused } from '../sandbox/failures.ts';
import type { Work } from './phase.ts';

/**
 * Pulls the base images that the warmed disk lacks, before the build and on its own clock, so that a slow registry does not use up the
 * student's time. Images that cannot be pulled are left to the build, whose error says why. True when an image had to be pulled: tomorrow
 * the registry may resolve the same name to another image.
 */
export async function pullMissing(work: Work, images: readonly string[]): Promise<boolean> {
  const missing = await missingOf(work, images);
  await pullAll(work, missing);
  return missing.length > 0;
}

/**
 * Does the same for what has no network itself: a container beside the student's, or the steps of a build without a network. The egress
 * gate is opened only if an image is missing, and shut afterwards.
 */
export async function pullAside(work: Work, images: readonly string[]): Promise<boolean> {
  const missing = await missingOf(work, images);
  if (missing.length > 0) {
    await work.box.egress(true);
    await pullAll(work, missing);
  }
  await work.box.egress(false);
  return missing.length > 0;
}

async function missingOf(work: Work, images: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const image of new Set(images))
    if (!/[$\s]/.test(image) && !(await isHere(work, image))) missing.push(image);
  return missing;
}

async function pullAll(work: Work, images: readonly string[]): Promise<void> {
  const { pullSeconds } = work.limits;
  for (const image of images) {
    const pulled = work.unclocked(() =>
      withTimeLimit(`pull ${image}`, pullSeconds * 1000, work.signal, (signal) => pull(work, image, signal)),
    );
    await pulled.catch((error: unknown) => {
      if (work.signal.aborted) throw error;
    });
  }
}

async function isHere({ box, signal }: Work, image: string): Promise<boolean> {
  try {
    await box.engine.call('look for image', (docker) => docker.getImage(image).inspect(), { signal });
    return true;
  } catch (error) {
    if (error instanceof EngineRefused) return error.status !== 404;
    throw error;
  }
}

/** The engine's call succeeds even when the pull fails; the error is in the stream. */
async function pull({ box, limits }: Work, image: string, signal: AbortSignal): Promise<void> {
  const name = /[:@]/.test(image.slice(image.lastIndexOf('/') + 1)) ? image : `${image}:latest`;
  const stream = await box.engine.call('pull', (docker) => docker.pull(name), {
    ms: limits.pullSeconds * 1000,
    signal,
  });
  const hangUp = (): void => (stream as NodeJS.ReadableStream & { destroy: () => void }).destroy();
  signal.addEventListener('abort', hangUp, { once: true });
  try {
    for await (const line of jsonLines(stream))
      if (typeof line === 'object' && line !== null && 'error' in line)
        throw new Error(messageOf(line.error));
  } finally {
    signal.removeEventListener('abort', hangUp);
  }
}
