import { instructionAt } from './queries.ts';
import type { RuleContext, Violation } from './rule.ts';

/** Characters that look like a plain one, or like nothing, and what to call them. */
const names: readonly (readonly [RegExp, string])[] = [
  [/\u00a0|\u202f|\u2007/, 'a no-break space'],
  [/[\u200b-\u200d\u2060\ufeff]/, 'an invisible character'],
  [/\u00ad/, 'an invisible hyphen'],
  [/[\u2000-\u200a\u205f\u3000\u1680]/, 'a wide blank'],
  [/[\u2010-\u2015\u2212]/, 'a long dash'],
  [/[\u2018\u2019\u201a\u201b]/, 'a curly single quote'],
  [/[\u201c-\u201f\u00ab\u00bb]/, 'a curly quote'],
  [/[\uff01-\uff5e]/, 'a character of double width'],
];

/** The character in a step that only looks like a plain one; null where there is none. */
export function oddCharacter(
  context: RuleContext,
  { file, line }: Pick<Violation, 'file' | 'line'>,
): string | null {
  if (file !== context.names.dockerfile || line === null) return null;
  const text = instructionAt(context, line)?.text ?? '';
  return names.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

export const oddSentence =
  'The build stops here: “{{said}}”. There is {{sign}} in this step, probably copied from a web page or a document. Type the line anew.';
