import type { OperatorError } from '../errors/operator-error.ts';

/** Answers go to standard output, whose reader may be a program; everything else goes to standard error. */

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printText(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Something that is neither the answer nor an error: what was done, how far it is. */
export function printNote(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Nothing else prints an error, so each comes with its code. */
export function printError(error: OperatorError): void {
  process.stderr.write(`${error.report}\n`);
}

/** For a conversation at the terminal, which is neither answer nor error. */
export const standardError: NodeJS.WritableStream = process.stderr;
