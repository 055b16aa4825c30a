import type { YamlProblem } from '../../yaml/document.ts';
import type { ShellCommand } from './commands.ts';

/** A parsed GitHub Actions workflow: its problems, and its contents. */
export interface Workflow {
  /** Its path within the project. */
  readonly path: string;
  /** If there are any, everything else is empty. */
  readonly yamlProblems: readonly YamlProblem[];
  readonly unknownKeys: readonly UnknownKey[];
  /** The line of `on`; null when there is none. */
  readonly onLine: number | null;
  readonly triggers: readonly Trigger[];
  /** The line of `jobs`; null when there are none. */
  readonly jobsLine: number | null;
  readonly jobs: readonly Job[];
  /** All texts in the file, each with its line and the keys that lead to it. */
  readonly texts: readonly WorkflowText[];
}

export interface UnknownKey {
  readonly key: string;
  /** The known key that was probably meant; null when none is similar. */
  readonly meant: string | null;
  readonly line: number;
}

/** An event that starts the workflow. */
export interface Trigger {
  readonly event: string;
  readonly line: number;
  /** Patterns for branches and tags; null when there is no such filter. */
  readonly branches: readonly string[] | null;
  readonly branchesIgnored: readonly string[] | null;
  readonly tags: readonly string[] | null;
  readonly tagsIgnored: readonly string[] | null;
}

export interface Job {
  readonly id: string;
  readonly line: number;
  /** The labels of its runner; null when it has no `runs-on`. */
  readonly runsOn: { readonly labels: readonly string[]; readonly line: number } | null;
  /** Whether it calls a reusable workflow. */
  readonly isCall: boolean;
  readonly needs: readonly { readonly id: string; readonly line: number }[];
  /** Whether its `if` is always false. */
  readonly neverRuns: boolean;
  readonly steps: readonly WorkflowStep[];
}

export interface WorkflowStep {
  readonly line: number;
  /** Whether its own `if`, or that of its job, is always false. */
  readonly neverRuns: boolean;
  /** Null without `uses`; the name of an action in the repository begins with `./`. */
  readonly uses: Action | null;
  /** The commands of `run`; null without `run`. */
  readonly run: readonly ShellCommand[] | null;
  /** Whether its `run` cannot be parsed, or is for another kind of shell than bash, so that its effect is unknown. */
  readonly isUnread: boolean;
  /** The inputs of `with`, as texts. */
  readonly inputs: ReadonlyMap<string, StepInput>;
  /** Names of its own and its job's variables that contain a secret. */
  readonly secretVariables: ReadonlySet<string>;
}

interface StepInput {
  readonly value: string;
  readonly line: number;
}

export interface Action {
  /** Such as `actions/checkout`, in lower case because GitHub ignores case. */
  readonly name: string;
  /** The text after `@`; null when there is none. */
  readonly version: string | null;
  readonly line: number;
}

export interface WorkflowText {
  readonly text: string;
  readonly line: number;
  /** The key that it is the value of, or the key of the list that it is in. */
  readonly key: string;
  /** The names of all keys that lead to it. */
  readonly path: readonly PropertyKey[];
}
