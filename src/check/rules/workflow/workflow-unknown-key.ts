import { quoted } from '../../dockerfile/text.ts';
import { syntaxPage, workflowRule } from './workflow-rule.ts';

export const workflowUnknownKey = workflowRule({
  id: 'WorkflowUnknownKey',
  severity: 'error',
  page: syntaxPage('about-yaml-syntax-for-workflows'),
  reads: 'the keys of workflow, jobs and steps',
  texts: {
    title: 'All keys are GitHub’s',
    why: 'GitHub refuses a whole workflow for one key that it does not know: most often it is mistyped, or at another level.',
    found: 'GitHub does not know `{{key}}` here. Look at its spelling, and at how far it is indented.',
    meant: 'GitHub does not know `{{key}}` here. Did you mean `{{meant}}`?',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo hello\n',
  bad: 'on: push\njobs:\n  build:\n    run-on: ubuntu-latest\n    steps:\n      - run: echo hello\n',
  find: ({ unknownKeys }, report) =>
    unknownKeys.map(({ key: written, meant, line }) => {
      const key = quoted(written, 60);
      return { line, message: meant === null ? report('found', { key }) : report('meant', { key, meant }) };
    }),
});
