/**
 * White space as in Go's `unicode.IsSpace`, with which BuildKit trims. JavaScript's `\s` differs in two characters: it includes U+FEFF and
 * lacks U+0085.
 */
const space = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const leading = new RegExp(`^[${space}]+`);
const one = new RegExp(`^[${space}]$`);

export const isSpace = (character: string): boolean => one.test(character);
export const trimStart = (text: string): string => text.replace(leading, '');

/** Lower case as in Go's `strings.ToLower`: character by character, so that `İ` becomes a single letter. */
export const lower = (text: string): string => text.replaceAll('\u0130', 'i').toLowerCase();

/** Trims both ends. Walks back by hand: an anchored `+$` is quadratic on long runs of blanks. */
export function trim(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1] ?? '')) end -= 1;
  return trimStart(text.slice(0, end));
}

/** Cuts at the first run of white space as matched by BuildKit's `reWhitespace` (no line feed, no exotic spaces). */
export function cutAtBlank(text: string): readonly [string, string | null] {
  const at = text.search(/[\t\v\f\r ]/);
  if (at < 0) return [text, null];
  let next = at;
  while (next < text.length && '\t\v\f\r '.includes(text[next] ?? '')) next += 1;
  return [text.slice(0, at), text.slice(next)];
}

/**
 * A student's text, quoted in a message: one line, limited in length, without control characters, bidirectional marks or back-ticks, so
 * that it can neither disturb a terminal nor break out of a code span.
 */
export function quoted(text: string, limit = 80): string {
  const flat = text
    .slice(0, limit * 4)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff]/g, '')
    .replaceAll('`', "'")
    .trim();
  const characters = [...flat];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : flat;
}
