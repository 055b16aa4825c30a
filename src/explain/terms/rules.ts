import { rules } from '../../check/rules/index.ts';
import type { Example, Rule } from '../../check/rules/rule.ts';
import type { Term } from './term.ts';

/** Every rule of the check, by its id: what it wants, why, and how it is written well. */
export const ruleTerms: readonly Term[] = rules.map((rule) => ({
  id: rule.id,
  kind: 'rule',
  names: [rule.id],
  say: { later: (key) => (key === 'what' ? rule.title : rule.why) },
  example: shortest(rule),
  aims: rule.aim === null ? [] : [rule.aim],
}));

/** The good example, where it can be taken in at a glance. Characters. */
function shortest({ good }: Rule): string {
  const [text = ''] = Object.values(good satisfies Example);
  return text.length <= 300 && !text.startsWith('<') ? text.trimEnd() : '';
}
