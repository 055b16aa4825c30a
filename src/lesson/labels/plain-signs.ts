/** Scripts that write signs, digits and the ends of words otherwise: what a pattern looks for is put into its plain form. */

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

/** `任务１：` → `任务1:`, of the same length: what a sign or a digit of double width says, its narrow one says, too. */
export const withPlainSigns = (text: string): string =>
  text.replace(wide, (sign) => plain[sign] ?? narrow(sign.charCodeAt(0)));

const narrow = (code: number): string =>
  String.fromCharCode(code >= 0xff01 ? code - 0xfee0 : code - 0x2460 + 0x31);

/** Numbers as Chinese, Japanese and Korean courses count their tasks. */
export const countedByHand = '[一二三四五六七八九十]{1,3}';
const byHand = '一二三四五六七八九';

/** `三` → 3, `十二` → 12, `二十` → 20; null for anything else. */
export function numberByHand(text: string): number | null {
  const [, tens, ten, ones = ''] = /^([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)$/.exec(text) ?? [];
  if (tens === undefined || text === '' || (ten === '' && ones !== '')) return null;
  const value = (sign: string): number => byHand.indexOf(sign) + 1;
  return ten === '' ? value(tens) : (value(tens) || 1) * 10 + value(ones);
}

/** Where a word ends: at what is no letter, or at a number that is written by hand (`任务一`). */
export const wordEnd = '(?=[一二三四五六七八九十]|\\P{L}|$)';
