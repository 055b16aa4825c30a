import { maxLines, startOfLine } from './intake-result.ts';

const dataLine =
  /^(?:#|- \S|["']?[\w.$/-]{1,80}["']? ?(?::(?: |$)|=)|\[{1,2}[\w."' -]{1,80}\]{1,2}$|[{}[\],]{1,9}$)/;

/** Lines of other languages: Python, JavaScript, Go, SQL, CSS, HTML, a configuration of nginx, variables, a list of packages. */
const otherLanguage: readonly RegExp[] = [
  /[;{}]\s*$/,
  /^\s*[)\]}]{1,4}[;,]?\s*$/,
  /^\s*<[\w!/][^\n]*>\s*$/,
  /^(?:import|package|export|const|let|var|def|class|func|function|async|module|require) \S/,
  /^from \S+ import /,
  /^(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP) [A-Z*\w]/,
  /^[A-Z][A-Z0-9_]{1,60}=\S*$/,
  /^[\w.-]{1,60}(?:\[[\w,-]{1,60}\])?(?:==|>=|~=|<=)[\d.*]/,
  /^[\w.]{1,60} = \S/,
  /^\s+(?:return|yield|await|raise|print|self\.|if|for) ?\S/,
  /^go \d\.\d/,
];

/** Whether nearly every line is one of another language. A sentence, or a file of the lesson, has hardly any. */
function isOtherLanguage(lines: readonly string[]): boolean {
  if (lines.length < 2 || lines.some((line) => /[?？]\s*$/.test(line.slice(-20)))) return false;
  const found = lines.filter((line) => otherLanguage.some((sign) => sign.test(line)));
  return found.length * 5 >= lines.length * 4;
}

/** Keys and values, with a key or a section above others: `services:` of Compose, `[project]` of a pyproject. */
export function isOtherFile(text: string): boolean {
  if (/^\s*[{[]\s*["'{[]/.test(text.slice(0, 80)) && /\n[}\]]\s*$/.test(text.slice(-80))) return true;
  const lines = text
    .split('\n', maxLines)
    .map(startOfLine)
    .filter((line) => line.trim() !== '');
  if (isOtherLanguage(lines)) return true;
  return (
    lines.length > 1 &&
    lines.every((line) => dataLine.test(line.trim())) &&
    lines.some(
      (line, at) =>
        /^\[/.test(line) || (/^[\w.-]+:\s*$/.test(line) && /^(?:[ \t]+|- )\S/.test(lines[at + 1] ?? '')),
    )
  );
}
