import type { Progress } from '../../src/submission/job.ts';
import type { PhaseName, PhaseResult } from '../../src/submission/verdict.ts';
import { asResult, type PhaseFailure, type PhaseOutcome } from '../phases/phase.ts';

export type PhaseProgress = Omit<Progress, 'v' | 'worker'>;

/** Thrown when a phase finds a fault of the student's: no phase follows. */
export class PhaseFailed extends Error {
  override readonly name = 'PhaseFailed';
  readonly failure: PhaseFailure;
  constructor(failure: PhaseFailure) {
    super(`a phase failed: ${failure.reason}`);
    this.failure = failure;
  }
}

/** Measures the time of each phase and reports the verification's progress. */
export class PhaseRecorder {
  readonly done: PhaseResult[] = [];
  /** The failed phase, until the verdict has an explanation for it. */
  broken: { readonly name: PhaseName; readonly ms: number } | null = null;
  readonly #report: ((progress: PhaseProgress) => void) | undefined;
  #phase: PhaseName = 'build';

  constructor(report: ((progress: PhaseProgress) => void) | undefined) {
    this.#report = report;
  }

  /**
   * Runs a phase and returns what the next ones need from it.
   *
   * @throws PhaseFailed
   */
  async run<T>(name: PhaseName, work: () => Promise<PhaseOutcome<T>>): Promise<T> {
    this.#phase = name;
    this.step(null);
    const began = performance.now();
    this.broken = { name, ms: 0 };
    const outcome = await work().finally(() => {
      this.broken = { name, ms: Math.round(performance.now() - began) };
    });
    if (outcome.failure !== null) throw new PhaseFailed(outcome.failure);
    this.done.push(asResult(name, performance.now() - began, outcome.found));
    this.broken = null;
    return outcome.result;
  }

  /** Adds what a later check found out about a phase that is over. */
  warn(name: PhaseName, detail: PhaseResult['detail']): void {
    const at = this.done.findIndex((phase) => phase.name === name);
    const phase = this.done[at];
    if (phase !== undefined) this.done[at] = { ...phase, status: 'warned', detail };
  }

  step(step: PhaseProgress['step']): void {
    this.#report?.({
      phase: this.#phase,
      step,
      done: this.done.map(({ name, status, ms }) => ({ name, status, ms })),
    });
  }
}
