import { z } from 'zod';
import { idSchema } from '../../submission/job.ts';

/**
 * What a button, a select menu or a modal carries through Discord and back, also over a restart and an upgrade:
 * `v1:hint:3:<guild>`. The version counts up when a kind's fields change; old messages are then answered kindly.
 */
const version = 'v1';

const snowflake = z.string().regex(/^\d{1,21}$/);
const guild = snowflake;
const todo = z.coerce.number().int().min(0).max(9999);
/** One of a lesson's files: by its role, or by its place among those besides the three. */
const fileKey = z.string().regex(/^(?:dockerfile|dockerignore|entrypoint|f\d{1,2})$/);
const lineNumber = z.coerce.number().int().min(0).max(99_999);

/** In place of a submission: a question that is about none. */
export const noSubmission = 's0';

/** What teaching assistants press, and the two ways in which a student calls one. Every handler asks for the role itself. */
const taKinds = {
  /** Show the queue in a message of its own. */
  'queue-new': {},
  /** Controls the whole queue; `sure` once the action was confirmed. */
  lever: { act: z.enum(['pause', 'resume', 'clear']) },
  'lever-sure': { act: z.enum(['clear']) },
  /** Choose a verification, or a worker, out of the queue. */
  jobs: {},
  workers: {},
  job: { act: z.enum(['promote', 'retry', 'retry-why', 'cancel']), submission: idSchema },
  'job-sure': { act: z.enum(['cancel', 'retry']), submission: idSchema },
  worker: { act: z.enum(['drain', 'undrain']), worker: z.string().regex(/^[^:]{1,70}$/) },
  'worker-sure': { act: z.enum(['drain']), worker: z.string().regex(/^[^:]{1,70}$/) },
  /** The picture of the class: as a new message, or refreshed in place. */
  'class-new': {},
  'class-again': { theme: z.enum(['dark', 'light']) },
  /** A student's page, again in the same message; her files; one of her verdicts. */
  student: { user: snowflake },
  'student-new': { user: snowflake },
  'student-files': { user: snowflake },
  'student-runs': { user: snowflake },
  /** Ask for a human: the form, about a verification ({@link noSubmission}: about none); the form filled in. */
  ask: { submission: idSchema, guild },
  'ask-sent': { submission: idSchema, guild },
  /** Menu of questions that the staff channel does not show; which one is its value. */
  asks: {},
  /** What is done with a question. */
  asked: { act: z.enum(['claim', 'release', 'answer', 'close', 'solved']), ask: idSchema },
  'asked-answer': { ask: idSchema },
  /** Menu of texts that could not be read; which one is its value. */
  letters: {},
  /** Do something about a text that could not be read. */
  letter: { act: z.enum(['discard', 'retry']), letter: idSchema },
  /** The regrade of the class's lesson. */
  regrade: { act: z.enum(['start', 'look', 'apply', 'drop']) },
  'regrade-sure': { act: z.enum(['apply']) },
  /** A student says that somebody else's number is hers: `key` is the number's `numberKey` in commands/link.ts. */
  'link-claim': {
    act: z.enum(['confirm', 'refuse']),
    user: snowflake,
    key: z.string().regex(/^[0-9a-f]{16}$/),
  },
  /** A student takes her link to the class list back. */
  unlink: { guild },
  /** Whether a student wants to be reminded. */
  reminders: { guild, how: z.enum(['on', 'off']) },
} as const;

/** Pages of a walk, and files that one may edit in a forecast. */
const small = z.coerce.number().int().min(0).max(99);

/** What can be asked about one's own files besides whether they are right. */
const insightKinds = {
  /** The menu of all that follows. */
  insights: { guild },
  /** The same for a submission that passed, with what only then is there. */
  more: { submission: idSchema },
  /** The build context seen through; the menu of lines to try, the form for one of one's own, the form filled in. */
  xray: { guild },
  'xray-lines': { guild },
  'xray-form': { guild },
  'xray-line': { guild },
  /** The image step by step: as a new message, or another step in place. */
  layers: { guild },
  layer: { guild, step: small },
  'layers-picture': { guild },
  /** Which steps run again after a file was edited: the question, another file in the same message, the answer. */
  rebuild: { guild },
  'rebuild-file': { guild, file: small },
  'rebuild-guess': { guild, file: small },
  /** The same Dockerfile on other base images. */
  compare: { guild },
  /** Questions about a submission that passed: one of them; an answer to it. `right`: how many were right so far. */
  quiz: { submission: idSchema, n: small, right: small },
  'quiz-answer': { submission: idSchema, n: small, right: small, choice: small },
  /** A mistake planted into a submission that passed: what one sees of it, the form with the file, the form filled in. */
  hunt: { submission: idSchema, round: small },
  'hunt-form': { submission: idSchema, round: small },
  'hunt-line': { submission: idSchema, round: small },
  'hunt-sent': { submission: idSchema, round: small },
} as const;

