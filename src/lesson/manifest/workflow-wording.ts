import { type TranslatableText, words } from '../../wording/wording.ts';
import type { WorkflowAssertion } from './assertions.ts';

/** Sentences for workflow assertions that do not hold. */
const sayBroken = words('assertion-workflow-broken', {
  en: {
    own: '{{text}}',
    'workflow-trigger': 'The workflow does not run on `{{event}}`. Add it below `on:`.',
    'workflow-branch':
      'On `{{event}}`, the workflow does not run for the branch `{{branch}}`. Add it to `branches:`.',
    'workflow-tag': 'On `{{event}}`, the workflow does not run for a tag like `{{tag}}`. Add it to `tags:`.',
    'workflow-job': 'The workflow has no job `{{job}}`. Add it below `jobs:`.',
    'workflow-machine': 'The job `{{job}}` runs on {{found}}, and the lesson wants {{label}}.',
    'workflow-needs': 'The job `{{job}}` does not wait for `{{needed}}`. Add it to its `needs:`.',
    'workflow-uses': 'No step uses `{{action}}`. Add a step with `uses:`, and its version behind an @.',
    'workflow-runs': 'No step runs `{{command}}`. Add a step with `run:`.',
    'workflow-input': 'The step with `{{action}}` lacks `{{input}}: {{value}}`. Add it below its `with:`.',
    'workflow-input-value':
      'The step with `{{action}}` has `{{input}}: {{found}}`, and the lesson wants `{{value}}`.',
    'workflow-words': '`{{command}}` needs {{words}} with it here.',
    'workflow-after':
      'This step needs what `{{above}}` does. Put that into a step above it, in the same job.',
    'workflow-image': 'No step builds an image. `docker/build-push-action` does it, or `docker build`.',
    'workflow-pushes':
      'The image is built, and stays on a machine that is gone afterwards. Push it: `push: true`, or `docker push`.',
    'workflow-secret':
      'The workflow does not use the secret `{{name}}`. Write `{{expression}}` where it is needed.',
    'workflow-never':
      '`{{what}}` never runs here, because its `if:` is always false. Leave the `if:` out, or give it a condition.',
    unread: 'GitHub could not read this workflow, so I cannot tell.',
    unknown: 'What is written here is known on GitHub alone, so I cannot tell.',
  },
});
export type BrokenWorkflowKey = Parameters<typeof sayBroken>[1];

/** The sentence for an assertion that does not hold: the lesson's own if it has one. */
export const brokenWorkflowText = (
  assertion: Pick<WorkflowAssertion, 'say'>,
  key: BrokenWorkflowKey,
  values: Readonly<Record<string, string | number>> = {},
): TranslatableText =>
  assertion.say !== undefined && key !== 'unknown' && key !== 'unread' && key !== 'workflow-never'
    ? sayBroken.later('own', { text: assertion.say })
    : sayBroken.later(key, values);

const sayHolds = words('assertion-workflow-holds', {
  en: {
    'workflow-trigger': 'The workflow runs on `{{event}}`.',
    'workflow-job': 'The job `{{job}}` is there.',
    'workflow-step': 'A step does `{{what}}`.',
    'workflow-image': 'The workflow builds an image.',
    'workflow-pushes': 'The workflow builds an image, and pushes it.',
    'workflow-secret': 'The workflow uses the secret `{{name}}`.',
  },
});

/** The sentence for a workflow assertion that holds. */
export function holdsInWorkflow(assertion: WorkflowAssertion): TranslatableText {
  switch (assertion.assert) {
    case 'workflow-trigger':
      return sayHolds.later('workflow-trigger', { event: assertion.on });
    case 'workflow-job':
      return sayHolds.later('workflow-job', { job: assertion.job });
    case 'workflow-step':
      return sayHolds.later('workflow-step', { what: assertion.uses ?? assertion.runs ?? '' });
    case 'workflow-image':
      return sayHolds.later(assertion.pushes ? 'workflow-pushes' : 'workflow-image');
    case 'workflow-secret':
      return sayHolds.later('workflow-secret', { name: assertion.name });
  }
}
