import { type ErrorCode, withCode } from './error-codes.ts';

/**
 * An error for operators and users of the command line. The message says what is wrong and what to do; the code can be
 * searched for, and docs/errors.md lists all of them.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** The error as it is printed. */
  get report(): string {
    return withCode(this.message, this.code);
  }
}
