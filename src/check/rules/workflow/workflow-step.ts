import { syntaxPage, workflowRule } from './workflow-rule.ts';

export const workflowStep = workflowRule({
  id: 'WorkflowStep',
  severity: 'error',
  page: syntaxPage('jobsjob_idsteps'),
  reads: '`uses` and `run` of each step',
  texts: {
    title: 'Each step does one thing',
    why: 'A step either takes an action with `uses` or runs commands with `run`. GitHub refuses a step with neither, and one with both.',
    neither: 'This step does nothing. Give it `uses:` for an action, or `run:` for commands.',
    both: 'This step has `uses` and `run`. Make two steps of it: each begins with a dash.',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - name: Greet\n        run: echo hello\n',
  bad: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - name: Greet\n',
  find: ({ jobs, unknownKeys }, report) =>
    jobs.flatMap(({ steps }) =>
      steps.flatMap(({ uses, run, line }) => {
        if (uses !== null && run !== null) return [{ line, message: report('both') }];
        // Another rule reports a mistyped key.
        const isMistyped = unknownKeys.some(({ meant }) => meant === 'uses' || meant === 'run');
        return uses === null && run === null && !isMistyped ? [{ line, message: report('neither') }] : [];
      }),
    ),
});
