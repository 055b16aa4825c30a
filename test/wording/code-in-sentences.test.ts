import { expect, test } from '@jest/globals';
import { productTexts } from './product-texts.ts';

/** What a reader copies stands in code: else a line of a phone ends within it, and nobody sees where it begins. */
const optionOutsideCode = /(?<![\w-])--[a-z][\w-]*/;
const sentencesForStudents = /^(?:rule-|assertion-broken|failure-|check-todos|reasons)/;
/** A title is no sentence; what is to be typed next is a block of code as a whole. */
const wholeTexts: readonly string[] = ['title', 'next'];

test.each(['en', 'fr'])(
  'Every option that a sentence about a student’s files names in %s is set as code',
  (locale) => {
    const pages = [...productTexts(locale)].filter(([page]) => sentencesForStudents.test(page));
    const bare = pages.flatMap(([page, texts]) =>
      Object.entries(texts).flatMap(([key, text]) => {
        const found = optionOutsideCode.exec(text.replaceAll(/`[^`]*`/g, ''))?.[0];
        return found === undefined || wholeTexts.includes(key) ? [] : [`${page}, ${key}: ${found}`];
      }),
    );
    expect(pages.length).toBeGreaterThan(60);
    expect(bare).toEqual([]);
  },
);
