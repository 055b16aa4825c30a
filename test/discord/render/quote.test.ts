import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cut } from '../../../src/discord/render/message.ts';
import { code, codeBlock, quote } from '../../../src/discord/render/quote.ts';

test('a fence inside a code block does not end it', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[`a\n ]{0,12}$/), { maxLength: 6 }), (lines) => {
      const block = codeBlock(lines);
      expect(block.match(/```/g)).toHaveLength(2);
      expect(block.endsWith('\n```')).toBe(true);
    }),
    { numRuns: 1_000, examples: [[['`````']]] },
  );
});

test('quoted words have no backtick, no mention, no hidden link, no spoiler and no line of their own', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[`@<#&|\]([)>1a\n:]{0,40}$/), (words) => {
      expect(quote(words)).not.toMatch(/`|@(?!\u200b)|<[@#&:1a]|\]\(|\|\||\n/);
    }),
    { numRuns: 1_000, examples: [['|||']] },
  );
});

test('code is one pair of backticks around something', () => {
  expect(code('')).toBe('` `');
  expect(code('a`b')).toBe('`aˋb`');
});

test('right-to-left tricks are taken out', () => {
  expect(quote('a\u202Eb')).toBe('a b');
  expect(codeBlock(['a\u202Eb'])).toBe('```\nab\n```');
});

test('cutting never leaves half of a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 30 }), (text, limit) => {
      const short = cut(text, Math.max(1, limit));
      expect(short.length).toBeLessThanOrEqual(Math.max(1, limit));
      expect(short.isWellFormed()).toBe(true);
    }),
  );
});
