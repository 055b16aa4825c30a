import { z } from 'zod';

/** What a manifest may require of a pull request. ready: it is not a draft. */
const pullRequestRules = ['branch', 'message', 'base', 'ready'] as const;
export type PullRequestRule = (typeof pullRequestRules)[number];

/** How students submit their work by a pull request (`/submit-pr`). */
export const pullRequestSchema = z
  .strictObject({
    folder: z
      .string()
      .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\]{1,100}$/, 'it has to be a folder inside the repository')
      .optional()
      .describe(
        'The folder of the student’s repository with the lesson’s files; `.` for all of it. Left out: as `backend` is called.',
      ),
    branch: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe(
        'The branch that it has to come from. What stands in `<…>` may be anything: `feature/<name>`. Left out: what the lesson’s `git checkout -b` says.',
      ),
    message: z
      .string()
      .min(1)
      .max(120)
      .optional()
      .describe('The message of one of its commits. Left out: what the lesson’s `git commit -m` says.'),
    base: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('The branch that it has to go into. Left out: the repository’s usual one.'),
    require: z
      .array(z.enum(pullRequestRules))
      .default([])
      .describe(
        'What has to be so before the files are verified; anything else is a remark. `ready`: that it is no draft.',
      ),
  })
  .optional()
  .describe(
    'How students hand in a pull request. Left out: as the lesson’s commands of Git say, without demands.',
  );
