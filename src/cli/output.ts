import type { OperatorError } from '../errors/operator-error.ts';
import { withPlainSpaces } from '../wording/typeset.ts';

/** Answers go to standard output, whose reader may be a program; everything else goes to standard error. */
const write = (to: NodeJS.WritableStream, text: string): unknown => to.write(`${withPlainSpaces(text)}\n`);

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printText(text: string): void {
  write(process.stdout, text);
}

/** Prints progress or a notice, which is neither the answer nor an error. */
export function printNote(text: string): void {
  write(process.stderr, text);
}

/** The only place that prints errors, so that each comes with its code. */
export function printError(error: OperatorError): void {
  write(process.stderr, error.report);
}

/** Output of an interactive dialog, which is neither answer nor error. */
export const standardError: NodeJS.WritableStream = process.stderr;

/** Where the command line's help goes. */
export const helpOutput = {
  writeOut: (text: string): void => void process.stdout.write(withPlainSpaces(text)),
  writeErr: (text: string): void => void process.stderr.write(withPlainSpaces(text)),
};
