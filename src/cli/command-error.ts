/** A question that has no answer: the message says why and what to do. The command line ends with exit code 2. */
export class CommandError extends Error {
  override readonly name = 'CannotAnswer';
}
