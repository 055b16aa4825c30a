import type { Lesson, Todo } from '../lesson/lesson.ts';
import { type Locale, type TranslatableText, words } from '../wording/wording.ts';
import type { DecisiveLine, Explanation } from './explain.ts';
import type { Failure, FailurePhase, Rank } from './failures/failure.ts';
import { failures } from './failures/index.ts';
import { buildAgain, logs, runAgain } from './failures/next.ts';
import { termById } from './terms/index.ts';
import type { Term } from './terms/term.ts';

const say = words('explained', {
  en: {
    unknown: 'I do not know this error.',
    unknownCure: 'This line says most. Read what is right above it, too.',
    nothing:
      'I see no error in this. Copy the whole output, from the command that you typed to the last line.',
    nextBuild: 'docker build --progress=plain -t {{image}} .',
    nextRun: 'docker logs <container>',
    nextOther: 'docker ps -a',
    nextCompose: 'docker compose up --build',
    nextComposeLogs: 'docker compose logs',
    terminal: 'typing the command',
    engine: 'reaching Docker',
    context: 'sending your files',
    parse: 'reading the Dockerfile',
    pull: 'fetching an image',
    build: 'building',
    create: 'making the container',
    start: 'starting the container',
    run: 'running',
    probe: 'asking the server',
    compose: 'Docker Compose',
    push: 'pushing the image',
    workflow: 'GitHub Actions',
    git: 'Git',
  },
});

/** The phase in the reader's language. */
export const sayPhase = (locale: Locale, phase: FailurePhase): string => say(locale, phase);

/** An explanation as sentences, together with the lesson's TODO that it concerns. */
export type Explained =
  | {
      readonly kind: 'error';
      readonly id: string;
      readonly rank: Rank;
      readonly decisive: DecisiveLine;
      readonly phase: FailurePhase;
      /** The term that the failure is about; null when there is none. */
      readonly concept: Term | null;
      readonly cause: TranslatableText;
      readonly cure: TranslatableText;
      readonly next: TranslatableText;
      readonly todo: Todo | null;
    }
  | { readonly kind: 'term'; readonly term: Term; readonly beside: Term | null; readonly todo: Todo | null }
  | {
      readonly kind: 'unknown';
      readonly decisive: DecisiveLine | null;
      readonly phase: FailurePhase | null;
      readonly cause: TranslatableText;
      readonly cure: TranslatableText;
      readonly next: TranslatableText;
    };

const byId: ReadonlyMap<string, Failure> = new Map(failures.map((failure) => [failure.id, failure]));

/** The lesson's values for placeholders in sentences; where it has none, a placeholder that the reader fills in. */
export const lessonValues = (lesson: Lesson | null) => ({
  image: lesson?.manifest?.image ?? 'my-app',
  port: lesson?.manifest?.port ?? 'PORT',
  page: lesson?.manifest?.probe?.path ?? '/',
});

/** Puts an explanation into words, with the values and the TODO of a lesson (null outside any lesson). */
export function explained(explanation: Explanation, lesson: Lesson | null): Explained {
  const values = lessonValues(lesson);
  if (explanation.kind === 'term') {
    const term = termById(explanation.id);
    const beside = explanation.beside === undefined ? null : termById(explanation.beside);
    if (term !== null) return { kind: 'term', term, beside, todo: todoFor(term.aims, lesson) };
  } else if (explanation.kind === 'error') {
    const failure = byId.get(explanation.id);
    if (failure !== undefined) return inWords(failure, explanation, lesson);
  }
  const decisive = explanation.kind === 'term' ? null : explanation.decisive;
  const phase = explanation.kind === 'term' ? null : explanation.phase;
  return {
    kind: 'unknown',
    decisive,
    phase,
    cause: say.later('unknown'),
    cure: say.later(decisive === null ? 'nothing' : 'unknownCure'),
    next: say.later(nextOf(phase), values),
  };
}

type ErrorExplanation = Extract<Explanation, { readonly kind: 'error' }>;

function inWords(failure: Failure, explanation: ErrorExplanation, lesson: Lesson | null): Explained {
  const { id, rank, about, aims, say: words } = failure;
  const { decisive, phase, values: found } = explanation;
  const values = { ...lessonValues(lesson), ...found };
  const elsewhere = nextElsewhere(failure, explanation);
  return {
    kind: 'error',
    id,
    rank,
    decisive,
    phase,
    concept: termById(about),
    cause: words.later('cause', values),
    cure: words.later('cure', values),
    next: elsewhere === null ? words.later('next', values) : say.later(elsewhere, values),
    todo: todoFor(aims, lesson),
  };
}

/** The command that replaces a failure's `next` during a build step, or where Compose runs the containers; null for none. */
function nextElsewhere({ next }: Failure, { phase, inCompose }: ErrorExplanation) {
  if (next === logs && phase === 'build') return 'nextBuild';
  if (!inCompose) return null;
  if (next === logs) return 'nextComposeLogs';
  return next === buildAgain || next === runAgain ? 'nextCompose' : null;
}

const nextOf = (phase: FailurePhase | null) => {
  if (phase === 'build' || phase === 'context' || phase === 'pull') return 'nextBuild';
  return phase === 'run' || phase === 'start' ? 'nextRun' : 'nextOther';
};

/** The lesson's TODO for the likeliest of these aims; null when no TODO has any of them. */
function todoFor(aims: Failure['aims'], lesson: Lesson | null): Todo | null {
  for (const aim of aims) {
    const wanted = lesson?.manifest?.todos.find((todo) => todo.aims.includes(aim));
    const todo = lesson?.todos.find(({ n }) => n === wanted?.n);
    if (todo !== undefined) return todo;
  }
  return null;
}
