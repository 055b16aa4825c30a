import type { ErrorCode } from './error-codes.ts';

/** A command that cannot be carried out: the message says why and what to do. The command line ends with exit code 2. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: ErrorCode;
  constructor(message: string, code: ErrorCode = 'DOCKHAND_USAGE') {
    super(message);
    this.code = code;
  }
}
