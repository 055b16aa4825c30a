import { blocksAsMarkdown } from './foreign-blocks.ts';
import { codeAsFences } from './foreign-code.ts';
import { exercisesNumbered } from './foreign-exercises.ts';
import { htmlAsMarkdown } from './foreign-html.ts';

/**
 * Converts markup that a Markdown parser does not know to equivalent Markdown: code of Jekyll, AsciiDoc, reStructuredText, HTML
 * and MDX, kramdown classes, Jupyter Book exercises. Line numbers are kept.
 */
export const markdownOf = (source: string): string =>
  blocksAsMarkdown(htmlAsMarkdown(exercisesNumbered(codeAsFences(source.split('\n'))))).join('\n');
