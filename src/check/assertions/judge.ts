import type { Assertion } from '../../lesson/assertions.ts';
import type { RuleContext } from '../rules/rule.ts';
import { judgeImage } from './image.ts';
import type { BrokenAssertion } from './judgement.ts';
import { judgeListens, judgeStart } from './starting.ts';
import { judgeCopies, judgeStep } from './steps.ts';

/** Id of what decides about an assertion, as a rule has one. */
export const assertionRule = ({ assert }: Pick<Assertion, 'assert'>): string => `assert-${assert}`;

/** What the simulated build says of an assertion; null where it holds, or where only a run can show it. */
export function judgeAssertion(context: RuleContext, assertion: Assertion): BrokenAssertion | null {
  const { final } = context.simulation;
  if (final === null) return null;
  switch (assertion.assert) {
    case 'step':
      return judgeStep(context, assertion);
    case 'copies':
      return judgeCopies(context, final, assertion);
    case 'start':
      return judgeStart(context, final, assertion);
    case 'listens':
      return judgeListens(context, assertion);
    case 'answers':
    case 'exits':
    case 'stops':
    case 'size':
      return null;
    default:
      return judgeImage(context, final, assertion);
  }
}
