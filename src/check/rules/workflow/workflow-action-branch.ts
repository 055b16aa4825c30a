import { quoted } from '../../dockerfile/text.ts';
import { workflowRule } from './workflow-rule.ts';

/** Names that branches have but versions do not. */
const branch = /^(?:main|master|develop|dev|trunk|latest|head)$/i;

export const workflowActionBranch = workflowRule({
  id: 'WorkflowActionBranch',
  severity: 'warning',
  page: 'reference/security/secure-use#using-third-party-actions',
  reads: 'the versions of the actions that steps use',
  texts: {
    title: 'Actions stay at a version',
    why: 'A branch moves: tomorrow the same workflow runs other code, with your secrets. A version, or a commit, stays as you saw it.',
    found:
      '`{{action}}@{{version}}` is a branch, which moves. Name a version in its place, as `{{action}}@v…`.',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v6\n',
  bad: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@main\n',
  find: ({ jobs }, report) =>
    jobs.flatMap(({ steps }) =>
      steps.flatMap(({ uses }) => {
        if (uses === null || uses.version === null || !branch.test(uses.version)) return [];
        const values = { action: quoted(uses.name, 80), version: quoted(uses.version, 40) };
        return [{ line: uses.line, message: report('found', values) }];
      }),
    ),
});
