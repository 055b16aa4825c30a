import type { ErrorCode } from '../errors/error-codes.ts';
import { OperatorError } from '../errors/operator-error.ts';

/** A command that cannot be carried out. The message says why and what to do; the exit code is 2. */
export class CommandError extends OperatorError {
  override readonly name = 'CommandError';
  constructor(message: string, code: ErrorCode) {
    super(code, message);
  }
}
