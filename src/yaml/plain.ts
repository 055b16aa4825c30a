/** An unknown value, examined one step at a time. */

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Null for what is neither text nor a number. */
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

interface ComposePair {
  readonly key: string;
  /** Null for a key without a value. */
  readonly value: string | null;
  readonly at: PropertyKey;
}

/** `[A=b, C]` or `{A: b, C: }` as pairs. */
export function pairsOf(value: unknown): readonly ComposePair[] {
  if (Array.isArray(value))
    return value.flatMap((each, at): readonly ComposePair[] => {
      const text = textOf(each);
      if (text === null) return [];
      const equals = text.indexOf('=');
      return equals < 0
        ? [{ key: text, value: null, at }]
        : [{ key: text.slice(0, equals), value: text.slice(equals + 1), at }];
    });
  return Object.entries(recordOf(value)).map(([key, each]) => ({
    key,
    value: typeof each === 'boolean' ? String(each) : textOf(each),
    at: key,
  }));
}

/** A command as a list, or as a line split as a shell would; null for anything else. */
export function wordsOf(value: unknown): readonly string[] | null {
  if (Array.isArray(value)) return value.map((each) => textOf(each) ?? '');
  const text = textOf(value);
  return text === null ? null : splitLine(text);
}

/** The words of a line, with a shell's quotes and backslashes but no other shell syntax. */
function splitLine(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? '';
    if (quote !== '' && char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      word ??= '';
    } else if (char === '\\' && quote !== "'" && at + 1 < line.length) {
      at++;
      word = (word ?? '') + line[at];
    } else if (quote === '' && /\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + char;
  }
  return word === null ? words : [...words, word];
}
