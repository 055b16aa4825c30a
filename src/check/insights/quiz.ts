import type { FileTree } from '../../lesson/file-tree.ts';
import { quoted } from '../dockerfile/text.ts';
import { isKnown } from '../dockerfile/unknown-text.ts';
import { isRoot, userName } from '../dockerfile/user.ts';
import type { RuleContext } from '../rules/rule.ts';
import { forecastRebuild } from './rebuild.ts';
import { seedOf, shuffled } from './seed.ts';
import { xrayOf } from './xray.ts';

/** Topics of questions about a student's own image. */
export const quizTopics = [
  'database',
  'port',
  'rebuild',
  'folder',
  'user',
  'argument',
  'context',
  'expose',
] as const;
type QuizTopic = (typeof quizTopics)[number];

/** A question about a student's own files. The code that shows it has the wording. */
export interface QuizQuestion {
  readonly topic: QuizTopic;
  /** Values for its sentences. */
  readonly values: Readonly<Record<string, string | number>>;
  /** The choices: each is a key of one of the topic's sentences, or text to show as it is. */
  readonly choices: readonly QuizChoice[];
  /** Index of the right choice. */
  readonly right: number;
}

/** Answers that are sentences. */
type QuizSentence =
  | 'gone'
  | 'image'
  | 'computer'
  | 'volume'
  | 'both-ports'
  | 'cache'
  | 'again'
  | 'own'
  | 'nobody'
  | 'list'
  | 'server'
  | 'both-programs'
  | 'sent'
  | 'hidden'
  | 'yes'
  | 'no';

type QuizChoice =
  | { readonly kind: 'sentence'; readonly key: QuizSentence }
  | { readonly kind: 'literal'; readonly text: string };

const mostQuestions = 3;

/** Up to three questions about the student's image, chosen by the seed; fewer if too little is known about it. */
export function quizOf(context: RuleContext, tree: FileTree, seed: string): readonly QuizQuestion[] {
  const all = quizTopics.flatMap((topic) => questions[topic](context, `${seed}/${topic}`, tree) ?? []);
  return shuffled(all, seed)
    .slice(0, mostQuestions)
    .map((question) => inOtherOrder(question, `${seed}/${question.topic}`));
}

type AskQuestion = (context: RuleContext, seed: string, tree: FileTree) => QuizQuestion | null;

const sentences = (...keys: readonly QuizSentence[]): readonly QuizChoice[] =>
  keys.map((key) => ({ kind: 'sentence', key }));
const literals = (texts: readonly string[]): readonly QuizChoice[] =>
  texts.map((text) => ({ kind: 'literal', text }));

