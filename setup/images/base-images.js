import { alikeNames } from '../lessons.js';
import { note, step } from '../progress.js';
import { NeedsPerson } from '../run.js';
import { ensureBaseImage } from './own-images.js';

/**
 * Gets base images, as far as they are available: one lesson's missing image does not stop the others from being prepared.
 * @param {readonly string[]} wanted
 * @param {readonly string[]} allowed
 */
export async function ensureBaseImages(wanted, allowed) {
  const bases = [];
  for (const image of wanted) {
    try {
      await step(`base image ${image}`, (report) =>
        ensureBaseImage(image, alikeNames(image, allowed), report),
      );
      bases.push(image);
    } catch (error) {
      if (!(error instanceof NeedsPerson)) throw error;
      note(error.message);
    }
  }
  return bases;
}
