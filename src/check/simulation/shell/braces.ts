import { unknownText } from '../../dockerfile/unknown-text.ts';

/** Expands `a{b,c}d` as bash does; dash does not expand braces. Only a single pair is supported. */
export function expandBraces(text: string): readonly string[] {
  const match = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/.exec(text);
  const [, before = '', inner = '', after = ''] = match ?? [];
  const between = text.slice(text.indexOf('{') + 1, Math.max(0, text.lastIndexOf('}')));
  if (match === null) return [/,|\.\./.test(between) && text.includes('{') ? unknownText : text];
  const choices = inner.split(',', 51);
  if (choices.length > 50) return [unknownText];
  if (choices.length > 1) return choices.map((each) => `${before}${each}${after}`);
  if (!/^\d+\.\.\d+$/.test(inner)) return [text];
  const [from = 0, to = 0] = inner.split('..').map(Number);
  const count = Math.abs(to - from) + 1;
  if (count > 50) return [unknownText];
  return Array.from({ length: count }, (_, at) => `${before}${from + (to < from ? -at : at)}${after}`);
}
