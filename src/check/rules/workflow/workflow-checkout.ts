import { bringsTree, imageWorkOf } from '../../workflow/images.ts';
import type { Job } from '../../workflow/workflow.ts';
import { workflowRule } from './workflow-rule.ts';

export const workflowCheckout = workflowRule({
  id: 'WorkflowCheckout',
  severity: 'error',
  page: 'tutorials/build-and-test-code',
  reads: 'the steps of each job, in their order',
  texts: {
    title: 'Your files are there before they are built',
    why: 'The machine of a job is empty: a build finds no Dockerfile on it until a step has fetched your repository.',
    none: 'This builds your files, and the machine has none yet. Put a step with `uses: actions/checkout` and its version above it.',
    late: 'This builds your files before `actions/checkout` has fetched them. Move that step above this one.',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v6\n      - run: docker build -t app .\n',
  bad: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build -t app .\n',
  find: ({ jobs }, report) =>
    jobs.flatMap((job) => {
      const found = withoutTree(job);
      return found === null ? [] : [{ line: found.line, message: report(found.key) }];
    }),
});

/** A job's first build if it needs files that no step has fetched; null if there is none, or if a step may have fetched them. */
function withoutTree(job: Job): { readonly line: number; readonly key: 'none' | 'late' } | null {
  const first = imageWorkOf(job).find(({ needsTree }) => needsTree);
  if (first === undefined) return null;
  const at = job.steps.indexOf(first.step);
  const above = job.steps.slice(0, at);
  // The step itself may fetch the files in an earlier command.
  const own = (first.step.run ?? []).filter(({ line }) => line < first.line);
  const before = [...above.map(bringsTree), bringsTree({ ...first.step, uses: null, run: own })];
  if (before.some((each) => each !== false)) return null;
  const isLate = job.steps.slice(at).some(({ uses }) => uses?.name === 'actions/checkout');
  return { line: first.line, key: isLate ? 'late' : 'none' };
}
