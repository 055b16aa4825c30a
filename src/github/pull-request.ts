import type { SubmittedFiles } from '../submission/files.ts';
import type { SubmittedPullRequest } from '../submission/pull-request.ts';
import type { FileTrouble } from './commit-file.ts';
import type { GitHubTrouble } from './trouble.ts';

/** What of a repository a lesson is about. */
export interface WantedFiles {
  /** The folder with the student's files; `.` for the repository's own root. */
  readonly folder: string;
  /** Paths in it that count. */
  readonly names: readonly string[];
  /** The one without which there is nothing to do. */
  readonly dockerfile: string;
  /** The commit message that the lesson asks for; null: none. */
  readonly message: string | null;
}

/** A pull request, and what it is worth knowing of it. */
export interface PullRequest extends SubmittedPullRequest {
  readonly draft: boolean;
  readonly private: boolean;
  /** The branch that it goes into, and the repository's usual one. */
  readonly base: string;
  readonly defaultBranch: string;
  /** Where it comes from: the repository itself, a fork, or a fork that is gone. */
  readonly from: 'here' | 'fork' | 'lost-fork';
  /** First lines of its commits' messages, as far as they were looked at; the newest first. */
  readonly messages: readonly string[];
}

/** What was found at the address of a pull request. */
export type PullRequestReading =
  | { readonly kind: 'read'; readonly pull: PullRequest; readonly files: SubmittedFiles }
  /** It is over. */
  | { readonly kind: 'closed' | 'merged'; readonly pull: SubmittedPullRequest }
  /** It is there, and files in it cannot be taken. */
  | { readonly kind: 'files'; readonly pull: PullRequest; readonly troubles: readonly FileTrouble[] }
  | { readonly kind: 'trouble'; readonly trouble: GitHubTrouble };
