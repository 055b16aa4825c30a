import type { Lesson } from '../../../lesson/lesson.ts';

/** A longer list is not a short list of commands. */
const mostSteps = 6;
const longestStep = 160;

/**
 * The lesson's steps for handing in finished work: the numbered list that mentions a Git command. Markdown without the numbers;
 * empty when the lesson has no such list.
 */
export function gitStepsOf({ parts }: Pick<Lesson, 'parts'>): readonly string[] {
  for (const { markdown } of parts) {
    const found = numberedLists(markdown).find((steps) => steps.some((step) => /`git [a-z]/.test(step)));
    if (found !== undefined) return found.slice(0, mostSteps);
  }
  return [];
}

/** The items of each numbered list whose items are single lines. */
function numberedLists(markdown: string): readonly (readonly string[])[] {
  const lists: string[][] = [[]];
  for (const line of markdown.split('\n')) {
    const item = line.length > longestStep ? null : /^ {0,3}\d{1,2}[.)] +(\S.*)$/.exec(line);
    if (item?.[1] !== undefined) lists.at(-1)?.push(item[1].trimEnd());
    else if (line.trim() !== '') lists.push([]);
  }
  return lists.filter((items) => items.length > 0);
}
