import { blocksAsMarkdown } from './foreign-blocks.ts';
import { codeAsFences } from './foreign-code.ts';
import { exercisesNumbered } from './foreign-exercises.ts';
import { htmlAsMarkdown } from './foreign-html.ts';

/**
 * A text with what other tools than a reader of Markdown know as the Markdown that means the same: code of Jekyll, AsciiDoc,
 * reStructuredText, HTML and MDX, classes of kramdown, exercises of Jupyter Book. Lines keep their numbers.
 */
export const markdownOf = (source: string): string =>
  blocksAsMarkdown(htmlAsMarkdown(exercisesNumbered(codeAsFences(source.split('\n'))))).join('\n');
