import { sayCause } from '../../../src/submission/wording/causes.ts';
import type { TranslatableText } from '../../../src/wording/wording.ts';
import type { Work } from '../phase.ts';

/** Whether the image starts the student's script, directly or through a shell; assumed when that is unknown. */
function startsScript({ image, manifest }: Pick<Work, 'image' | 'manifest'>): boolean {
  if (!image) return true;
  const name = manifest.files.entrypoint.split('/').at(-1) ?? manifest.files.entrypoint;
  const words = [...(image.entrypoint ?? []), ...(image.command ?? [])];
  return words.some((word) => word.includes(name));
}

/** The file that defines the start: the script, or the Dockerfile when no script is started. */
export const startFile = (work: Pick<Work, 'image' | 'manifest'>): string =>
  startsScript(work) ? work.manifest.files.entrypoint : work.manifest.files.dockerfile;

/** The tables are missing: says what has to run `migrate`, depending on what the image actually starts. */
export const sayNoTable = (work: Pick<Work, 'image' | 'manifest'>): TranslatableText =>
  sayCause.later(startsScript(work) ? 'no-table' : 'no-table-no-script');

/** Python buffers its output unless PYTHONUNBUFFERED is set. */
export const printsAtOnce = ({ image }: Pick<Work, 'image'>): boolean =>
  image?.environment.some((each) => /^PYTHONUNBUFFERED=./.test(each)) === true;