const questions: Readonly<Record<QuizTopic, AskQuestion>> = {
  database: ({ manifest, simulation, project }) => {
    const { final } = simulation;
    if (manifest === null || manifest.project === null || final === null) return null;
    const volumes = simulation.steps.filter(
      ({ instruction, stage }) => instruction.keyword === 'volume' && stage === final,
    );
    const folder = final.workdir;
    const isKept = volumes.some(({ values }) =>
      values.some((path) => folder === path || folder.startsWith(`${path}/`)),
    );
    // In another folder, the settings may put the database on a volume.
    if (volumes.length > 0 && !isKept) return null;
    return {
      topic: 'database',
      values: { folder: project.directory },
      choices: sentences('gone', 'image', 'computer', ...(isKept ? (['volume'] as const) : [])),
      right: isKept ? 3 : 0,
    };
  },
  port: ({ manifest }, seed) => {
    const port = manifest?.port ?? null;
    if (port === null || manifest === null) return null;
    const outside = [9000, 8080, 5000, 3000].filter((each) => each !== port)[seedOf(seed) % 3] ?? 9000;
    const at = (each: number): string => `http://localhost:${each}`;
    return {
      topic: 'port',
      values: { outside, port, image: manifest.image },
      choices: [...literals([at(outside), at(port)]), ...sentences('both-ports')],
      right: 0,
    };
  },
  rebuild: (context, seed) => {
    const first = forecastRebuild(context, null);
    if (first === null) return null;
    const chosen = first.choices[seedOf(seed) % Math.min(2, first.choices.length)] ?? null;
    const forecast = forecastRebuild(context, chosen);
    const steps = (forecast?.steps ?? []).filter(
      ({ again, written }) => again !== null && /^RUN\b/i.test(written),
    );
    const step = steps[seedOf(`${seed}/step`) % Math.max(1, steps.length)];
    if (forecast === null || step === undefined) return null;
    const { edited } = forecast;
    const since = step.cause.kind === 'after' ? step.cause.line : step.line;
    return {
      topic: 'rebuild',
      values: { edited, line: step.line, written: step.written, since },
      choices: sentences('cache', 'again'),
      right: step.again === true ? 1 : 0,
    };
  },
  folder: ({ simulation }) => {
    const { final } = simulation;
    if (final === null || !isKnown(final.workdir) || final.base.files === 'empty') return null;
    const set = simulation.steps.flatMap(({ instruction, values }) =>
      instruction.keyword === 'workdir' && isKnown(values[0] ?? '') ? [values[0] ?? ''] : [],
    );
    const others = [...set.filter((path) => path.startsWith('/')), '/', '/root'].filter(
      (path) => path !== final.workdir,
    );
    return {
      topic: 'folder',
      values: { line: final.workdirLine, folder: quoted(final.workdir, 60) },
      choices: literals([final.workdir, ...new Set(others)].slice(0, 3).map((path) => quoted(path, 60))),
      right: 0,
    };
  },
  user: ({ simulation }) => {
    const { final } = simulation;
    if (final === null || !isKnown(final.user) || final.base.env === null) return null;
    const user = userName(final.user);
    return isRoot(user)
      ? {
          topic: 'user',
          values: { user: 'root' },
          choices: [...literals(['root']), ...sentences('own', 'nobody')],
          right: 0,
        }
      : {
          topic: 'user',
          values: { user: quoted(user, 40) },
          choices: [...literals([quoted(user, 40), 'root']), ...sentences('own')],
          right: 0,
        };
  },
  argument: ({ simulation, manifest, names, student }) => {
    const { final } = simulation;
    if (final === null || manifest === null) return null;
    const values = { image: manifest.image };
    const choices = sentences('list', 'server', 'both-programs');
    if (final.entrypoint === null)
      return final.cmd === null ? null : { topic: 'argument', values, choices, right: 0 };
    const script = Object.hasOwn(student.files, names.entrypoint)
      ? student.files[names.entrypoint]
      : undefined;
    const [program = '', ...more] = final.entrypoint.exec ?? [];
    const isScript = more.length === 0 && program.endsWith(`/${names.entrypoint.split('/').at(-1)}`);
    if (!isScript || script === undefined || /\$(?:[@*#1]|\{)/.test(script)) return null;
    return { topic: 'argument', values, choices, right: 1 };
  },
  context: (context, seed, tree) => {
    if (!context.sent.dockerignore) return null;
    const { extras } = xrayOf(context, tree);
    const extra = extras[seedOf(seed) % Math.max(1, extras.length)];
    if (extra === undefined) return null;
    return {
      topic: 'context',
      values: { path: extra.path, line: extra.by?.line ?? 0, ignore: context.names.dockerignore },
      choices: sentences('sent', 'hidden'),
      right: extra.by === null ? 0 : 1,
    };
  },
  expose: ({ simulation, manifest }) => {
    const port = manifest?.port ?? null;
    if (port === null || manifest === null || simulation.final?.exposed.has(port) !== true) return null;
    return {
      topic: 'expose',
      values: { port, image: manifest.image },
      choices: sentences('yes', 'no'),
      right: 1,
    };
  },
};

/** Shuffles the choices, so that the right answer is not always the first. */
function inOtherOrder(question: QuizQuestion, seed: string): QuizQuestion {
  const order = shuffled(
    question.choices.map((_, index) => index),
    seed,
  );
  return {
    ...question,
    choices: order.flatMap((index) => question.choices[index] ?? []),
    right: order.indexOf(question.right),
  };
}
