import { z } from 'zod';

/** The parts of GitHub's responses that are used. Complete types are in @octokit/openapi-types. */

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);
const repositorySchema = z.object({
  name: z.string().regex(/^[\w.-]{1,100}$/),
  owner: z.object({ login: z.string().regex(/^[\w-]{1,60}$/) }),
  private: z.boolean(),
  default_branch: z.string(),
});

export const pullSchema = z.object({
  number: z.int().positive(),
  state: z.enum(['open', 'closed']),
  merged: z.boolean(),
  draft: z.boolean().default(false),
  user: z.object({ login: z.string() }).nullable(),
  head: z.object({
    ref: z.string(),
    sha,
    // Null when the owner has deleted the fork.
    repo: z.object({ full_name: z.string() }).nullable(),
  }),
  base: z.object({ ref: z.string(), repo: repositorySchema }),
});

export const commitSchema = z.object({ message: z.string(), tree: z.object({ sha }) });

export const treeSchema = z.object({
  tree: z.array(
    z.object({
      path: z.string(),
      /** Modes: 100644 and 100755 a file, 040000 a folder, 120000 a symbolic link, 160000 a submodule's commit. */
      mode: z.enum(['100644', '100755', '040000', '120000', '160000']),
      sha,
      size: z.int().nonnegative().optional(),
    }),
  ),
});
export type TreeEntry = z.output<typeof treeSchema>['tree'][number];

export const blobSchema = z.object({ content: z.string(), encoding: z.literal('base64') });

export const commitListSchema = z.array(z.object({ commit: z.object({ message: z.string() }) }));

export const commentListSchema = z.array(z.object({ id: z.int().positive(), body: z.string().optional() }));
