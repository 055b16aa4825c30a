import type { Manifest } from '../../src/lesson/manifest.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import type { TranslatableText } from '../../src/wording/wording.ts';

type Cause = Parameters<typeof sayCause.later>[0];

/** Sentences that speak of uv, Django or a start script, and what is said instead where a lesson has none of them. */
const plain: ReadonlyMap<string, Cause> = new Map([
  ['module-missing', 'module-missing-plain'],
  ['app-missing', 'app-missing-plain'],
  ['uv-missing', 'program-missing-plain'],
  ['waits-for-a-database', 'database-missing-plain'],
  ['database-refused', 'database-missing-plain'],
  ['database-name', 'database-missing-plain'],
  ['no-such-interpreter', 'unrunnable-plain'],
  ['entrypoint-format', 'unrunnable-plain'],
]);

/** An explanation in the terms of a lesson: nobody reads of a tool that the lesson does not have. */
export function inTermsOf(manifest: Manifest, explanation: TranslatableText): TranslatableText {
  if (manifest.project !== null) return explanation;
  const instead = plain.get(explanation.key);
  return instead === undefined ? explanation : sayCause.later(instead, explanation.values);
}
