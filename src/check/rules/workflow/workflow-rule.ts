import type { Workflow } from '../../workflow/workflow.ts';
import { defineRule, type Reporter, type Rule, type RuleTexts } from '../rule.ts';
import { type LineViolation, violationsOf, type YamlRuleDefinition } from '../yaml-rule.ts';

/** Its page is below that of Actions in GitHub's documentation. */
interface WorkflowRuleDefinition<Sentences extends RuleTexts> extends YamlRuleDefinition<Sentences> {
  readonly find: (workflow: Workflow, report: Reporter<Sentences>) => readonly LineViolation[];
}

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
      workflows.flatMap((workflow) => violationsOf(workflow.path, find(workflow, report))),
  });
}

/** Whether GitHub could read it: of what it could not read no rule but the first has anything to say. */
export const isRead = ({ yamlProblems }: Workflow): boolean => yamlProblems.length === 0;

/** Where GitHub documents a workflow's keys. */
export const syntaxPage = (anchor: string): string =>
  `reference/workflows-and-actions/workflow-syntax#${anchor}`;
