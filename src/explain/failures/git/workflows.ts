import { defineFailure, type Failure } from '../failure.ts';

const pushAgain = 'git commit --allow-empty -m "Run again" && git push';

/** Errors that GitHub reports about a workflow, and that actions report about their steps. */
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
      'a step cannot have both the `uses` and `run` keys',
      'No jobs were run',
      '.yml (Line: <line>, Col: <column>):',
      '.yaml (Line: <line>, Col: <column>):',
    ],
    cause: 'GitHub cannot read the workflow, so nothing of it runs.',
    cure: 'The message names the line and the column. Look at how far it is indented, and at how its key is spelled.',
    next: 'git push',
    examples: [
      "The workflow is not valid. .github/workflows/ci.yaml (Line: 12, Col: 9): Unexpected value 'runs'",
      'Invalid workflow file: .github/workflows/ci.yml#L12\nYou have an error in your yaml syntax on line 12',
      '.github/workflows/ci.yml (Line: 9, Col: 5): Required property is missing: runs-on',
      'a step cannot have both the `uses` and `run` keys',
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
  defineFailure({
    id: 'action-input-missing',
    phase: 'workflow',
    about: 'workflow',
    when: [
      'Input required and not supplied: <input>',
      'Unexpected input(s)',
      "Required input '<input>' not provided",
    ],
    cause:
      'A step uses an action and does not give it what it needs, or gives it something that it does not know.',
    cure: 'Compare the names under `with:` with the page of the action. They have to be indented more than `with:`.',
    next: 'git push',
    examples: [
      'Error: Input required and not supplied: path',
      "Warning: Unexpected input(s) 'node-versio', valid inputs are ['node-version', 'cache']",
    ],
  }),
  defineFailure({
    id: 'workflow-lock-missing',
    phase: 'workflow',
    about: 'lock-file',
    when: [
      'Dependencies lock file is not found in',
      'Some specified paths were not resolved, unable to cache dependencies',
      'Error: No file in … matched to [',
    ],
    cause:
      'A step is to keep the packages from run to run (`cache:`), and finds no lock file to know them by.',
    cure: 'Check the code out first, and commit the lock file. If it lies in a folder, name it with `cache-dependency-path:`.',
    next: 'git ls-files | grep -i lock',
    examples: [
      'Error: Dependencies lock file is not found in /home/runner/work/shop/shop. Supported file patterns: package-lock.json,npm-shrinkwrap.json,yarn.lock',
      'Error: Some specified paths were not resolved, unable to cache dependencies.',
      'Error: No file in /home/runner/work/shop/shop matched to [**/requirements.txt or **/pyproject.toml], make sure you have checked out the target repository',
    ],
  }),
  defineFailure({
    id: 'workflow-image-untagged',
    phase: 'workflow',
    about: 'tag',
    when: ['tag is needed when pushing to registry'],
    cause: 'The image is to be pushed, and the step gives it no name.',
    cure: 'Write `tags:` under `with:`, with registry, account and name, like `ghcr.io/me/app:latest`.',
    next: 'git push',
    examples: [
      'ERROR: failed to build: tag is needed when pushing to registry',
      'Error: buildx failed with: ERROR: tag is needed when pushing to registry',
    ],
  }),
  defineFailure({
    id: 'workflow-folder-missing',
    phase: 'workflow',
    about: 'workflow',
    when: ['An error occurred trying to start process … with working directory'],
    cause: 'A step is to run in a folder that is not there.',
    cure: 'Check `working-directory:` letter by letter. The code has to be checked out in a step above.',
    next: 'git ls-files | head',
    examples: [
      "Error: An error occurred trying to start process '/usr/bin/bash' with working directory '/home/runner/work/shop/shop/backend'. No such file or directory",
    ],
  }),
  defineFailure({
    id: 'workflow-step-failed',
    phase: 'workflow',
    rank: 'consequence',
    about: 'exit-code',
    when: ['Process completed with exit code <code>', 'The process … failed with exit code <code>'],
    cause: 'A step of the workflow ended with an error. This line only says that; why stands above it.',
    cure: 'Open the step, and read the first line that says what went wrong.',
    next: 'git push',
    examples: [
      'Error: Process completed with exit code 1.',
      "Error: The process '/usr/bin/make' failed with exit code 2",
    ],
  }),
];
