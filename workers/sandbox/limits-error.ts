import { OperatorError } from '../../src/errors/operator-error.ts';

export interface LimitProblem {
  /** The name of the limit in the environment. */
  readonly environment: string;
  readonly problem: string;
}

/** A limit that was set to something it cannot be; the message names every one, with its range. */
export class LimitsError extends OperatorError {
  override readonly name = 'LimitsError';
  readonly problems: readonly LimitProblem[];
  constructor(problems: readonly LimitProblem[]) {
    const lines = problems.map(({ environment, problem }) => `  ${environment} ${problem}`);
    super('DOCKHAND_LIMITS', ['These limits cannot be used:', ...lines].join('\n'));
    this.problems = problems;
  }
}
