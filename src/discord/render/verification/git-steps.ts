import type { Lesson } from '../../../lesson/lesson.ts';

/** More steps than these are no list of a few commands. */
const mostSteps = 6;
const longestStep = 160;

/**
 * What a lesson has its students do with work that is done: the numbered list in which it names a command of Git. Markdown,
 * without the numbers; empty when the lesson has no such list.
 */
export function gitStepsOf({ parts }: Pick<Lesson, 'parts'>): readonly string[] {
  for (const { markdown } of parts) {
    const found = numberedLists(markdown).find((steps) => steps.some((step) => /`git [a-z]/.test(step)));
    if (found !== undefined) return found.slice(0, mostSteps);
  }
  return [];
}

/** The items of each numbered list, where each is one line. */
function numberedLists(markdown: string): readonly (readonly string[])[] {
  const lists: string[][] = [[]];
  for (const line of markdown.split('\n')) {
    const item = line.length > longestStep ? null : /^ {0,3}\d{1,2}[.)] +(\S.*)$/.exec(line);
    if (item?.[1] !== undefined) lists.at(-1)?.push(item[1].trimEnd());
    else if (line.trim() !== '') lists.push([]);
  }
  return lists.filter((items) => items.length > 0);
}
