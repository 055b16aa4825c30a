/**
 * Signs that a line never begins with, and what none ends with, by language: in French a space stands between them and the word.
 * A number stays with its unit, and with what it counts off: `240 Mo`, `4 minutes`, `ligne 15`.
 */
const keptTogether: Readonly<Record<string, (text: string) => string>> = {
  fr: (text) =>
    text
      .replaceAll(/ (?=[:;!?»])/g, noBreak)
      .replaceAll('« ', `«${noBreak}`)
      .replaceAll(
        /(?<=\d|\}\}) (?=(?:[GMk]?o|m?s|min|h|%|(?:seconde|minute|heure|jour|étape|couche|fichier|octet|point)s?)(?![\p{L}\d]))/gu,
        noBreak,
      )
      .replaceAll(/(?<=(?<!\p{L})(?:lignes?|TODO|port)) (?=\d|\{\{)/gu, noBreak),
};

const noBreak = '\u00a0';

/** A text as its language sets it. What stands in backticks, one or three, is code, and copied as it is. */
export function typeset(locale: string, text: string): string {
  const set = keptTogether[locale.split('-')[0] ?? ''];
  if (set === undefined) return text;
  return text
    .split(/(```[\s\S]*?```|`[^`]*`)/)
    .map((part, index) => (index % 2 === 0 ? set(part) : part))
    .join('');
}

/** For a terminal, where text is copied and searched: with ordinary spaces. */
export const withPlainSpaces = (text: string): string => text.replaceAll(noBreak, ' ');
