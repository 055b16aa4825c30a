const gap = '____';
/** With more lines, a fill-in-the-gap hint is a riddle. */
const mostLines = 7;

/** The code lines of an answer with their decisive words blanked out; empty if the answer has no code. */
export function gapLines(hint: string): readonly string[] {
  return codeLines(hint).slice(0, mostLines).map(withGap);
}

/** The lines inside code fences, without comments and empty lines. A shebang counts as code. */
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

/** COPY keeps its destination, a bracketed list its brackets; in any other line only the last word is blanked out. */
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
