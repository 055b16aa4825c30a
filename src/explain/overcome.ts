import type { OutputLine } from './output-lines.ts';

/** It says itself that this was not its last attempt. */
const triesAgain = /\b(?:retry(?:ing)?|try(?:ing)? again|waiting for|still waiting)\b/i;
/** Later it went on: something was reached, installed, or is served. */
const wentOn =
  /\b(?:connected to|ready to accept connections|is up\b|is available|started$|accepting connections|listening (?:at|on)|application startup complete|starting development server at|uvicorn running on|successfully (?:installed|built|tagged)|added \d{1,6} packages|server (?:is )?(?:running|started|listening))/i;
/** And even later it ended after all. */
const ended = /\bexited with code [1-9]|\bdid not complete successfully\b/;

/** The lines without those of an attempt that failed, was made again, and then succeeded. */
export function withoutOvercome(lines: readonly OutputLine[]): readonly OutputLine[] {
  const start = ({ text }: OutputLine): string => text.slice(0, 600);
  const success = lines.findLastIndex((line) => wentOn.test(start(line)));
  if (success < 0 || lines.slice(success).some((line) => ended.test(start(line)))) return lines;
  return lines.filter((line, at) => at > success || !triesAgain.test(start(line)));
}
