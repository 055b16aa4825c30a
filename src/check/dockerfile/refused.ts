import type { BuildErrorCode } from './problem.ts';

/** What BuildKit refuses of an instruction, thrown while it is read. */
export type Values = Readonly<Record<string, string | number>>;

export class Refused extends Error {
  readonly code: BuildErrorCode;
  readonly values: Values;
  constructor(code: BuildErrorCode, phrase: string, values: Values = {}) {
    super(phrase);
    this.code = code;
    this.values = values;
  }
}

export const many = (instruction: string): Refused =>
  new Refused('ArgumentCount', `${instruction} requires at least one argument`, {
    instruction,
    count: 'at least one argument',
  });

export const exactlyOne = (instruction: string): Refused =>
  new Refused('ArgumentCount', `${instruction} requires exactly one argument`, {
    instruction,
    count: 'exactly one argument',
  });
