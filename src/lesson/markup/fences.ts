/** An open code fence. */
export interface Fence {
  readonly sign: string;
  readonly length: number;
}

/** The fence that a line opens, also in a list or quote; null if it opens none. */
export function fenceIn(text: string): Fence | null {
  const ticks = /^[ \t]{0,40}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,4}|>[ \t]?){0,3}(`{3,}|~{3,})/.exec(text)?.[1];
  if (ticks === undefined) return null;
  // Backticks later on the same line make it inline code.
  if (ticks.startsWith('`') && text.slice(text.indexOf(ticks) + ticks.length).includes('`')) return null;
  return { sign: ticks.charAt(0), length: ticks.length };
}

export function closesFence(text: string, { sign, length }: Fence): boolean {
  const trimmed = text.replace(/^[ \t>]{0,40}/, '').trimEnd();
  return trimmed.length >= length && trimmed === sign.repeat(trimmed.length);
}

/** For each line, whether it is inside a code fence or is a fence itself. */
export function inFences(rows: readonly string[]): readonly boolean[] {
  let fence: Fence | null = null;
  return rows.map((row) => {
    if (fence !== null) {
      if (closesFence(row, fence)) fence = null;
      return true;
    }
    fence = fenceIn(row);
    return fence !== null;
  });
}
