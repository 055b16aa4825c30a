import { z } from 'zod';
import { composeKinds } from './compose-assertions.ts';
import { ownSentence as own, requestSchema } from './expected-answer.ts';
import { workflowKinds } from './workflow-assertions.ts';

/**
 * The assertions that a lesson can make about the image from the simulated build, and about the container that a verification
 * runs. `assert` names the kind; the other keys are its parameters.
 */

const imagePath = z.string().regex(/^\//, 'it has to begin with /');
const command = z.string().min(1).describe('The command’s first words, such as `pip install`.');

const kinds = [
  z.strictObject({
    assert: z.literal('file').describe('A file or folder is in the image, or is not.'),
    path: imagePath.describe('Where it lies in the image.'),
    absent: z.boolean().default(false).describe('True for what must not be there.'),
    executable: z.boolean().default(false).describe('Whether everybody may execute it.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('step').describe('A step of the build runs a command.'),
    runs: command,
    with: z.array(z.string().min(1)).default([]).describe('Words that the command has to have, too.'),
    after: z
      .array(z.string().min(1))
      .default([])
      .describe('Files of the project that the step has to have: they are copied before.'),
    independentOf: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'Files of the project whose change must not run the step again; the run tries that out, too.',
      ),
    ...own,
  }),
  z.strictObject({
    assert: z
      .literal('copies')
      .describe('A stage takes a file or folder of another stage, or of the project.'),
    path: z.string().min(1).describe('The path in the project, or in the other stage.'),
    stage: z
      .union([z.enum(['context', 'any']), z.string().min(1)])
      .default('any')
      .describe('Where it comes from: `context`, `any` other stage, or the name of one.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('base').describe('The image that a stage is built upon.'),
    stage: z.enum(['first', 'final']).default('final').describe('Which stage.'),
    image: z.string().min(1).describe('The image; without a tag, all of its tags.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('stages').describe('The build has at least so many stages.'),
    min: z.int().min(2).describe('The fewest stages.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('user').describe('The user that the container runs as.'),
    name: z.string().min(1).optional().describe('Its name; left out, anybody but root.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('workdir').describe('The folder that the container starts in.'),
    path: imagePath.describe('The folder.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('environment').describe('A variable that the container has.'),
    name: z
      .string()
      .regex(/^[A-Za-z_]\w*$/)
      .describe('Its name.'),
    value: z.string().optional().describe('Its value; left out, any.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('start').describe('How the container starts.'),
    command: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('The words it begins with, as ENTRYPOINT and CMD give them together.'),
    form: z.enum(['exec', 'any']).default('any').describe('`exec`: no shell stands around it.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('exposes').describe('A port that the image documents by EXPOSE.'),
    port: z.int().min(1).max(65535).describe('The port.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('listens').describe('The server listens on the lesson’s port, on all addresses.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('answers').describe('The server answers a request.'),
    ...requestSchema.shape,
    port: z
      .int()
      .min(1)
      .max(65535)
      .optional()
      .describe('The port that is asked, where it is another than the lesson’s.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('exits').describe('The container does its work and ends.'),
    code: z.int().min(0).max(255).default(0).describe('Its exit code.'),
    prints: z.string().min(1).optional().describe('A text that it has to print.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('stops').describe('The container stops when it is asked to.'),
    within: z.number().positive().max(60).describe('Seconds.'),
    ...own,
  }),
  z.strictObject({
    assert: z
      .literal('keeps-data')
      .describe(
        'What was written is still there, or is gone, in fresh containers: after `docker compose down` and `up`, or in another container of the image.',
      ),
    write: requestSchema.describe('What writes it.'),
    read: requestSchema.describe('What shows it afterwards.'),
    kept: z.boolean().default(true).describe('False for what has to be gone.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('size').describe('What the image weighs, in MB (10⁶ bytes).'),
    min: z.number().nonnegative().default(0).describe('The least.'),
    max: z.number().positive().describe('The most.'),
    ...own,
  }),
] as const;

export const assertionSchema = z.discriminatedUnion('assert', [...kinds, ...composeKinds, ...workflowKinds]);
export type Assertion = z.output<typeof assertionSchema>;
export type AssertionKind = Assertion['assert'];
/** All kinds, in the order in which they are documented. */
export const assertionKinds: readonly AssertionKind[] = assertionSchema.options.map(
  ({ shape }) => shape.assert.value,
);
export type AssertionOf<Kind extends AssertionKind> = Extract<Assertion, { readonly assert: Kind }>;

/** Kinds that only a run can test, because the Dockerfile does not determine them. */
const onlyByRun: ReadonlySet<AssertionKind> = new Set(['answers', 'exits', 'stops', 'keeps-data', 'size']);
export const isOnlyByRun = ({ assert }: Pick<Assertion, 'assert'>): boolean => onlyByRun.has(assert);

/** Kinds that a run cannot test: how the image was made is read from the Dockerfile. */
const onlyByCheck: ReadonlySet<AssertionKind> = new Set(['step', 'copies', 'base', 'stages']);
export const isOnlyByCheck = ({ assert }: Pick<Assertion, 'assert'>): boolean =>
  onlyByCheck.has(assert) || /^(?:compose|workflow)-/.test(assert);

/** An assertion about a Compose file. */
export type ComposeAssertion = Extract<Assertion, { readonly assert: `compose-${string}` }>;

/** Whether an assertion is about the Compose file, not the image. */
export const isOfCompose = (assertion: Assertion): assertion is ComposeAssertion =>
  assertion.assert.startsWith('compose-');

/** An assertion about a GitHub Actions workflow. */
export type WorkflowAssertion = Extract<Assertion, { readonly assert: `workflow-${string}` }>;

export const isOfWorkflow = (assertion: Assertion): assertion is WorkflowAssertion =>
  assertion.assert.startsWith('workflow-');

/** Whether an assertion is about the image or its container, not about another file. */
export const isOfImage = (assertion: Assertion): boolean =>
  !isOfCompose(assertion) && !isOfWorkflow(assertion);
