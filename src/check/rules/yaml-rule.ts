import type { Severity } from '../model/report.ts';
import type { RuleTexts, Violation } from './rule.ts';

/** A violation in a YAML file. The caller adds the file's path. */
export type LineViolation = Pick<Violation, 'line' | 'message'>;

/** The definition of a rule about one kind of YAML file, except for the function that examines a file. */
export interface YamlRuleDefinition<Sentences extends RuleTexts> {
  readonly id: string;
  readonly severity: Severity;
  /** The documentation page, relative to the root of that file type's documentation. */
  readonly page: string;
  readonly reads: string;
  readonly texts: Sentences;
  readonly good: string;
  readonly bad: string;
}

/** Maximum number of violations reported per file: an anchor can repeat one mistake many times. */
const mostViolations = 20;

/** The violations in a file, at most {@link mostViolations}. */
export const violationsOf = (file: string, found: readonly LineViolation[]): readonly Violation[] =>
  found.slice(0, mostViolations).map((violation) => ({ file, ...violation }));
