import { unknownText } from '../../dockerfile/unknown-text.ts';

/** Text passed from one command to another. May contain unknown text. */
export interface Stream {
  text: string;
  /** The tool that wrote it, if that matters (a tool's export of the lock file). */
  tool: string | null;
}

export const newStream = (text = ''): Stream => ({ text, tool: null });

/** Maximum length of a tracked text. */
const mostPrinted = 32 * 1024;

/** Writes to standard output. If `out` is null, that is the terminal, whose text is not kept. */
export function print(
  { out }: { readonly out: Stream | null },
  text: string,
  tool: string | null = null,
): void {
  if (out === null) return;
  if (out.text.length + text.length <= mostPrinted) out.text += text;
  else if (!out.text.endsWith(unknownText)) out.text += unknownText;
  out.tool ??= tool;
}

/** Takes the next line of a text; null at its end. */
export function takeLine(stream: Stream): string | null {
  if (stream.text === '') return null;
  // Unknown text may stand for any number of lines, so it is never used up.
  const end = stream.text.indexOf('\n');
  const line = end < 0 ? stream.text : stream.text.slice(0, end);
  if (!line.includes(unknownText)) stream.text = end < 0 ? '' : stream.text.slice(end + 1);
  return line;
}
