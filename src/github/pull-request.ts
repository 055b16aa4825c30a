import type { SubmittedFiles } from '../submission/files.ts';
import type { SubmittedPullRequest } from '../submission/pull-request.ts';
import type { FileTrouble } from './commit-file.ts';
import type { GitHubTrouble } from './trouble.ts';

/** The part of a repository that a lesson is about. */
export interface WantedFiles {
  /** The folder with the student's files; `.` for the repository root. */
  readonly folder: string;
  /** Paths of the relevant files within it. */
  readonly names: readonly string[];
  /** The file without which nothing can be done. */
  readonly dockerfile: string;
  /** The commit message that the lesson asks for; null: none. */
  readonly message: string | null;
}

/** A pull request and its relevant properties. */
export interface PullRequest extends SubmittedPullRequest {
  readonly draft: boolean;
  readonly private: boolean;
  /** The target branch, and the repository's default branch. */
  readonly base: string;
  readonly defaultBranch: string;
  /** Its source: the repository itself, a fork, or a deleted fork. */
  readonly from: 'here' | 'fork' | 'lost-fork';
  /** First lines of the examined commit messages, newest first. */
  readonly messages: readonly string[];
}

/** The result of reading a pull request. */
export type PullRequestReading =
  | { readonly kind: 'read'; readonly pull: PullRequest; readonly files: SubmittedFiles }
  /** It is over. */
  | { readonly kind: 'closed' | 'merged'; readonly pull: SubmittedPullRequest }
  /** It exists, but some of its files cannot be used. */
  | { readonly kind: 'files'; readonly pull: PullRequest; readonly troubles: readonly FileTrouble[] }
  | { readonly kind: 'trouble'; readonly trouble: GitHubTrouble };
