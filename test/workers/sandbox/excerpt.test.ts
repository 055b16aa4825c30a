import { describe, expect, test } from '@jest/globals';
import { BoundedText } from '../../../workers/sandbox/bounded-text.ts';
import { cleanLine, decisiveLines, excerptOf } from '../../../workers/sandbox/excerpt.ts';

describe('a line that a stranger printed', () => {
  test.each([
    ['colours', '\u001b[31mred\u001b[0m and \u001b[1;4mbold', 'red and bold'],
    ['a window title', 'a\u001b]0;owned\u0007b', 'ab'],
    ['a carriage return that would overwrite', 'secret\rshown', 'shown'],
    ['Windows line ends', 'line\r', 'line'],
    ['a null and a bell', 'a\u0000b\u0007c', 'abc'],
    ['marks that turn the direction', 'abc\u202edef\u2066ghi\u200f', 'abcdefghi'],
    ['invisible characters', 'a\u200bb\ufeffc\u{e0041}', 'abc'],
    ['tabs', 'a\tb', 'a  b'],
  ])('loses %s', (_name, line, shown) => expect(cleanLine(line)).toBe(shown));

  test.each([
    '@everyone',
    '@here',
    '<@123456789012345678>',
    '<@&123456789012345678>',
    '<#123456789012345678>',
    '</verify:1>',
  ])('does not ring: %s', (mention) => {
    const clean = cleanLine(`hello ${mention}`);
    expect(clean).not.toContain(mention);
    expect(clean.replace(/\u2060/g, '')).toBe(`hello ${mention}`);
  });

  test('ends no code block', () => expect(cleanLine('a ```js b')).not.toContain('``'));
  test('a stranger’s line is cut', () => expect(cleanLine('x'.repeat(10_000))).toHaveLength(500));
  test('a stranger’s line is well-formed Unicode', () =>
    expect(cleanLine('a\ud800b').isWellFormed()).toBe(true));
});

describe('an excerpt', () => {
  test('has the last lines, none blank, none twice in a row', () => {
    expect(excerptOf(['a', '', 'b', 'b', '  ', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    expect(excerptOf(Array.from({ length: 50 }, (_, n) => `${n}`))).toHaveLength(20);
  });

  test('an excerpt is taken around the decisive line', () => {
    const lines = Array.from({ length: 100 }, (_, n) => (n === 40 ? 'error: it' : `line ${n}`));
    expect(decisiveLines(lines, /error/)).toContain('error: it');
    expect(decisiveLines(lines, /nothing/)).not.toContain('error: it');
  });
});

describe('text of unknown length', () => {
  test('keeps its beginning and its end within the bytes, and says what it left out', () => {
    const text = new BoundedText(4096);
    for (let n = 0; n < 100_000; n++) text.add(Buffer.from(`line ${n}\n`));
    expect(text.bytes).toBeGreaterThan(1e6);
    expect(Buffer.byteLength(text.text())).toBeLessThan(4096 + 60);
    expect(text.text()).toMatch(/^line 0\n/);
    expect(text.text()).toMatch(/… \d+ bytes left out …/);
    expect(text.tail(2)).toEqual(['line 99998', 'line 99999']);
  });

  test('takes one line of many megabytes', () => {
    const text = new BoundedText(1024);
    for (let n = 0; n < 100; n++) text.add(Buffer.alloc(100_000, 120));
    expect(text.bytes).toBe(10_000_000);
    expect(text.text().length).toBeLessThan(1200);
  });

  test('text of unknown length is whole when it fits', () => {
    const text = new BoundedText(100);
    text.add(Buffer.from('a\n'));
    text.add(Buffer.from('b'));
    expect(text.text()).toBe('a\nb');
  });
});
