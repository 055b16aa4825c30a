import { OperatorError } from '../../src/errors/operator-error.ts';
import { operatorLocale, type WordingValues, words } from '../../src/wording/wording.ts';

const say = words('limits-refused', {
  en: {
    number: 'has to be a number from {{min}} to {{max}} ({{unit}})',
    wholeNumber: 'has to be a whole number from {{min}} to {{max}} ({{unit}})',
    unusable: 'These limits cannot be used:',
  },
});
export const sayOfLimit = (key: Parameters<typeof say>[1], values?: WordingValues): string =>
  say(operatorLocale, key, values);

export interface LimitProblem {
  /** The limit's environment variable. */
  readonly environment: string;
  readonly problem: string;
}

/** Limits that were set to invalid values; the message names all of them, with their ranges. */
export class LimitsError extends OperatorError {
  override readonly name = 'LimitsError';
  readonly problems: readonly LimitProblem[];
  constructor(problems: readonly LimitProblem[]) {
    const lines = problems.map(({ environment, problem }) => `  ${environment} ${problem}`);
    super('DOCKHAND_LIMITS', [sayOfLimit('unusable'), ...lines].join('\n'));
    this.problems = problems;
  }
}
