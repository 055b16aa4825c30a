import type { Severity } from '../model/report.ts';
import type { RuleTexts, Violation } from './rule.ts';

/** Where a rule about a file of YAML is broken: its line, and what is said. */
export type LineViolation = Pick<Violation, 'line' | 'message'>;

/** What a rule about one kind of YAML file consists of, but for how it looks at one. */
export interface YamlRuleDefinition<Sentences extends RuleTexts> {
  readonly id: string;
  readonly severity: Severity;
  /** The page that says more, below where the documentation of such files begins. */
  readonly page: string;
  readonly reads: string;
  readonly texts: Sentences;
  readonly good: string;
  readonly bad: string;
}

/** How many are reported of a file at most: one anchor may bring a mistake everywhere. */
const mostViolations = 20;

/** What is wrong in a file, bounded. */
export const violationsOf = (file: string, found: readonly LineViolation[]): readonly Violation[] =>
  found.slice(0, mostViolations).map((violation) => ({ file, ...violation }));
