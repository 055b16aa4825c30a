import type { TranslatableText } from '../../../../wording/wording.ts';
import type { SimulatedFailure, SourceLocation } from '../../../simulation/failures.ts';
import { instructionAt } from '../../queries.ts';
import type { RuleContext } from '../../rule.ts';

/** A command that fails, with what a student wrote there. */
export interface FailedLine {
  readonly context: RuleContext;
  readonly failure: SimulatedFailure;
  /** The whole logical line in the Dockerfile, else the line of the script. */
  readonly text: string;
  /** The same without what a RUN begins with. */
  readonly command: string;
  /** Whether it stands in a script and not in the Dockerfile. */
  readonly inScript: boolean;
}

/** Says what was meant by a line that fails; null where it does not know. */
export type Slip = (line: FailedLine) => TranslatableText | null;

/** A line is longer than this only where nobody has typed it. */
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

/** The words of a command, as far as blanks tell. */
export const wordsIn = (command: string): readonly string[] => command.split(/\s+/).slice(0, 60);
