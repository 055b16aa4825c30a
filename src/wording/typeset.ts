/** Signs that a line never begins with, and what none ends with, by language: in French a space stands between them and the word. */
const keptTogether: Readonly<Record<string, (text: string) => string>> = {
  fr: (text) => text.replaceAll(/ (?=[:;!?»])/g, noBreak).replaceAll('« ', `«${noBreak}`),
};

const noBreak = '\u00a0';

/** A text as its language sets it. What stands in backticks is code, and copied as it is. */
export function typeset(locale: string, text: string): string {
  const set = keptTogether[locale.split('-')[0] ?? ''];
  if (set === undefined) return text;
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 0 ? set(part) : part))
    .join('');
}

/** For a terminal, where one copies and searches: with spaces as one types them. */
export const withPlainSpaces = (text: string): string => text.replaceAll(noBreak, ' ');
