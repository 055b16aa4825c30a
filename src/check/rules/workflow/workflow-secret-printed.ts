import { programOf, type ShellCommand } from '../../workflow/commands.ts';
import { hasSecret } from '../../workflow/read-workflow.ts';
import type { WorkflowStep } from '../../workflow/workflow.ts';
import { workflowRule } from './workflow-rule.ts';

export const workflowSecretPrinted = workflowRule({
  id: 'WorkflowSecretPrinted',
  severity: 'warning',
  page: 'concepts/security/secrets',
  reads: 'the commands of each step, and the variables that they are given',
  texts: {
    title: 'No secret is printed',
    why: 'The log of a public repository is public. GitHub hides a secret in it only as it is: in another form, everybody reads it.',
    found:
      'This prints a secret into the log. Leave it out, or hand it to the program that needs it: `echo … | docker login --password-stdin`.',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    env:\n      TOKEN: ${{ secrets.TOKEN }}\n    steps:\n      - run: echo "$TOKEN" | docker login -u me --password-stdin\n',
  bad: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    env:\n      TOKEN: ${{ secrets.TOKEN }}\n    steps:\n      - run: echo "$TOKEN"\n',
  find: ({ jobs }, report) =>
    jobs.flatMap(({ steps }) =>
      steps.flatMap((step) =>
        (step.run ?? [])
          .filter((command) => printsSecret(command, step))
          .map(({ line }) => ({ line, message: report('found') })),
      ),
    ),
});

function printsSecret(command: ShellCommand, { secretVariables }: WorkflowStep): boolean {
  const [program = '', ...words] = programOf(command);
  if (command.isTaken || !/^(?:echo|printf)$/.test(program)) return false;
  return words.some(
    (word) =>
      hasSecret(word) ||
      [...word.matchAll(/\$\{?([A-Za-z_]\w*)/g)].some(([, name = '']) => secretVariables.has(name)),
  );
}
