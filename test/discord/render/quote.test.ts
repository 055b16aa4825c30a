import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import '../../../src/check/rules/index.ts';
import '../../../src/check/report/todos.ts';
import '../../../src/submission/wording/causes.ts';
import '../../../src/submission/wording/phases.ts';
import '../../../src/submission/wording/reasons.ts';
import { cut } from '../../../src/discord/render/message.ts';
import {
  code,
  codeBlock,
  firstSentence,
  plainly,
  quote,
  translateSafely,
} from '../../../src/discord/render/quote.ts';
import { catalogued, locales, words } from '../../../src/wording/wording.ts';
import { shown } from './shown.ts';

/** Characters that have a meaning in Markdown, where they have it. */
const signs = [...'\\`*_~|<>[](){}#+-.!:@&"\'$%^=,;/?'];
const awkward = [
  ...signs.flatMap((sign) => [`a${sign}b`, `${sign}a${sign}`, `${sign}${sign}a${sign}${sign}`, `${sign} a`]),
  '**/__pycache__/',
  '*.sqlite3 and *.pyc',
  '__init__.py',
  '~~gone~~',
  '||hidden||',
  '[words](https://example.org)',
  '<https://example.org>',
  'https://example.org/a_b_c',
  '<@123>',
  '<@&123>',
  '<#123>',
  '</hint:123>',
  '<:smile:123>',
  '<t:0:R>',
  ':smile:',
  '1. one',
  '-# small',
  '>>> quote',
  'é 漢 🎈',
];

/** Each such character where it takes effect, for all sentences. */
const inSentences = awkward.filter((words) => !/^(?:a.b|(.)\1a\1\1|. a)$/u.test(words));

/** The replacement of a backtick in a code span, where it cannot be escaped. */
const asCode = (words: string): string => words.replaceAll('`', 'ˋ');

describe('quoted text', () => {
  test.each(awkward)('quotes text as it was written: %s', (words) => {
    expect(shown(quote(words))).toBe(words);
    expect(shown(`Say ${quote(words)} again.`)).toBe(`Say ${words} again.`);
    expect(shown(`Say ${code(words)} again.`)).toBe(`Say ${asCode(words)} again.`);
  });

  test('quotes any text as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...signs, 'a', '1', ' '), { maxLength: 24 }), (characters) => {
        const words = characters.join('').replace(/ +/g, ' ').trim();
        expect(shown(`x ${quote(words)} y`)).toBe(`x ${words} y`);
      }),
      { numRuns: 2_000 },
    );
  });

  test('never looks like a mention of everybody', () => {
    expect(quote('@everyone and @here, me@here.org')).not.toMatch(/@(?:everyone|here)/);
    expect(shown(quote('@everyone'))).toBe('@\u200beveryone');
  });

  test('stays on one line', () => {
    expect(quote('a\n# b\u2028c')).toBe('a # b c');
    expect(plainly('a\nb')).toBe('a b');
  });
});

const pages = locales.flatMap((locale) =>
  [...catalogued(locale)]
    .filter(([page]) => catalogued('en').has(page))
    .map(([page, texts]) => [locale, page, texts] as const),
);

describe.each(pages)('the sentences in %s of the page %s', (locale, page, texts) => {
  const slots = (text: string): readonly string[] => [
    ...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '')),
  ];
  const sentences = Object.entries(texts).filter(([, text]) => slots(text).length > 0);

  test('have no unintended Markdown outside of code', () => {
    for (const [key, text] of Object.entries(texts)) {
      const plain = text
        .split('`')
        .filter((_, index) => index % 2 === 0)
        .join('')
        .replace(/\*\*[^*]+\*\*/g, '')
        .replace(/^(?:### |-# |- )/gm, '')
        .replace(/\{\{\w+\}\}/g, '');
      expect({ key, marks: plain.match(/[*_~|\\]|\]\(/g) ?? [] }).toEqual({ key, marks: [] });
    }
  });

  test('show every value as it was written', () => {
    for (const [key, text] of sentences) {
      const word = (value: string): string =>
        shown(
          translateSafely(
            locale,
            { page, key, values: Object.fromEntries(slots(text).map((n) => [n, value])) },
            9_000,
          ),
        );
      const neutral = word('Value');
      for (const value of inSentences) {
        // A backtick cannot be escaped in a code span; elsewhere it is shown as it is.
        expect(asCode(word(value))).toBe(asCode(neutral.replaceAll('Value', () => value)));
      }
    }
  });
});

test('cuts a sentence without leaving an open code span or half an escape', () => {
  fc.assert(
    fc.property(fc.nat({ max: 200 }), fc.constantFrom(...awkward), (limit, value) => {
      const text = {
        page: 'rule-DockerignoreAnchored',
        key: 'found',
        values: { pattern: value, path: value },
      };
      const short = translateSafely('en', text, limit + 20);
      expect(short.length).toBeLessThanOrEqual(limit + 20);
      const left = short.replace(/\\[\s\S]/g, '');
      expect(left).not.toContain('\\');
      expect(left.split('`').length % 2).toBe(1);
    }),
  );
});

test('does not end a code block at a fence inside it', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[`a\n ]{0,12}$/), { maxLength: 6 }), (lines) => {
      const block = codeBlock(lines);
      expect(block.match(/```/g)).toHaveLength(2);
      expect(block.endsWith('\n```')).toBe(true);
    }),
    { numRuns: 1_000, examples: [[['`````']]] },
  );
});

test('puts exactly one pair of backticks around code', () => {
  expect(code('')).toBe('` `');
  expect(code('a`b')).toBe('`aˋb`');
});

test('removes right-to-left overrides', () => {
  expect(quote('a\u202Eb')).toBe('a b');
  expect(codeBlock(['a\u202Eb'])).toBe('```\nab\n```');
});

test('never cuts a character in half', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 30 }), (text, limit) => {
      const short = cut(text, Math.max(1, limit));
      expect(short.length).toBeLessThanOrEqual(Math.max(1, limit));
      expect(short.isWellFormed()).toBe(true);
    }),
  );
});

describe('the first sentence of a text', () => {
  const say = words('first-sentence-test', {
    en: {
      two: 'Line {{n}} does nothing. Éclair follows.',
      long: 'This sentence is longer than there is room for it.',
      code: 'Write `COPY . .` here. Then build.',
    },
  });

  test.each([
    ['two', 'Line 3 does nothing.'],
    ['code', 'Write `COPY . .` here.'],
    ['long', 'This sentence is longer …'],
  ] as const)('ends before a capital of any language, or with a whole word: %s', (key, expected) => {
    expect(firstSentence('en', say.later(key, { n: 3 }), 30)).toBe(expected);
  });
});
