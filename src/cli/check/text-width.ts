/** Columns that a text takes in a terminal that does not say how wide it is. */
export const usualWidth = 80;

/** Columns to write in: those of the terminal, and never more than one reads with ease. */
export const columns = (): number => Math.min(Math.max(process.stdout.columns ?? usualWidth, 40), 100);

/** A table may use the whole terminal. */
export const tableColumns = (): number => Math.max(process.stdout.columns ?? 120, 60);

/** Rows of at most `width` columns, broken at blanks; a word that is longer has a row of its own. */
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

/** A text cut to a width, with a sign that it goes on. */
export const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, Math.max(width - 1, 0))}…` : text;
