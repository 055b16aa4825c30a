/** A text with a part of it replaced; throws where the text stays as it is, so that no case is a dud. */
export function replaced(
  text: string,
  from: string | RegExp,
  to: string | ((...groups: readonly string[]) => string),
): string {
  const result = typeof to === 'string' ? text.replace(from, to) : text.replace(from, to);
  if (result === text) throw new Error(`nothing is replaced: ${from} is not there`);
  return result;
}
