import { type BaseImage, baseImage, referenceParts } from '../image/base-image.ts';
import type { BuildState } from './build.ts';

/** Records an image that a step takes files from, and returns what is known about it. */
export function borrowedImage(run: BuildState, image: string, line: number): BaseImage {
  run.images.push({ image, line });
  noteDigest(run, image, line);
  return baseImage(run.tools, image);
}

/** A digest cannot be verified without the registry. One wrong character in it and the build fails. */
export function noteDigest(run: BuildState, image: string, line: number): void {
  if (referenceParts(image).digest === null) return;
  const at = { file: run.project.dockerfile, line };
  run.events.push({ kind: 'unknown', at, phase: 'build', doubt: { of: 'image', reference: image } });
}
