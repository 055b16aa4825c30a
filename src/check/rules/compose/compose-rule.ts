import type { ComposeFile } from '../../compose/read-compose.ts';
import { defineRule, type Reporter, type Rule, type RuleContext, type RuleTexts } from '../rule.ts';
import { type LineViolation, violationsOf, type YamlRuleDefinition } from '../yaml-rule.ts';

/** `page` is relative to Docker's reference of Compose files. */
interface ComposeRuleDefinition<Sentences extends RuleTexts> extends YamlRuleDefinition<Sentences> {
  readonly find: (
    file: ComposeFile,
    report: Reporter<Sentences>,
    context: RuleContext,
  ) => readonly LineViolation[];
}

/** A rule about a Compose file. It reports nothing if there is none. */
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
      return violationsOf(compose.path, find(compose, report, context));
    },
  });
}
