import { maxLines, startOfLine } from './intake-result.ts';

const dataLine =
  /^(?:#|- \S|["']?[\w.$/-]{1,80}["']? ?(?::(?: |$)|=)|\[{1,2}[\w."' -]{1,80}\]{1,2}$|[{}[\],]{1,9}$)/;

/** Keys and values, with a key or a section above others: `services:` of Compose, `[project]` of a pyproject. */
export function isOtherFile(text: string): boolean {
  if (/^\s*[{[]\s*["'{[]/.test(text.slice(0, 80)) && /\n[}\]]\s*$/.test(text.slice(-80))) return true;
  const lines = text
    .split('\n', maxLines)
    .map(startOfLine)
    .filter((line) => line.trim() !== '');
  return (
    lines.length > 1 &&
    lines.every((line) => dataLine.test(line.trim())) &&
    lines.some(
      (line, at) =>
        /^\[/.test(line) || (/^[\w.-]+:\s*$/.test(line) && /^(?:[ \t]+|- )\S/.test(lines[at + 1] ?? '')),
    )
  );
}
