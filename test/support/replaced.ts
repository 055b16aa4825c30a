/** A text with a part of it replaced; throws if the text stays the same, so that no case is without effect. */
export function replaced(
  text: string,
  from: string | RegExp,
  to: string | ((...groups: readonly string[]) => string),
): string {
  const result = typeof to === 'string' ? text.replace(from, to) : text.replace(from, to);
  if (result === text) throw new Error(`nothing is replaced: ${from} is not there`);
  return result;
}
