import { BoundedText } from '../bounded-text.ts';
import { lineOfStep, planSteps, readStepName } from './step-lines.ts';
import type { Trace, TraceVertex } from './trace.ts';

/** At most this many characters of a step's name and of an error are kept: both quote the Dockerfile with its variables filled in. */
const mostSaid = 16_384;

/** An instruction of the Dockerfile, as BuildKit executed it. */
export interface BuildStep {
  readonly n: number;
  readonly of: number;
  readonly instruction: string;
  /** First line of the instruction, from 1; null when unknown. */
  readonly line: number | null;
  readonly cached: boolean;
  /** Null until it has ended. */
  readonly ms: number | null;
  readonly error: string | null;
  readonly log: BoundedText;
}

interface StepDraft {
  readonly name: string;
  cached: boolean;
  started: number | null;
  completed: number | null;
  error: string;
  readonly log: BoundedText;
}

/** The steps of a build, as far as the engine has reported them. */
export class BuildProgress {
  readonly #plan: ReturnType<typeof planSteps>;
  readonly #keptBytes: number;
  readonly #onStep: ((step: BuildStep) => void) | undefined;
  readonly #drafts = new Map<string, StepDraft>();

  /** `source`: the Dockerfile that line numbers refer to. `keptBytes`: how much of each step's output is kept. */
  constructor(source: string, keptBytes: number, onStep: ((step: BuildStep) => void) | undefined) {
    this.#plan = planSteps(source);
    this.#keptBytes = keptBytes;
    this.#onStep = onStep;
  }

  /** Steps in the order in which they began. */
  get steps(): readonly BuildStep[] {
    return [...this.#drafts.values()].flatMap((draft) => this.#stepOf(draft) ?? []);
  }

  add({ vertexes, logs }: Trace): void {
    for (const vertex of vertexes) {
      const draft = this.#update(vertex);
      const step = draft.started === null ? null : this.#stepOf(draft);
      if (step !== null) this.#onStep?.(step);
    }
    for (const { vertex, bytes } of logs) this.#drafts.get(vertex)?.log.add(bytes);
  }

  #update(vertex: TraceVertex): StepDraft {
    const known = this.#drafts.get(vertex.digest);
    const { cached, started, completed } = vertex;
    const draft = known ?? {
      ...{ name: bounded(vertex.name), cached, started, completed },
      ...{ error: '', log: new BoundedText(this.#keptBytes) },
    };
    this.#drafts.set(vertex.digest, draft);
    draft.cached ||= cached;
    draft.started ??= started;
    draft.completed = completed ?? draft.completed;
    if (vertex.error !== '') draft.error = bounded(vertex.error);
    return draft;
  }

  #stepOf(draft: StepDraft): BuildStep | null {
    const name = readStepName(draft.name);
    if (name === null) return null;
    const { n, of, instruction } = name;
    return {
      ...{ n, of, instruction },
      line: lineOfStep(name, this.#plan),
      cached: draft.cached,
      ms: draft.started === null || draft.completed === null ? null : draft.completed - draft.started,
      error: draft.error === '' ? null : draft.error,
      log: draft.log,
    };
  }
}

/** The beginning of the engine's message. A copy, because a slice would keep the whole of a long text in memory. */
export const bounded = (text: string): string =>
  text.length <= mostSaid ? text : Buffer.from(text.slice(0, mostSaid)).toString();
