import { imageWorkOf, logsIn } from '../../workflow/images.ts';
import type { Job } from '../../workflow/workflow.ts';
import { workflowRule } from './workflow-rule.ts';

export const workflowLogin = workflowRule({
  id: 'WorkflowLogin',
  severity: 'error',
  page: 'tutorials/publish-packages/publish-docker-images',
  reads: 'the steps of each job, in their order',
  texts: {
    title: 'Who pushes an image logs in before',
    why: 'A registry takes images from those that it knows. Each job has a machine of its own, so each one that pushes has to log in.',
    found:
      'This pushes an image, and no step above has logged in to a registry. `docker/login-action` does that, with a secret.',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/login-action@v4\n        with:\n          username: ${{ vars.DOCKERHUB_USERNAME }}\n          password: ${{ secrets.DOCKERHUB_TOKEN }}\n      - uses: docker/build-push-action@v7\n        with:\n          push: true\n          tags: me/app:1.0\n',
  bad: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v7\n        with:\n          push: true\n          tags: me/app:1.0\n',
  find: ({ jobs }, report) =>
    jobs.flatMap((job) => {
      const line = pushedUnknown(job);
      return line === null ? [] : [{ line, message: report('found') }];
    }),
});

/** A registry on the machine itself needs no login. */
const isOwnRegistry = (name: string): boolean => /^(?:localhost|127\.0\.0\.1)(?::\d+)?\//.test(name);

/** A job's first push without a login before it; null if there is none, or if a step may have logged in. */
function pushedUnknown(job: Job): number | null {
  const first = imageWorkOf(job).find(
    ({ pushes, names }) => pushes !== 'no' && names?.every(isOwnRegistry) !== true,
  );
  if (first === undefined) return null;
  const before = job.steps.slice(0, job.steps.indexOf(first.step));
  return [...before, first.step].some((step) => logsIn(step) !== false) ? null : first.line;
}
