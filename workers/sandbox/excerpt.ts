import type { TranslatableText } from '../../src/wording/wording.ts';

/**
 * Makes the output of untrusted programs fit to be shown: no terminal escapes, no control characters, no marks that change the reading
 * direction, no mention that notifies anyone and no fence that closes a code block.
 */

const ansi =
  /[\u001b\u009b](?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b\u009b]*(?:\u0007|\u001b\\)|[()#][A-Za-z0-9]|[@-Z\\-_=>])?/g;
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Bidirectional marks, zero-width characters, line and paragraph separators, the byte order mark, tags. */
const invisible =
  /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

const lineLength = 500;
const lineCount = 20;

/** Cleans one line and bounds its length. */
export function cleanLine(line: string, length = lineLength): string {
  // The reader should not see what a carriage return would have overwritten on a terminal.
  const shown =
    line
      .replace(/(?<!\r)\r+$/, '')
      .split('\r')
      .pop() ?? '';
  const clean = shown
    .slice(0, 8 * length)
    .replace(ansi, '')
    .replace(controls, '')
    .replace(invisible, '')
    .replace(/\t/g, '  ')
    .replace(/@(?=everyone|here|[!&]?\d)/g, '@\u2060')
    .replace(/<(?=[@#:/]|a:|t:)/g, '<\u2060')
    .replace(/``+/g, (ticks) => ticks.split('').join('\u2060'));
  const bounded = clean.length > length ? `${clean.slice(0, length - 1)}…` : clean;
  return bounded.toWellFormed();
}

/** A sentence with the names that it quotes cleaned: they may come from untrusted files. */
export const cleanTranslatable = (text: TranslatableText): TranslatableText => ({
  ...text,
  values: Object.fromEntries(
    Object.entries(text.values).map(([name, value]) => [
      name,
      typeof value === 'string' ? cleanLine(value) : value,
    ]),
  ),
});

/** The last lines, cleaned, without blank lines and repetitions. */
export function excerptOf(lines: readonly string[], count = lineCount): readonly string[] {
  const cleaned: string[] = [];
  for (const line of lines) {
    const clean = cleanLine(line);
    if (clean.trim() !== '' && clean !== cleaned[cleaned.length - 1]) cleaned.push(clean);
  }
  return cleaned.slice(-count);
}

/** The lines around the decisive one if it is found, else the last ones. */
export function decisiveLines(
  lines: readonly string[],
  decisive: RegExp | null,
  count = 12,
): readonly string[] {
  const at = decisive === null ? -1 : lines.findLastIndex((line) => decisive.test(line));
  if (at < 0) return excerptOf(lines, count);
  return excerptOf(lines.slice(Math.max(0, at - count + 4), at + 4), count);
}
