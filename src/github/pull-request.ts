import type { SubmittedFiles } from '../submission/files.ts';
import type { SubmittedPullRequest } from '../submission/pull-request.ts';
import type { FileTrouble } from './commit-file.ts';
import type { GitHubTrouble } from './trouble.ts';

/** The files and the commit message that a lesson expects in a repository. */
export interface WantedFiles {
  /** The folder with the student's files; `.` for the root of the repository. */
  readonly folder: string;
  /** Paths in the folder that are submitted. */
  readonly names: readonly string[];
  /** The only file that is indispensable. */
  readonly dockerfile: string;
  /** The commit message that the lesson asks for; null if none. */
  readonly message: string | null;
}

/** A pull request with the properties that matter to a lesson. */
export interface PullRequest extends SubmittedPullRequest {
  readonly draft: boolean;
  readonly private: boolean;
  /** The target branch and the repository's default branch. */
  readonly base: string;
  readonly defaultBranch: string;
  /** The source: the repository itself, a fork, or a deleted fork. */
  readonly from: 'here' | 'fork' | 'lost-fork';
  /** First lines of the commit messages that were read, newest first. */
  readonly messages: readonly string[];
}

/** The result of reading a pull request. */
export type PullRequestReading =
  | { readonly kind: 'read'; readonly pull: PullRequest; readonly files: SubmittedFiles }
  /** The pull request is no longer open. */
  | { readonly kind: 'closed' | 'merged'; readonly pull: SubmittedPullRequest }
  /** The pull request contains files that cannot be used. */
  | { readonly kind: 'files'; readonly pull: PullRequest; readonly troubles: readonly FileTrouble[] }
  | { readonly kind: 'trouble'; readonly trouble: GitHubTrouble };
