import { type ErrorCode, withCode } from './error-codes.ts';

/**
 * An error that somebody meets who runs Dockhand or uses its command line. The message says what is wrong and what to
 * do; the code is one that she can search for, and docs/errors.md lists all of them.
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
