/** A longer line is no comment of the lesson's. */
const longestComment = 400;

/** Lines of a Dockerfile whose comment names a TODO, by its number; the first where several name one. */
export function todoMarks(dockerfile: string): ReadonlyMap<number, number> {
  const marks = new Map<number, number>();
  for (const [index, line] of dockerfile.split('\n').entries()) {
    if (line.length > longestComment) continue;
    const comment = line.trimStart();
    if (!comment.startsWith('#')) continue;
    const number = /\bTODO[ \t#]{0,3}(\d{1,4})\b/i.exec(comment)?.[1];
    if (number !== undefined && !marks.has(Number(number))) marks.set(Number(number), index + 1);
  }
  return marks;
}
