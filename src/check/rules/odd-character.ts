import type { TranslatableText } from '../../wording/wording.ts';
import type { SimulatedFailure } from '../simulation/failures.ts';
import { instructionAt, placeOf, saidOf } from './queries.ts';
import type { RuleContext, Violation } from './rule.ts';

/** Whitespace other than a plain space, zero-width characters, long dashes, curly quotes, full-width letters. */
const odd =
  /[\u00a0\u00ad\u1680\u2000-\u200d\u2010-\u201f\u202f\u205f\u2060\u2212\u00ab\u00bb\u3000\ufeff\uff01-\uff5e]/;

/** The character in a step that only looks like a plain one, as Unicode numbers it; null where there is none. */
function oddCharacter(context: RuleContext, { file, line }: Pick<Violation, 'file' | 'line'>): string | null {
  if (file !== context.names.dockerfile || line === null) return null;
  const found = odd.exec(instructionAt(context, line)?.text ?? '')?.[0];
  return found === undefined ? null : `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

export const oddSentence =
  'The build stops here: “{{said}}”. A character in this step ({{sign}}) only looks like a plain one, or cannot be seen at all; it often comes from a web page. Type the line again.';

/** The sentence for a failed step: the character that caused it, where there is one, else a plain sentence. */
export function blameCharacter(
  context: RuleContext,
  failure: SimulatedFailure,
  plain: TranslatableText,
  report: (key: 'odd', values: { readonly said: string; readonly sign: string }) => TranslatableText,
): TranslatableText {
  const said = saidOf(failure);
  const sign = oddCharacter(context, placeOf(failure));
  return said === null || sign === null ? plain : report('odd', { said, sign });
}
