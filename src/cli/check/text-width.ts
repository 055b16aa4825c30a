/** The width of a terminal that does not report one. Columns. */
export const usualWidth = 80;

/** The line width: the terminal's, up to a comfortable maximum. */
export const columns = (): number => Math.min(Math.max(process.stdout.columns ?? usualWidth, 40), 100);

/** A table may use the whole terminal. */
export const tableColumns = (): number => Math.max(process.stdout.columns ?? 120, 60);

/** Wraps text to lines of at most `width` columns; a longer word gets a line of its own. */
export function wrapped(text: string, width: number): readonly string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(/ +/)) {
    if (row !== '' && row.length + 1 + word.length > width) {
      rows.push(row);
      row = word;
    } else row = row === '' ? word : `${row} ${word}`;
  }
  return [...rows, row];
}

/** Cuts a text to a width, with a mark. */
export const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, Math.max(width - 1, 0))}…` : text;
