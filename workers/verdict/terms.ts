import type { Manifest } from '../../src/lesson/manifest/manifest.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import type { TranslatableText } from '../../src/wording/wording.ts';
import { plainCauses } from '../toolchains/plain-causes.ts';

/** An explanation in a lesson's terms, without tools that the lesson does not use. */
export function inTermsOf(manifest: Manifest, explanation: TranslatableText): TranslatableText {
  if (manifest.project !== null) return explanation;
  const instead = plainCauses.get(explanation.key);
  return instead === undefined ? explanation : sayCause.later(instead, explanation.values);
}
