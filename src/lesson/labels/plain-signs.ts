/** Normalizes punctuation, digits and word ends of other scripts to the plain forms that patterns look for. */

const wide = /[\uff01-\uff5e\u3000【】「」、。①-⑨]/g;
const plain: Readonly<Record<string, string>> = {
  '\u3000': ' ',
  '【': '[',
  '】': ']',
  '「': '[',
  '」': ']',
  '、': '.',
  '。': '.',
};

/** Replaces full-width characters by their plain forms, keeping the length: `任务１：` → `任务1:`. */
export const withPlainSigns = (text: string): string =>
  text.replace(wide, (sign) => plain[sign] ?? narrow(sign.charCodeAt(0)));

const narrow = (code: number): string =>
  String.fromCharCode(code >= 0xff01 ? code - 0xfee0 : code - 0x2460 + 0x31);

/** Numerals with which Chinese, Japanese and Korean courses number their tasks. */
export const countedByHand = '[一二三四五六七八九十]{1,3}';
const byHand = '一二三四五六七八九';

/** `三` → 3, `十二` → 12, `二十` → 20; null for anything else. */
export function numberByHand(text: string): number | null {
  const [, tens, ten, ones = ''] = /^([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)$/.exec(text) ?? [];
  if (tens === undefined || text === '' || (ten === '' && ones !== '')) return null;
  const value = (sign: string): number => byHand.indexOf(sign) + 1;
  return ten === '' ? value(tens) : (value(tens) || 1) * 10 + value(ones);
}

/** The end of a word: before a non-letter, or before a CJK numeral (`任务一`). */
export const wordEnd = '(?=[一二三四五六七八九十]|\\P{L}|$)';
