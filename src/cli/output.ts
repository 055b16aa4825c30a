import type { OperatorError } from '../errors/operator-error.ts';
import { withPlainSpaces } from '../wording/typeset.ts';

/** Only answers go to standard output, which a program may read. Everything else goes to standard error. */
const write = (to: NodeJS.WritableStream, text: string): unknown => to.write(`${withPlainSpaces(text)}\n`);

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printText(text: string): void {
  write(process.stdout, text);
}

/** Prints a message that is neither an answer nor an error, such as progress. */
export function printNote(text: string): void {
  write(process.stderr, text);
}

/** The only function that prints errors, so that each comes with its code. */
export function printError(error: OperatorError): void {
  write(process.stderr, error.report);
}

/** For interactive questions, which are neither answers nor errors. */
export const standardError: NodeJS.WritableStream = process.stderr;

/** Streams for Commander's help and usage errors. */
export const helpOutput = {
  writeOut: (text: string): void => void process.stdout.write(withPlainSpaces(text)),
  writeErr: (text: string): void => void process.stderr.write(withPlainSpaces(text)),
};
