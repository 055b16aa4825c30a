import { unknownText } from '../../dockerfile/unknown-text.ts';

/** Text on its way from one command to another, with unknown text in it where that cannot be known. */
export interface Stream {
  text: string;
  /** What wrote it, where that is remembered (a tool's export of the lock file). */
  tool: string | null;
}

export const newStream = (text = ''): Stream => ({ text, tool: null });

/** Longer texts are not followed. */
const mostPrinted = 32 * 1024;

/** Writes to standard output; to the terminal, whose text nobody asks about, where `out` is null. */
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

/** The next line of a text that is read bit by bit; null at its end. */
export function takeLine(stream: Stream): string | null {
  if (stream.text === '') return null;
  // Where one unknown line may be, any number of them may.
  const end = stream.text.indexOf('\n');
  const line = end < 0 ? stream.text : stream.text.slice(0, end);
  if (!line.includes(unknownText)) stream.text = end < 0 ? '' : stream.text.slice(end + 1);
  return line;
}
