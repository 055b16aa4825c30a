import { aimRules } from './aims/index.ts';
import { composeRules } from './compose/index.ts';
import { dockerRules } from './docker/index.ts';
import { errorRules } from './errors/index.ts';
import { hadolintRules } from './hadolint/index.ts';
import { lessonRules } from './lesson/index.ts';
import type { Rule } from './rule.ts';
import { shellcheckRules } from './shellcheck/index.ts';
import { workflowRules } from './workflow/index.ts';

export { aimRules };

/** Rules whose violations are reported in addition to the TODOs. */
export const findingRules: readonly Rule[] = [
  ...errorRules,
  ...lessonRules,
  ...composeRules,
  ...workflowRules,
  ...dockerRules,
  ...hadolintRules,
  ...shellcheckRules,
];

export const rules: readonly Rule[] = [...aimRules, ...findingRules];
