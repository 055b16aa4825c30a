/** A stretch of a message that may be a file: what stands between fences, or all of a message that has none. */
export interface Block {
  readonly content: string;
  /** What stands right after the opening fence: `dockerfile`, `sh`; empty when nothing does. */
  readonly label: string;
  /** The last line of text before the fence: students write the file's name there. */
  readonly before: string;
  readonly fenced: boolean;
}

/**
 * Cuts a message into blocks as Discord reads it, which is not CommonMark: a fence may open and close in the middle
 * of a line, tildes make none, and one that never closes still shows what its writer meant.
 * A fence of more backticks holds shorter ones inside, so that a pasted piece of Markdown stays whole.
 */
export function blocksOf(message: string): readonly Block[] {
  const text = message.replaceAll('\r\n', '\n');
  const blocks: Block[] = [];
  let outside = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('```', at);
    if (open < 0) break;
    outside = text.slice(at, open);
    const ticks = /^`+/.exec(text.slice(open))?.[0].length ?? 3;
    const start = open + ticks;
    const close = text.indexOf('`'.repeat(ticks), start);
    if (close < 0 && ticks >= 6) {
      // Six in a row that nothing closes are a fence opened and closed at once.
      at = start;
      continue;
    }
    const inside = text.slice(start, close < 0 ? undefined : close);
    blocks.push({ ...labelled(inside), before: lastLine(outside), fenced: true });
    at = close < 0 ? text.length : afterTicks(text, close);
  }
  const full = blocks.filter((block) => block.content.trim() !== '');
  if (full.length > 0) return full;
  return blocks.length > 0 ? [] : sections(text);
}

function afterTicks(text: string, from: number): number {
  let at = from;
  while (text[at] === '`') at += 1;
  return at;
}

/** A label is one word and a line end right after the fence; else everything is content. */
function labelled(inside: string): { readonly label: string; readonly content: string } {
  const found = /^([\w+\-.#]+)[ \t]*\n/.exec(inside);
  const label = found?.[1] ?? '';
  const content = found === null ? inside : inside.slice(found[0].length);
  return { label, content: endedOnce(content) };
}

/** The text without the empty lines around it, with one line end. `trimEnd` is linear; an anchored `\s*$` is not. */
export const endedOnce = (text: string): string => `${text.replace(/^\n+/, '').trimEnd()}\n`;

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)?.trim() ?? '';

/** A line that is nothing but a file's name, however it is dressed up: `**Dockerfile:**`, `# .dockerignore`, `backend/entrypoint.sh`. */
const dressing = /^[\s#*_`>-]+/;
/** What is left of it: apart from what it is dressed up with, because a name may hold the same signs, and all ways to part the two were tried. */
const heading = /^(?:[\w.-]+\/)*(\.?dockerignore|dockerfile|[\w-]+\.sh)[\s*_`:]*$/i;

/** The file's name in a line that is a heading for it; null when the line is anything else. */
export const headingOf = (line: string): string | null =>
  heading.exec(line.replace(dressing, ''))?.[1] ?? null;

/** A message without fences: one block, or one for each heading that names a file. */
function sections(text: string): readonly Block[] {
  const blocks: { content: string[]; before: string }[] = [{ content: [], before: '' }];
  for (const line of text.split('\n')) {
    if (headingOf(line) !== null) blocks.push({ content: [], before: line.trim() });
    else blocks.at(-1)?.content.push(line);
  }
  return blocks
    .map(({ content, before }) => ({
      content: endedOnce(content.join('\n')),
      label: '',
      before,
      fenced: false,
    }))
    .filter((block) => block.content.trim() !== '');
}
