/** Width in columns if the terminal does not report one. */
export const usualWidth = 80;

/** The width of text: that of the terminal, within 40 and 100 columns for readability. */
export const columns = (): number => Math.min(Math.max(process.stdout.columns ?? usualWidth, 40), 100);

/** The width of a table, which may use the whole terminal. */
export const tableColumns = (): number => Math.max(process.stdout.columns ?? 120, 60);

/** Wraps text at spaces to rows of at most `width` columns. A longer word gets a row of its own. */
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

/** Truncates text to a width, with an ellipsis. */
export const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, Math.max(width - 1, 0))}…` : text;
