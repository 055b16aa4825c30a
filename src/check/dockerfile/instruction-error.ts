import type { BuildErrorCode } from './build-error.ts';

type Values = Readonly<Record<string, string | number>>;

/** Thrown while an instruction is parsed if BuildKit rejects it. The message is BuildKit's. */
export class InstructionError extends Error {
  readonly code: BuildErrorCode;
  /** Values for the sentence that explains the error to students. */
  readonly values: Values;

  constructor(code: BuildErrorCode, phrase: string, values: Values = {}) {
    super(phrase);
    this.code = code;
    this.values = values;
  }
}

export const atLeastOneArgument = (instruction: string): InstructionError =>
  new InstructionError('ArgumentCount', `${instruction} requires at least one argument`, {
    instruction,
    count: 'at least one argument',
  });

export const exactlyOneArgument = (instruction: string): InstructionError =>
  new InstructionError('ArgumentCount', `${instruction} requires exactly one argument`, {
    instruction,
    count: 'exactly one argument',
  });
