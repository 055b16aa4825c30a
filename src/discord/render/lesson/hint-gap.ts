const gap = '____';
/** A gap in more lines than these is a riddle. */
const mostLines = 7;

/** The lines of code of an answer, each with its decisive words taken out; empty where it has no code. */
export function gapLines(hint: string): readonly string[] {
  return codeLines(hint).slice(0, mostLines).map(withGap);
}

/** What stands between fences, without comments and empty lines. A first line that names the interpreter is code. */
function codeLines(markdown: string): readonly string[] {
  let fenced = false;
  const lines: string[] = [];
  for (const line of markdown.split('\n')) {
    const trimmed = line.trim();
    if (/^(?:```|~~~)/.test(trimmed)) fenced = !fenced;
    else if (fenced && trimmed !== '' && !/^#(?!!)/.test(trimmed)) lines.push(trimmed);
  }
  return lines;
}

/** COPY keeps its destination, a list in brackets its brackets, and everything else all but its last word. */
function withGap(line: string): string {
  const list = line.indexOf('[');
  if (list >= 0 && line.endsWith(']'))
    return line.slice(0, list) + line.slice(list).replace(/"[^"]*"/g, `"${gap}"`);
  const words = line.split(/\s+/);
  const [keyword = '', ...rest] = words;
  if (rest.length === 0) return keyword.startsWith('#!') ? `#!${gap}` : gap;
  if (/^(?:COPY|ADD)$/i.test(keyword) && rest.length > 1) {
    const kept = (word: string, i: number): string =>
      i === rest.length - 1 || word.startsWith('--') ? word : gap;
    return [keyword, ...rest.map(kept)].join(' ');
  }
  return [...words.slice(0, -1), gap].join(' ');
}
