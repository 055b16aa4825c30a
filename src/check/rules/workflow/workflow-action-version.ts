import { quoted } from '../../dockerfile/text.ts';
import { syntaxPage, workflowRule } from './workflow-rule.ts';

export const workflowActionVersion = workflowRule({
  id: 'WorkflowActionVersion',
  severity: 'error',
  page: syntaxPage('jobsjob_idstepsuses'),
  reads: 'the actions that steps use',
  texts: {
    title: 'Actions are named with their version',
    why: 'GitHub takes an action from a repository, at a version of it. Without one it does not know which, and refuses the workflow.',
    found:
      'Which version of `{{action}}`? Put an @ and one behind it, as its page shows it: `{{action}}@v…`.',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v6\n',
  bad: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout\n',
  find: ({ jobs }, report) =>
    jobs.flatMap(({ steps }) =>
      steps.flatMap(({ uses }) =>
        uses === null || uses.version !== null || /^\.{1,2}\/|^docker:/.test(uses.name)
          ? []
          : [{ line: uses.line, message: report('found', { action: quoted(uses.name, 80) }) }],
      ),
    ),
});
