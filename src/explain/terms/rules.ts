import { rules } from '../../check/rules/index.ts';
import type { Example, Rule } from '../../check/rules/rule.ts';
import type { Term } from './term.ts';

/** Every rule of the check as a term under its id: what it demands, why, and a good example. */
export const ruleTerms: readonly Term[] = rules.map((rule) => ({
  id: rule.id,
  kind: 'rule',
  names: [rule.id],
  say: { later: (key) => (key === 'what' ? rule.title : rule.why) },
  example: shortest(rule),
  aims: rule.aim === null ? [] : [rule.aim],
}));

/** Longer examples are left out: they could not be read at a glance. Characters. */
function shortest({ good }: Rule): string {
  const [text = ''] = Object.values(good satisfies Example);
  return text.length <= 300 && !text.startsWith('<') ? text.trimEnd() : '';
}
