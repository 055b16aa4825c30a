/** A fence of code that is open. */
export interface Fence {
  readonly sign: string;
  readonly length: number;
}

/** The fence that a line opens, in a list or a quote, too; null where it opens none. */
export function fenceIn(text: string): Fence | null {
  const ticks = /^[ \t]{0,40}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,4}|>[ \t]?){0,3}(`{3,}|~{3,})/.exec(text)?.[1];
  if (ticks === undefined) return null;
  // Back-ticks behind them on the same line make it inline code.
  if (ticks.startsWith('`') && text.slice(text.indexOf(ticks) + ticks.length).includes('`')) return null;
  return { sign: ticks.charAt(0), length: ticks.length };
}

export function closesFence(text: string, { sign, length }: Fence): boolean {
  const trimmed = text.replace(/^[ \t>]{0,40}/, '').trimEnd();
  return trimmed.length >= length && trimmed === sign.repeat(trimmed.length);
}

/** For each line, whether it is code between fences, or a fence. */
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
