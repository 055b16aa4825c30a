/** Longer lines are not comments from the lesson. Characters. */
const longestComment = 400;

/** The first line of a Dockerfile whose comment names a TODO, by the TODO's number. */
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
