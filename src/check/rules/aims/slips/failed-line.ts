import type { TranslatableText } from '../../../../wording/wording.ts';
import type { SimulatedFailure, SourceLocation } from '../../../simulation/failures.ts';
import { instructionAt } from '../../queries.ts';
import type { RuleContext } from '../../rule.ts';

/** A command that fails, with its text as the student wrote it. */
export interface FailedLine {
  readonly context: RuleContext;
  readonly failure: SimulatedFailure;
  /** The whole logical line in the Dockerfile, or the line of the script. */
  readonly text: string;
  /** The same without RUN and its flags. */
  readonly command: string;
  /** Whether it is in a script rather than in the Dockerfile. */
  readonly inScript: boolean;
}

/** Explains what a failing line was meant to be; null if it cannot tell. */
export type Slip = (line: FailedLine) => TranslatableText | null;

/** Nobody types longer lines. */
const longestLine = 2_000;

function textAt(context: RuleContext, { file, line }: SourceLocation): string {
  const own =
    file === context.names.dockerfile
      ? instructionAt(context, line)?.text
      : context.buildContext.files.get(file)?.text?.split('\n')[line - 1];
  return (own ?? '').slice(0, longestLine);
}

export function failedLine(context: RuleContext, failure: SimulatedFailure): FailedLine {
  const text = textAt(context, failure.at);
  const inScript = failure.at.file !== context.names.dockerfile;
  const run = inScript ? undefined : instructionAt(context, failure.at.line);
  const command = (run?.keyword === 'run' ? run.rest : text).trim().slice(0, longestLine);
  return { context, failure, text, command, inScript };
}

/** The words of a command, split at white space only. */
export const wordsIn = (command: string): readonly string[] => command.split(/\s+/).slice(0, 60);
