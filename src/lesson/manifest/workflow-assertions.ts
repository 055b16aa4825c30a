import { z } from 'zod';
import { ownSentence as own } from './expected-answer.ts';
import type { StudentFilesList } from './student-files.ts';

/** The assertions that a lesson can make about a GitHub Actions workflow. */

const job = z.string().min(1).max(100);
const name = z.string().min(1);
/** An action as named in the workflow, without its version. */
const action = z.string().regex(/^[^@\s]+$/, 'it has to be an action without its version');

export const workflowKinds = [
  z.strictObject({
    assert: z.literal('workflow-trigger').describe('A workflow runs upon an event.'),
    on: name.describe('The event, such as `push`.'),
    branch: name.optional().describe('A branch for which it has to run; left out, any.'),
    tag: name.optional().describe('A tag for which it has to run, such as `v1.0.0`; left out, any.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('workflow-job').describe('A workflow has a job.'),
    job: job.describe('The job, as the workflow names it.'),
    runsOn: name.optional().describe('A label of its machine, such as `ubuntu-latest`; left out, any.'),
    needs: z.array(job).default([]).describe('Jobs that have to be over before it starts.'),
    ...own,
  }),
  z
    .strictObject({
      assert: z.literal('workflow-step').describe('A step of a workflow takes an action, or runs a command.'),
      uses: action.optional().describe('The action without its version, such as `docker/build-push-action`.'),
      runs: name.optional().describe('The command’s first words, such as `docker build`.'),
      with: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
        .default({})
        .describe('Inputs that the action is given, with their values.'),
      words: z.array(name).default([]).describe('Words that the command has to have, too.'),
      after: z
        .array(name)
        .default([])
        .describe('Actions, or first words of commands, that stand above it in the same job.'),
      job: job.optional().describe('The job that it stands in; left out, any.'),
      ...own,
    })
    .refine(({ uses, runs }) => (uses === undefined) !== (runs === undefined), {
      message: 'it has to have either `uses` or `runs`',
    }),
  z.strictObject({
    assert: z
      .literal('workflow-image')
      .describe(
        'A workflow builds an image: by `docker build`, `docker buildx`, `docker compose` or Docker’s actions.',
      ),
    pushes: z.boolean().default(false).describe('Whether it has to push one, too.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('workflow-secret').describe('A workflow uses a secret of the repository.'),
    name: z
      .string()
      .regex(/^[A-Za-z_]\w*$/)
      .describe('Its name, as in `${{ secrets.NAME }}`.'),
    ...own,
  }),
] as const;

/** Paths of the workflows that students submit. */
export const workflowPathsIn = (
  lesson: { readonly studentFiles?: StudentFilesList } | null,
): readonly string[] =>
  (lesson?.studentFiles ?? []).filter(({ role }) => role === 'workflow').map(({ name: path }) => path);
