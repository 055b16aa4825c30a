import { z } from 'zod';
import { idSchema } from '../../submission/job.ts';

/**
 * The payload of a button, select menu or modal: `v1:hint:3:<guild>`. It has to survive restarts and upgrades. Raise the version
 * when a kind's fields change; old messages then get a friendly answer.
 */
const version = 'v1';

const snowflake = z.string().regex(/^\d{1,21}$/);
const guild = snowflake;
const todo = z.coerce.number().int().min(0).max(9999);
/** One of a lesson's files: by its role, or by its index among the files other than the usual three. */
const fileKey = z.string().regex(/^(?:dockerfile|dockerignore|entrypoint|f\d{1,2})$/);
const lineNumber = z.coerce.number().int().min(0).max(99_999);

/** Used in place of a submission ID: a question about no submission. */
export const noSubmission = 's0';

/** Kinds used by teaching assistants, and the two with which a student calls one. Their handlers check the role themselves. */
const taKinds = {
  /** Show the queue in a new message. */
  'queue-new': {},
  /** Control the whole queue; `sure` once the action was confirmed. */
  lever: { act: z.enum(['pause', 'resume', 'clear']) },
  'lever-sure': { act: z.enum(['clear']) },
  /** Pick a verification or a worker from the queue. */
  jobs: {},
  workers: {},
  job: { act: z.enum(['promote', 'retry', 'retry-why', 'cancel']), submission: idSchema },
  'job-sure': { act: z.enum(['cancel', 'retry']), submission: idSchema },
  worker: { act: z.enum(['drain', 'undrain']), worker: z.string().regex(/^[^:]{1,70}$/) },
  'worker-sure': { act: z.enum(['drain']), worker: z.string().regex(/^[^:]{1,70}$/) },
  /** The chart of the class: in a new message, or refreshed in place. */
  'class-new': {},
  'class-again': { theme: z.enum(['dark', 'light']) },
  /** A student's page, refreshed in place; their files; one of their verdicts. */
  student: { user: snowflake },
  'student-new': { user: snowflake },
  'student-files': { user: snowflake },
  'student-runs': { user: snowflake },
  /** Ask for a human. The form, about a verification or about none ({@link noSubmission}); the form, submitted. */
  ask: { submission: idSchema, guild },
  'ask-sent': { submission: idSchema, guild },
  /** Menu of questions that have no card in the staff channel; its value is the question. */
  asks: {},
  /** An action on a question. */
  asked: { act: z.enum(['claim', 'release', 'answer', 'close', 'solved']), ask: idSchema },
  'asked-answer': { ask: idSchema },
  /** Menu of texts that could not be read; its value is the text. */
  letters: {},
  /** An action on a text that could not be read. */
  letter: { act: z.enum(['discard', 'retry']), letter: idSchema },
  /** The regrade of the class's lesson. */
  regrade: { act: z.enum(['start', 'look', 'apply', 'drop']) },
  'regrade-sure': { act: z.enum(['apply']) },
  /** A student claims a number linked to somebody else: `key` is the number's `numberKey` in commands/link.ts. */
  'link-claim': {
    act: z.enum(['confirm', 'refuse']),
    user: snowflake,
    key: z.string().regex(/^[0-9a-f]{16}$/),
  },
  /** A student removes their own link to the class list. */
  unlink: { guild },
  /** A student turns reminders on or off. */
  reminders: { guild, how: z.enum(['on', 'off']) },
} as const;

/** Page numbers of a walk through layers, and indices of files in a rebuild forecast. */
const small = z.coerce.number().int().min(0).max(99);

/** Insights into one's own files, beyond whether they are right. */
const insightKinds = {
  /** The menu of all insights below. */
  insights: { guild },
  /** The same for a submission that passed, with the entries available only then. */
  more: { submission: idSchema },
  /** X-ray of the build context; the menu of lines to try; the form for a line of one's own; the form, submitted. */
  xray: { guild },
  'xray-lines': { guild },
  'xray-form': { guild },
  'xray-line': { guild },
  /** The image step by step: in a new message, or another step in place. */
  layers: { guild },
  layer: { guild, step: small },
  'layers-picture': { guild },
  /** Which steps run again after a file was edited: the question, another file in place, the answer. */
  rebuild: { guild },
  'rebuild-file': { guild, file: small },
  'rebuild-guess': { guild, file: small },
  /** The same Dockerfile on other base images. */
  compare: { guild },
  /** Quiz about a submission that passed: a question; an answer to it. `right`: the number of right answers so far. */
  quiz: { submission: idSchema, n: small, right: small },
  'quiz-answer': { submission: idSchema, n: small, right: small, choice: small },
  /** Bug hunt: a mistake planted into a submission that passed. Its symptom; the form with the file; the form, submitted. */
  hunt: { submission: idSchema, round: small },
  'hunt-form': { submission: idSchema, round: small },
  'hunt-line': { submission: idSchema, round: small },
  'hunt-sent': { submission: idSchema, round: small },
} as const;

/** The steps of a hint before its answer. */
const hintRungs = ['concept', 'question', 'state', 'gap'] as const;
export type HintRung = (typeof hintRungs)[number];

