/**
 * Limits of a student's YAML file. Real files of a class have a tenth of that; anything larger is an attempt to keep the parser
 * busy.
 */
export const yamlBounds = {
  characters: 32_768,
  lines: 1_500,
  /** Lists and mappings inside each other. */
  depth: 24,
  /** `- - -` at the beginning of one line. */
  indicators: 6,
  /** `? `, YAML's marker of a complex key. */
  explicitKeys: 100,
  /** `%` at the beginning of a line. */
  directives: 3,
  /** Values, counting those that aliases repeat. */
  values: 10_000,
} as const;

export interface OutOfBounds {
  readonly key: 'too-long' | 'too-deep' | 'too-odd';
  readonly line: number;
}

/**
 * Whether the YAML parser handles a text quickly, determined in one pass: a few hundred `? ? ?` take it minutes, and as many
 * nested brackets overflow its stack.
 */
export function outOfBounds(text: string): OutOfBounds | null {
  if (text.length > yamlBounds.characters) return { key: 'too-long', line: 1 };
  const lines = text.split('\n');
  if (lines.length > yamlBounds.lines) return { key: 'too-long', line: yamlBounds.lines };
  const seen = { open: 0, explicit: 0, directives: 0 };
  for (const [index, line] of lines.entries()) {
    const line1 = index + 1;
    if (leadingIndicators(line) > yamlBounds.indicators) return { key: 'too-deep', line: line1 };
    if (line.startsWith('%')) seen.directives++;
    for (let at = 0; at < line.length; at++) {
      const char = line[at];
      if (char === '[' || char === '{') seen.open++;
      else if (char === ']' || char === '}') seen.open = Math.max(0, seen.open - 1);
      else if (char === '?' && /^\s?$/.test(line[at + 1] ?? '')) seen.explicit++;
      if (seen.open > yamlBounds.depth) return { key: 'too-deep', line: line1 };
    }
    if (seen.explicit > yamlBounds.explicitKeys || seen.directives > yamlBounds.directives)
      return { key: 'too-odd', line: line1 };
  }
  return null;
}

/** How many of `- `, `? ` and `: ` a line begins with. */
function leadingIndicators(line: string): number {
  let count = 0;
  for (let at = 0; at < line.length; at++) {
    const char = line[at];
    if (char === ' ' || char === '\t') continue;
    if ((char === '-' || char === '?' || char === ':') && /^\s?$/.test(line[at + 1] ?? '')) count++;
    else break;
  }
  return count;
}
