import { z } from 'zod';

/** The pull request that a submission's files come from, as its record keeps it. */
export const submittedPullRequestSchema = z.strictObject({
  owner: z.string(),
  repo: z.string(),
  number: z.int().positive(),
  /** The commit that the files were read at. */
  commit: z.string(),
  branch: z.string(),
  /** Who opened it, by the name on GitHub; null when that account is gone. */
  author: z.string().nullable(),
  /** Its page, for people. */
  url: z.string(),
});
export type SubmittedPullRequest = z.output<typeof submittedPullRequestSchema>;

/** A commit as people name it. */
export const shortCommit = ({ commit }: Pick<SubmittedPullRequest, 'commit'>): string => commit.slice(0, 7);
