import { defineFailure, type Failure } from './failure.ts';

const pushAgain = 'git commit --allow-empty -m "Run again" && git push';

/** What GitHub says of a workflow, and actions of their steps. */
export const workflowFailures: readonly Failure[] = [
  defineFailure({
    id: 'workflow-not-valid',
    phase: 'workflow',
    about: 'workflow',
    when: [
      'The workflow is not valid.',
      'Invalid workflow file:',
      'You have an error in your yaml syntax',
      "Unexpected value '<said…>' … workflow",
      'Unrecognized named-value:',
      'No event triggers defined in `on`',
    ],
    cause: 'GitHub cannot read the workflow, so nothing of it runs.',
    cure: 'The message names the line and the column. Look at how far it is indented, and at how its key is spelled.',
    next: 'git push',
    examples: [
      "The workflow is not valid. .github/workflows/ci.yaml (Line: 12, Col: 9): Unexpected value 'runs'",
      'Invalid workflow file: .github/workflows/ci.yml#L12\nYou have an error in your yaml syntax on line 12',
      "Unrecognized named-value: 'secret'. Located at position 1 within expression: secret.DOCKERHUB_TOKEN",
    ],
  }),
  defineFailure({
    id: 'action-not-found',
    phase: 'workflow',
    about: 'workflow',
    when: [
      'Unable to resolve action',
      "Can't find 'action.yml', 'action.yaml' or 'Dockerfile'",
      'Unable to find version',
    ],
    cause: 'A step uses an action that GitHub does not find: its name, or the version behind the @.',
    cure: 'Copy the line with `uses:` from the page of the action. For an action of your own, check the code out first.',
    next: 'git push',
    examples: [
      'Error: Unable to resolve action `docker/loginaction@v4`, repository not found',
      'Error: Unable to resolve action `actions/checkout@v99`, unable to find version `v99`',
      "Error: Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '/home/runner/work/app/app/.github/actions/build'. Did you forget to run actions/checkout before running your local action?",
    ],
  }),
  defineFailure({
    id: 'login-without-secret',
    phase: 'workflow',
    about: 'secret',
    when: ['Error: Username and password required', 'Error: Password required', 'Error: Username required'],
    cause:
      'The login was given an empty name or password: the repository has no secret or variable of that name.',
    cure: 'Save both under Settings › Secrets and variables › Actions, spelled as in the workflow. Pull requests from forks get no secrets.',
    next: pushAgain,
    examples: [
      'Run docker/login-action@v4\nError: Username and password required',
      'Error: Password required',
    ],
  }),
  defineFailure({
    id: 'workflow-may-not',
    phase: 'workflow',
    about: 'workflow',
    when: [
      'Resource not accessible by integration',
      'refusing to allow … to create or update workflow',
      'denied: installation not allowed to … package',
    ],
    cause: 'The workflow’s own token may not do this.',
    cure: 'Give the job the right that it needs under `permissions:`, such as `packages: write`.',
    next: pushAgain,
    examples: [
      'Error: Resource not accessible by integration',
      'ERROR: denied: installation not allowed to Create organization package',
    ],
  }),
];
