import { quoted } from '../../dockerfile/text.ts';
import { type ImageWork, imageWorkOf, tagOf } from '../../workflow/images.ts';
import type { Job } from '../../workflow/workflow.ts';
import { workflowRule } from './workflow-rule.ts';

export const workflowOnlyLatest = workflowRule({
  id: 'WorkflowOnlyLatest',
  severity: 'warning',
  page: 'tutorials/publish-packages/publish-docker-images',
  reads: 'the names under which each job pushes images',
  texts: {
    title: 'A pushed image has a tag of its own',
    why: 'The next run puts another image in the place of `latest`. With a tag of its own, you can go back to an image, and see which code is in it.',
    found:
      '`{{name}}` is pushed as `latest` only, so each run replaces the last one. Add a tag of its own, such as `{{expression}}`.',
  },
  good: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker login -u me --password-stdin <<< "${{ secrets.TOKEN }}"\n      - run: docker push me/app:${{ github.sha }}\n',
  bad: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker login -u me --password-stdin <<< "${{ secrets.TOKEN }}"\n      - run: docker push me/app\n',
  find: ({ jobs }, report) =>
    jobs.flatMap((job) => {
      const found = pushedAsLatest(job);
      return found === null
        ? []
        : [
            {
              line: found.line,
              message: report('found', { name: quoted(found.name, 80), expression: '${{ github.sha }}' }),
            },
          ];
    }),
});

/** A name that a job pushes only as `latest`; null if it also pushes others, or if they are unknown. */
function pushedAsLatest(job: Job): { readonly line: number; readonly name: string } | null {
  const pushed: readonly ImageWork[] = imageWorkOf(job).filter(({ pushes }) => pushes !== 'no');
  const names = pushed.flatMap(({ names: own, line }) => own?.map((name) => ({ name, line })) ?? []);
  const isKnown = pushed.every(({ names: own }) => own !== null);
  const [first] = names;
  return first !== undefined && isKnown && names.every(({ name }) => tagOf(name) === 'latest') ? first : null;
}
