import type { Severity } from '../../model/report.ts';
import type { Workflow } from '../../workflow/workflow.ts';
import { defineRule, type Reporter, type Rule, type RuleTexts, type Violation } from '../rule.ts';

/** Where a rule about workflows is broken: its line, and what is said. */
type WorkflowViolation = Pick<Violation, 'line' | 'message'>;

interface WorkflowRuleDefinition<Sentences extends RuleTexts> {
  readonly id: string;
  readonly severity: Severity;
  /** The page of GitHub's documentation, below that of Actions. */
  readonly page: string;
  readonly reads: string;
  readonly texts: Sentences;
  readonly good: string;
  readonly bad: string;
  readonly find: (workflow: Workflow, report: Reporter<Sentences>) => readonly WorkflowViolation[];
}

/** How many are reported at most: one anchor may bring a mistake to every job. */
const mostViolations = 20;

const exampleWorkflow = '.github/workflows/ci.yaml';

/** A rule about workflows. It finds nothing where none was handed in. */
export function workflowRule<const Sentences extends RuleTexts>({
  page,
  good,
  bad,
  find,
  ...rest
}: WorkflowRuleDefinition<Sentences>): Rule {
  return defineRule<Sentences>({
    ...rest,
    url: `https://docs.github.com/actions/${page}`,
    good: { [exampleWorkflow]: good },
    bad: { [exampleWorkflow]: bad },
    find: ({ workflows }, report) =>
      workflows.flatMap((workflow) =>
        find(workflow, report)
          .slice(0, mostViolations)
          .map((violation) => ({ file: workflow.path, ...violation })),
      ),
  });
}

/** Whether GitHub could read it: of what it could not read no rule but the first has anything to say. */
export const isRead = ({ yamlProblems }: Workflow): boolean => yamlProblems.length === 0;

/** Where GitHub documents a workflow's keys. */
export const syntaxPage = (anchor: string): string =>
  `reference/workflows-and-actions/workflow-syntax#${anchor}`;
