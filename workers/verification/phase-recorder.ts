import type { Progress } from '../../src/submission/job.ts';
import type { PhaseName, PhaseResult } from '../../src/submission/verdict.ts';
import { asResult, type PhaseOutcome } from '../phases/phase.ts';

export type PhaseProgress = Omit<Progress, 'v' | 'worker'>;

/** Times the phases and tells how far it is. */
export class PhaseRecorder {
  readonly done: PhaseResult[] = [];
  /** The failed phase, until the verdict has its sentence. */
  broken: { readonly name: PhaseName; readonly ms: number } | null = null;
  readonly #tell: ((progress: PhaseProgress) => void) | undefined;
  #phase: PhaseName = 'build';

  constructor(tell: ((progress: PhaseProgress) => void) | undefined) {
    this.#tell = tell;
  }

  async phase<T>(name: PhaseName, work: () => Promise<PhaseOutcome<T>>): Promise<PhaseOutcome<T>> {
    this.#phase = name;
    this.step(null);
    const began = performance.now();
    this.broken = { name, ms: 0 };
    const outcome = await work().finally(() => {
      this.broken = { name, ms: Math.round(performance.now() - began) };
    });
    if (outcome.failure === null) {
      this.done.push(asResult(name, performance.now() - began, outcome.found));
      this.broken = null;
    }
    return outcome;
  }

  /** What a later look found out about a phase that is over. */
  warn(name: PhaseName, detail: PhaseResult['detail']): void {
    const at = this.done.findIndex((phase) => phase.name === name);
    const phase = this.done[at];
    if (phase !== undefined) this.done[at] = { ...phase, status: 'warned', detail };
  }

  step(step: PhaseProgress['step']): void {
    this.#tell?.({
      phase: this.#phase,
      step,
      done: this.done.map(({ name, status, ms }) => ({ name, status, ms })),
    });
  }
}
