import { imageWorkOf } from '../../workflow/images.ts';
import { workflowRule } from './workflow-rule.ts';

export const workflowPushedName = workflowRule({
  id: 'WorkflowPushedName',
  severity: 'error',
  page: 'tutorials/publish-packages/publish-docker-images',
  reads: 'the inputs of `docker/build-push-action`',
  texts: {
    title: 'An image that is pushed has a name',
    why: 'The name says to which registry an image goes, and what it is called there. Without one the build fails: tag is needed when pushing to registry.',
    found: 'This pushes an image that has no name. Give it one with `tags:`, such as `me/app:1.0`.',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/login-action@v4\n        with:\n          username: ${{ vars.DOCKERHUB_USERNAME }}\n          password: ${{ secrets.DOCKERHUB_TOKEN }}\n      - uses: docker/build-push-action@v7\n        with:\n          push: true\n          tags: me/app:1.0\n',
  bad: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/login-action@v4\n        with:\n          username: ${{ vars.DOCKERHUB_USERNAME }}\n          password: ${{ secrets.DOCKERHUB_TOKEN }}\n      - uses: docker/build-push-action@v7\n        with:\n          push: true\n',
  find: ({ jobs }, report) =>
    jobs.flatMap((job) =>
      imageWorkOf(job)
        .filter(({ step, pushes }) => {
          const isGiven = (input: string): boolean => (step.inputs.get(input)?.value.trim() ?? '') !== '';
          return (
            pushes === 'yes' &&
            !step.neverRuns &&
            step.uses?.name === 'docker/build-push-action' &&
            !isGiven('tags') &&
            !isGiven('outputs')
          );
        })
        .map(({ line }) => ({ line, message: report('found') })),
    ),
});
