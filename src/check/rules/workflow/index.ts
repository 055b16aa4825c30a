import type { Rule } from '../rule.ts';
import { workflowActionBranch } from './workflow-action-branch.ts';
import { workflowActionVersion } from './workflow-action-version.ts';
import { workflowCheckout } from './workflow-checkout.ts';
import { workflowExpression } from './workflow-expression.ts';
import { workflowJobs } from './workflow-jobs.ts';
import { workflowLogin } from './workflow-login.ts';
import { workflowNeeds } from './workflow-needs.ts';
import { workflowOnlyLatest } from './workflow-only-latest.ts';
import { workflowPlainSecret } from './workflow-plain-secret.ts';
import { workflowPushedName } from './workflow-pushed-name.ts';
import { workflowRunsOn } from './workflow-runs-on.ts';
import { workflowSecretPrinted } from './workflow-secret-printed.ts';
import { workflowStep } from './workflow-step.ts';
import { workflowTrigger } from './workflow-trigger.ts';
import { workflowUnknownKey } from './workflow-unknown-key.ts';
import { workflowYaml } from './workflow-yaml.ts';

/** Rules about GitHub Actions workflows. Those for errors that make GitHub reject the file come first. */
export const workflowRules: readonly Rule[] = [
  workflowYaml,
  workflowUnknownKey,
  workflowExpression,
  workflowTrigger,
  workflowJobs,
  workflowRunsOn,
  workflowStep,
  workflowNeeds,
  workflowActionVersion,
  workflowCheckout,
  workflowLogin,
  workflowPushedName,
  workflowActionBranch,
  workflowPlainSecret,
  workflowSecretPrinted,
  workflowOnlyLatest,
];
