import type { OutputLine } from './output-lines.ts';

/** How a line looks that says what went wrong, the surest first. A traceback ends with it; elsewhere the first of them counts. */
const looks: readonly { readonly sign: RegExp; readonly last: boolean }[] = [
  {
    sign: /^(?:[a-z_]\w{0,40}\.){0,6}[A-Z]\w{0,60}(?:Error|Exception|Exit|Interrupt|DoesNotExist)(?:: |$)/,
    last: true,
  },
  { sign: /^(?:error|fatal|panic|critical|fatal error|erreur|e)(?: ?\[[^\]]{0,60}\])? ?: ?\S/i, last: false },
  {
    sign: /\b(?:error|fatal|failed|failure|exception|panic|abort(?:ed|ing)?|killed|segfault)\b/i,
    last: false,
  },
  {
    sign: /\b(?:cannot|can't|could not|couldn't|unable to|denied|refused|not found|no such|invalid|unknown|illegal|unexpected|missing|does not exist|not supported|not allowed|timed out|timeout)\b/i,
    last: false,
  },
];

/** The line that most likely says what went wrong; null when none looks so. */
export function likelyLine(lines: readonly OutputLine[]): OutputLine | null {
  const said = lines.filter(({ kind }) => kind === 'said');
  for (const { sign, last } of looks) {
    const fits = ({ text }: OutputLine): boolean => sign.test(text.slice(0, 400));
    const found = last ? said.findLast(fits) : said.find(fits);
    if (found !== undefined) return found;
  }
  return null;
}
