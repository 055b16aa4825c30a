import type { YamlProblem } from '../../yaml/document.ts';
import type { ShellCommand } from './commands.ts';

/** A workflow of GitHub Actions as it was read: what keeps GitHub from taking it, and what it says. */
export interface Workflow {
  /** Its path in the project. */
  readonly path: string;
  /** With any of these the rest is empty. */
  readonly yamlProblems: readonly YamlProblem[];
  readonly unknownKeys: readonly UnknownKey[];
  /** Line of `on`; null where there is none. */
  readonly onLine: number | null;
  readonly triggers: readonly Trigger[];
  /** Line of `jobs`; null where there are none. */
  readonly jobsLine: number | null;
  readonly jobs: readonly Job[];
  /** Every text in it, with its line and the keys that lead to it. */
  readonly texts: readonly WorkflowText[];
}

export interface UnknownKey {
  readonly key: string;
  /** The key that was probably meant; null where none is that near. */
  readonly meant: string | null;
  readonly line: number;
}

/** What a workflow runs upon. */
export interface Trigger {
  readonly event: string;
  readonly line: number;
  /** Patterns of branches and tags; null where they are not filtered. */
  readonly branches: readonly string[] | null;
  readonly branchesIgnored: readonly string[] | null;
  readonly tags: readonly string[] | null;
  readonly tagsIgnored: readonly string[] | null;
}

export interface Job {
  readonly id: string;
  readonly line: number;
  /** Labels of its machine; null where it names none. */
  readonly runsOn: { readonly labels: readonly string[]; readonly line: number } | null;
  /** Whether it is another workflow that it runs. */
  readonly isCall: boolean;
  readonly needs: readonly { readonly id: string; readonly line: number }[];
  /** Its `if` is false, whatever happens. */
  readonly neverRuns: boolean;
  readonly steps: readonly WorkflowStep[];
}

export interface WorkflowStep {
  readonly line: number;
  /** Its own `if` is false, whatever happens, or its job's. */
  readonly neverRuns: boolean;
  /** Null where `uses` is not there; an action in the repository begins with `./`. */
  readonly uses: Action | null;
  /** The commands of `run`; null where it is not there. */
  readonly run: readonly ShellCommand[] | null;
  /** Its `run` cannot be read, or is not for a shell such as bash: what it does is not known. */
  readonly isUnread: boolean;
  /** The inputs of `with`, as texts. */
  readonly inputs: ReadonlyMap<string, StepInput>;
  /** Names of its own variables and its job's that have a secret in them. */
  readonly secretVariables: ReadonlySet<string>;
}

interface StepInput {
  readonly value: string;
  readonly line: number;
}

export interface Action {
  /** `actions/checkout`, in small letters: GitHub knows no others. */
  readonly name: string;
  /** What stands behind `@`; null where nothing does. */
  readonly version: string | null;
  readonly line: number;
}

export interface WorkflowText {
  readonly text: string;
  readonly line: number;
  /** The key that it is the value of, or of the list that it is in. */
  readonly key: string;
  /** Names of all keys that lead to it. */
  readonly path: readonly PropertyKey[];
}
