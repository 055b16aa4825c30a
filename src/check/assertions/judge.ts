import { type Assertion, isOfCompose, isOfWorkflow } from '../../lesson/manifest/assertions.ts';
import { words } from '../../wording/wording.ts';
import type { RuleContext } from '../rules/rule.ts';
import { judgeCompose } from './compose.ts';
import { judgeImage } from './image.ts';
import type { BrokenAssertion } from './judgement.ts';
import { judgeListens, judgeStart } from './starting.ts';
import { judgeCopies, judgeStep } from './steps.ts';
import { judgeWorkflows } from './workflow.ts';

/** The id under which an assertion is reported, in the form of a rule's id. */
export const assertionRule = ({ assert }: Pick<Assertion, 'assert'>): string => `assert-${assert}`;

/** Why the simulated build breaks an assertion; null when the assertion holds, or when only a real run can show it. */
export function judgeAssertion(context: RuleContext, assertion: Assertion): BrokenAssertion | null {
  if (isOfCompose(assertion))
    return context.compose === null
      ? notSent(context, context.composePath ?? 'compose.yaml')
      : judgeCompose(context.compose, assertion);
  if (isOfWorkflow(assertion))
    return context.workflows.length === 0
      ? notSent(context, context.workflowPaths[0] ?? 'workflow.yaml')
      : judgeWorkflows(context.workflows, assertion);
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
    case 'keeps-data':
    case 'size':
      return null;
    default:
      return judgeImage(context, final, assertion);
  }
}

const say = words('assertion-files', {
  en: {
    compose: 'I have not seen your {{file}}. Send it too.',
    'no-compose': 'There is no {{file}} here that this could be seen in.',
  },
});

/** A missing file was either not sent, so that nothing is known about it, or it does not exist because the project was sent completely. */
function notSent({ student }: RuleContext, file: string): BrokenAssertion {
  if (student.complete)
    return { status: 'missing', message: say.later('no-compose', { file }), file, line: null };
  return { status: 'unknown', message: say.later('compose', { file }), file, line: null };
}
