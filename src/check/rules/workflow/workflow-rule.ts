import type { Workflow } from '../../workflow/workflow.ts';
import { defineRule, type Reporter, type Rule, type RuleTexts } from '../rule.ts';
import { type LineViolation, violationsOf, type YamlRuleDefinition } from '../yaml-rule.ts';

/** `page` is relative to the Actions section of GitHub's documentation. */
interface WorkflowRuleDefinition<Sentences extends RuleTexts> extends YamlRuleDefinition<Sentences> {
  readonly find: (workflow: Workflow, report: Reporter<Sentences>) => readonly LineViolation[];
}

const exampleWorkflow = '.github/workflows/ci.yaml';

/** A rule about workflows. It reports nothing if there are none. */
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

/** Whether GitHub can parse the file. If not, only the first rule reports anything. */
export const isRead = ({ yamlProblems }: Workflow): boolean => yamlProblems.length === 0;

/** The page on which GitHub documents a workflow's keys. */
export const syntaxPage = (anchor: string): string =>
  `reference/workflows-and-actions/workflow-syntax#${anchor}`;