/** The fields of each kind, in the order in which they are encoded. */
const kinds = {
  /** Show a TODO's hint, for a guild's lesson. */
  hint: { todo, guild },
  /** Show one step of a hint before its answer; show the answer if the lesson requires a step first. */
  rung: { todo, rung: z.enum(hintRungs), guild },
  'hint-answer': { todo, guild },
  /** Submit the pull request whose address is in a message. */
  'submit-pr': { guild, channel: snowflake, message: snowflake },
  /** Start the full verification of the remembered files. */
  verify: { guild },
  /** Verify the remembered files again although they have a verdict. */
  rerun: { guild },
  /** Cancel a verification. */
  cancel: { submission: idSchema },
  /** Show a verdict privately to its student. */
  result: { submission: idSchema },
  /** Show all details of a verification to its student. */
  'verdict-details': { submission: idSchema },
  /** Show the student's status: in a new message, or refreshed in place. */
  status: { guild, how: z.enum(['new', 'again']) },
  /** Refresh the staff view of the queue. */
  queue: {},
  /** Undo a change of the remembered files. */
  'take-back': { change: idSchema },
  /** Say what a fragment is: the rest of a file, or all of it. */
  piece: { act: z.enum(['append', 'whole']), piece: idSchema },
  /** Open the form for pasting files. */
  'check-form': {},
  /** The form for pasting files, submitted. */
  'check-files': {},
  /** Show all findings of a check: of the remembered files (message 0), or of somebody else's message. */
  'check-details': { message: snowflake, guild },
  /** Open a form with a remembered file, to fix a line (0: none); the form, submitted. */
  fix: { file: fileKey, line: lineNumber, guild },
  fixed: { guild },
  /** Ask for a human about the next step of a check. */
  stuck: { todo: z.union([z.literal('none'), todo]), file: fileKey, line: lineNumber, guild },
  /** Open the form for an error message; the form, submitted. */
  'explain-form': {},
  'explain-sent': {},
  /** Explain a term. */
  term: { term: z.string().regex(/^[\w-]{1,60}$/) },
  /** Delete a student's own data: the confirmation and its outcome. */
  'my-data': { act: z.enum(['ask', 'delete', 'keep']), guild },
  /** A page of the lesson: in place, or in a new message; the menu of its parts. */
  lesson: { guild, page: z.coerce.number().int().min(0).max(9999) },
  'lesson-new': { guild, page: z.coerce.number().int().min(0).max(9999) },
  'lesson-parts': { guild },
  /** The menu of lessons, for a student's own choice. */
  'lesson-own': { guild },
  /** The lesson's checklist: in a new message, or refreshed in place; the menu of boxes to tick; the form for terminal output. */
  checklist: { guild, how: z.enum(['new', 'again']) },
  'checklist-ticks': { guild },
  'checklist-form': { guild },
  'checklist-sent': { guild },
  /** Choose the class that a DM belongs to, then handle a message (0: none). */
  class: { message: snowflake },
  ...insightKinds,
  ...taKinds,
} as const;

type Kinds = typeof kinds;
export type CustomId = {
  readonly [K in keyof Kinds]: { readonly kind: K } & {
    readonly [F in keyof Kinds[K]]: Kinds[K][F] extends z.ZodType ? z.output<Kinds[K][F]> : never;
  };
}[keyof Kinds];

/** Encodes a custom ID. Discord allows 100 characters. */
export function customId(press: CustomId): string {
  const fields = Object.keys(kinds[press.kind]);
  const values = press as unknown as Readonly<Record<string, string | number>>;
  return [version, press.kind, ...fields.map((field) => String(values[field]))].join(':');
}

/** Decodes a custom ID; null when it has another version or is not ours. */
export function parseCustomId(id: string): CustomId | null {
  const [found, kind, ...values] = id.split(':');
  if (found?.split('@', 1)[0] !== version || kind === undefined || !Object.hasOwn(kinds, kind)) return null;
  const fields = kinds[kind as keyof Kinds] as Readonly<Record<string, z.ZodType>>;
  const names = Object.keys(fields);
  if (names.length !== values.length) return null;
  const parsed = z
    .strictObject(fields)
    .safeParse(Object.fromEntries(names.map((name, i) => [name, values[i]])));
  return parsed.success ? ({ kind, ...parsed.data } as CustomId) : null;
}

/** Discord's limit, in characters. */
const maxLength = 100;
const ofLesson = new RegExp(`^${version}@([a-z0-9][a-z0-9-]{0,39}):`);

/**
 * The same custom ID, bound to one of several lessons: `v1@go-docker:hint:3:<guild>`. IDs that are not ours, or would become too
 * long, stay unchanged.
 */
export function customIdOfLesson(id: string, lesson: string): string {
  const marked = `${version}@${lesson}${id.slice(version.length)}`;
  return id.startsWith(`${version}:`) && marked.length <= maxLength ? marked : id;
}

/** The lesson that a custom ID is bound to; null if none. */
export const lessonOfCustomId = (id: string): string | null => ofLesson.exec(id)?.[1] ?? null;

/** Whether the answer to a press edits the message with the button, rather than being a new message. */
export const changesItsMessage = (press: CustomId): boolean =>
  press.kind === 'queue' ||
  press.kind === 'cancel' ||
  press.kind === 'class' ||
  press.kind === 'my-data' ||
  press.kind === 'class-again' ||
  press.kind === 'student' ||
  press.kind === 'reminders' ||
  press.kind === 'link-claim' ||
  (press.kind === 'asked' && (press.act === 'claim' || press.act === 'release' || press.act === 'close')) ||
  (press.kind === 'lever' && press.act !== 'clear') ||
  (press.kind === 'regrade' && press.act !== 'apply') ||
  press.kind === 'lesson' ||
  press.kind === 'lesson-parts' ||
  press.kind === 'checklist-ticks' ||
  press.kind === 'layer' ||
  press.kind === 'rebuild-file' ||
  press.kind === 'quiz-answer' ||
  (press.kind === 'quiz' && press.n > 0) ||
  ((press.kind === 'status' || press.kind === 'checklist') && press.how === 'again');
