import { quoted } from '../../dockerfile/text.ts';
import { isRead, syntaxPage, workflowRule } from './workflow-rule.ts';

export const workflowJobs = workflowRule({
  id: 'WorkflowJobs',
  severity: 'error',
  page: syntaxPage('jobs'),
  reads: 'the key `jobs`, and the steps of each',
  texts: {
    title: 'The workflow has jobs, and each has steps',
    why: 'Work is done in the steps of a job. GitHub refuses a workflow that has none.',
    none: 'This workflow has no jobs. Add `jobs:`, and below it a job with its steps.',
    steps: 'The job `{{job}}` has no steps. Add `steps:` with a list of what it does.',
    name: '`{{job}}` cannot be the name of a job. Begin with a letter, and use letters, digits, dashes and underscores.',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo hello\n',
  bad: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n',
  find: (workflow, report) => {
    if (!isRead(workflow)) return [];
    const { jobs, unknownKeys } = workflow;
    if (jobs.length === 0)
      return unknownKeys.some(({ meant }) => meant === 'jobs')
        ? []
        : [{ line: null, message: report('none') }];
    return jobs.flatMap(({ id, line, steps, isCall }) => {
      const job = quoted(id, 60);
      if (!/^[A-Za-z_][\w-]*$/.test(id)) return [{ line, message: report('name', { job }) }];
      return steps.length === 0 && !isCall ? [{ line, message: report('steps', { job }) }] : [];
    });
  },
});
