import type { OutputLine } from './output-lines.ts';

/** The program announces another attempt. */
const triesAgain = /\b(?:retry(?:ing)?|try(?:ing)? again|waiting for|still waiting)\b/i;
/** A later line reports success: something was reached, installed or started. */
const wentOn =
  /\b(?:connected to|ready to accept connections|is up\b|is available|started$|accepting connections|listening (?:at|on)|application startup complete|starting development server at|uvicorn running on|successfully (?:installed|built|tagged)|added \d{1,6} packages|server (?:is )?(?:running|started|listening))/i;
/** The container or the build failed in the end. */
const ended = /\bexited with code [1-9]|\bdid not complete successfully\b/;

/** The lines without failed attempts that a later retry made good. */
export function withoutOvercome(lines: readonly OutputLine[]): readonly OutputLine[] {
  const start = ({ text }: OutputLine): string => text.slice(0, 600);
  const success = lines.findLastIndex((line) => wentOn.test(start(line)));
  if (success < 0 || lines.slice(success).some((line) => ended.test(start(line)))) return lines;
  return lines.filter((line, at) => at > success || !triesAgain.test(start(line)));
}