/** The steps of a hint before its answer. */
const hintRungs = ['concept', 'question', 'state', 'gap'] as const;
export type HintRung = (typeof hintRungs)[number];

/** The fields of each kind, in the order they are written. */
const kinds = {
  /** Show a TODO's hint, for a guild's lesson. */
  hint: { todo, guild },
  /** Show one step of a hint before its answer; show its answer, where the lesson asks for a step first. */
  rung: { todo, rung: z.enum(hintRungs), guild },
  'hint-answer': { todo, guild },
  /** Submit the pull request whose address stands in a message. */
  'submit-pr': { guild, channel: snowflake, message: snowflake },
  /** Ask for the full verification of the remembered files. */
  verify: { guild },
  /** Verify the remembered files again although they have a verdict. */
  rerun: { guild },
  /** Call a verification off. */
  cancel: { submission: idSchema },
  /** Show a verdict privately to its student. */
  result: { submission: idSchema },
  /** Show all that a verification found out to its student. */
  'verdict-details': { submission: idSchema },
  /** Show the student's standing: as a new message, or refreshed in place. */
  status: { guild, how: z.enum(['new', 'again']) },
  /** Draw the TAs' queue again. */
  queue: {},
  /** Take a change of the remembered files back. */
  'take-back': { change: idSchema },
  /** What some lines of a file are: the rest of it, or all of it. */
  piece: { act: z.enum(['append', 'whole']), piece: idSchema },
  /** Open the form for pasting files. */
  'check-form': {},
  /** The form for pasting files, filled in. */
  'check-files': {},
  /** Show all that a check sees: in the remembered files (message 0), or in somebody else's message. */
  'check-details': { message: snowflake, guild },
  /** Open a form with one of the remembered files in it, because of a line (0: of none); the form filled in. */
  fix: { file: fileKey, line: lineNumber, guild },
  fixed: { guild },
  /** Ask for a human, with what the check says is next. */
  stuck: { todo: z.union([z.literal('none'), todo]), file: fileKey, line: lineNumber, guild },
  /** Open the form for an error message; the form filled in. */
  'explain-form': {},
  'explain-sent': {},
  /** Say what a term means. */
  term: { term: z.string().regex(/^[\w-]{1,60}$/) },
  /** A student's own data: asked once more before they are deleted. */
  'my-data': { act: z.enum(['ask', 'delete', 'keep']), guild },
  /** A page of the lesson: in place of the one that is shown, or in a message of its own; the menu of its parts. */
  lesson: { guild, page: z.coerce.number().int().min(0).max(9999) },
  'lesson-new': { guild, page: z.coerce.number().int().min(0).max(9999) },
  'lesson-parts': { guild },
  /** The menu of the other lessons, for one's own choice. */
  'lesson-own': { guild },
  /** The lesson's checklist: as a new message, or refreshed in place; its boxes to tick; the form for a terminal's output. */
  checklist: { guild, how: z.enum(['new', 'again']) },
  'checklist-ticks': { guild },
  'checklist-form': { guild },
  'checklist-sent': { guild },
  /** Choose the class a DM belongs to, then look at a message (0: none). */
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

/** Writes a custom id. Discord allows 100 characters. */
export function customId(press: CustomId): string {
  const fields = Object.keys(kinds[press.kind]);
  const values = press as unknown as Readonly<Record<string, string | number>>;
  return [version, press.kind, ...fields.map((field) => String(values[field]))].join(':');
}

/** Reads a custom id back; null when it is of another version, or none of ours. */
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

/** Discord's limit. Characters. */
const maxLength = 100;
const ofLesson = new RegExp(`^${version}@([a-z0-9][a-z0-9-]{0,39}):`);

/** The same custom id for one lesson of several: `v1@go-docker:hint:3:<guild>`. Ids of others, and what would be too long, stay. */
export function customIdOfLesson(id: string, lesson: string): string {
  const marked = `${version}@${lesson}${id.slice(version.length)}`;
  return id.startsWith(`${version}:`) && marked.length <= maxLength ? marked : id;
}

/** The lesson that a custom id was made for; null where it says none. */
export const lessonOfCustomId = (id: string): string | null => ofLesson.exec(id)?.[1] ?? null;

/** Whether the answer to a press changes the message that the button is on, or comes as a message of its own. */
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
