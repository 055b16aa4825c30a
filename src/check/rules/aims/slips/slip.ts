import type { TranslatableText } from '../../../../wording/wording.ts';
import type { SimulatedFailure } from '../../../simulation/failures.ts';
import type { RuleContext } from '../../rule.ts';
import { failedLine, type Slip } from './failed-line.ts';
import { programSlips } from './missing-program.ts';
import { oddCharacter } from './odd-character.ts';
import { serverSlips } from './server.ts';
import { textSlips } from './shell-text.ts';
import { shellSlips } from './shells.ts';
import { toolSlips } from './tools.ts';

const slips: readonly Slip[] = [
  oddCharacter,
  ...shellSlips,
  ...textSlips,
  ...toolSlips,
  ...programSlips,
  ...serverSlips,
];

/**
 * Explains a failing command if the line shows what was meant: the cause in plain words, and what to type. Null if only the program's own
 * message is known.
 */
export function slipIn(context: RuleContext, failure: SimulatedFailure): TranslatableText | null {
  const line = failedLine(context, failure);
  for (const slip of slips) {
    const sentence = slip(line);
    if (sentence !== null) return sentence;
  }
  return null;
}
