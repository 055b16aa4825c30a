import { type BaseImage, baseImage, referenceParts } from '../image/base-image.ts';
import type { BuildState } from './build.ts';

/** An image that a step borrows files from: recorded, and what is known of it. */
export function borrowedImage(run: BuildState, image: string, line: number): BaseImage {
  run.images.push({ image, line });
  noteDigest(run, image, line);
  return baseImage(run.tools, image);
}

/** Nobody sees in a digest whether there is an image with it: one letter that is wrong, and the build stops. */
export function noteDigest(run: BuildState, image: string, line: number): void {
  if (referenceParts(image).digest === null) return;
  const at = { file: run.project.dockerfile, line };
  run.events.push({ kind: 'unknown', at, phase: 'build', doubt: { of: 'image', reference: image } });
}
