import type { ComposeFile } from '../../compose/read-compose.ts';
import type { Severity } from '../../model/report.ts';
import {
  defineRule,
  type Reporter,
  type Rule,
  type RuleContext,
  type RuleTexts,
  type Violation,
} from '../rule.ts';

/** Where a rule about Compose files is broken: its line, and what is said. */
type ComposeViolation = Pick<Violation, 'line' | 'message'>;

interface ComposeRuleDefinition<Sentences extends RuleTexts> {
  readonly id: string;
  readonly severity: Severity;
  /** The page of Docker's documentation, below its reference of Compose files. */
  readonly page: string;
  readonly reads: string;
  readonly texts: Sentences;
  readonly good: string;
  readonly bad: string;
  readonly find: (
    file: ComposeFile,
    report: Reporter<Sentences>,
    context: RuleContext,
  ) => readonly ComposeViolation[];
}

/** How many are reported at most: one anchor may bring a mistake to every service. */
const mostViolations = 20;

/** A rule about a Compose file. It finds nothing where none was handed in. */
export function composeRule<const Sentences extends RuleTexts>({
  page,
  good,
  bad,
  find,
  ...rest
}: ComposeRuleDefinition<Sentences>): Rule {
  return defineRule<Sentences>({
    ...rest,
    url: `https://docs.docker.com/reference/compose-file/${page}`,
    good: { 'compose.yaml': good },
    bad: { 'compose.yaml': bad },
    find: (context, report) => {
      const { compose } = context;
      if (compose === null) return [];
      return find(compose, report, context)
        .slice(0, mostViolations)
        .map((violation) => ({ file: compose.path, ...violation }));
    },
  });
}
