import type { BuildErrorCode } from './build-error.ts';

type Values = Readonly<Record<string, string | number>>;

/** Why BuildKit refuses an instruction, thrown while it is read. The message is BuildKit's. */
export class InstructionError extends Error {
  readonly code: BuildErrorCode;
  /** For the sentence that explains the error to students. */
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
