/**
 * The metadata above a lesson's text, for the site that publishes it: YAML or TOML between delimiters, or lines of `key: value`.
 */
export interface FrontMatter {
  /** Its `title`, else its title in the navigation; null when it has neither. */
  readonly title: string | null;
  /** Its length in characters. */
  readonly length: number;
}

const none: FrontMatter = { title: null, length: 0 };
/** More lines than any real front matter has. */
const lineLimit = 200;
const titleKeys = ['title', 'nav_title', 'navtitle', 'sidebar_label', 'linktitle', 'name'];

/** Parses the front matter of a text whose line ends are `\n`. */
export function frontMatterOf(source: string): FrontMatter {
  const rows = source.split('\n', lineLimit);
  const fence = /^(---|\+\+\+)[ \t]*$/.exec(rows[0] ?? '')?.[1];
  if (fence === undefined) return pandocTitle(rows) ?? metadataOf(rows);
  const ends = fence === '---' ? ['---', '...'] : [fence];
  const end = rows.findIndex((row, index) => index > 0 && ends.includes(row.trimEnd()));
  const inner = rows.slice(1, end).filter((row) => !/^[ \t]*(?:#|$)/.test(row));
  // A rule on the first line may be just a rule: front matter has `key: value` right after it.
  if (end === -1 || !(inner.length === 0 || isKeyed(inner[0] ?? '', fence))) return none;
  if (inner.length === 0) return none;
  return { title: titleIn(inner), length: lengthOf(rows.slice(0, end + 1), source) };
}

/** Pandoc's title block: `% Title`, followed by authors and date. */
function pandocTitle(rows: readonly string[]): FrontMatter | null {
  const title = /^%[ \t]+(\S.*)$/.exec(rows[0] ?? '')?.[1];
  if (title === undefined) return null;
  const end = rows.findIndex((row) => !row.startsWith('%'));
  return { title: title.trim(), length: rows.slice(0, end === -1 ? rows.length : end).join('\n').length };
}

const isKeyed = (row: string, fence: string): boolean =>
  fence === '---' ? /^[ \t]*["']?[\w-]+["']?:/.test(row) : /^[ \t]*[\w-]+[ \t]*=/.test(row);

/** Lines of `key: value` without delimiters, up to the first empty line; one of them has to be the title. */
function metadataOf(rows: readonly string[]): FrontMatter {
  const end = rows.findIndex((row) => row.trim() === '');
  const inner = rows.slice(0, end === -1 ? rows.length : end);
  if (inner.length === 0 || !inner.every((row) => /^[A-Za-z][\w -]{0,30}:(?:[ \t]|$)/.test(row))) return none;
  const title = titleIn(inner);
  return title === null ? none : { title, length: inner.join('\n').length };
}

function lengthOf(rows: readonly string[], source: string): number {
  return Math.min(source.length, rows.join('\n').length + 1);
}

function titleIn(rows: readonly string[]): string | null {
  for (const key of titleKeys) {
    for (const [index, row] of rows.entries()) {
      // Indented lines belong to something nested, such as a kernel's name.
      if (/^[ \t]/.test(row)) continue;
      const [name = '', ...rest] = row.split(/[:=]/, 2);
      if (name.trim().replace(/["']/g, '').toLowerCase() !== key || rest.length === 0) continue;
      const title = unquoted(row.slice(name.length + 1).trim());
      // A multi-line value is indented below its key.
      const folded = /^[|>][+-]?\d?$/.test(title) ? textBelow(rows, index) : title;
      if (folded !== '') return folded;
    }
  }
  return null;
}

function textBelow(rows: readonly string[], index: number): string {
  const below = rows.slice(index + 1);
  const end = below.findIndex((row) => /^\S/.test(row));
  return below
    .slice(0, end === -1 ? undefined : end)
    .map((row) => row.trim())
    .join(' ')
    .trim();
}

function unquoted(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"|^'((?:[^']|'')*)'/.exec(value);
  if (quoted === null) return (value.split(/\s#/, 1)[0] ?? '').trim();
  return (quoted[1]?.replace(/\\(.)/g, '$1') ?? quoted[2]?.replaceAll("''", "'") ?? '').trim();
}
