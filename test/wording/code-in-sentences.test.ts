import { expect, test } from '@jest/globals';
import { productTexts } from './product-texts.ts';

/** Text to be copied is in code: otherwise a line may break within it on a phone, and nobody sees where it begins. */
const optionOutsideCode = /(?<![\w-])--[a-z][\w-]*/;
const sentencesForStudents = /^(?:rule-|assertion-broken|failure-|check-todos|reasons)/;
/** A title is not a sentence, and text to be typed next is a code block as a whole. */
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
