import { z } from 'zod';

/** The toolchains that a lesson may declare. `static` is a web server with static files. */
export const toolchainNames = ['python-uv', 'pip', 'poetry', 'node-npm', 'go', 'static'] as const;
export type ToolchainName = (typeof toolchainNames)[number];

export const toolchainsSchema = z
  .array(z.enum(toolchainNames))
  .nullable()
  .default(null)
  .describe(
    'The tools that the project is made with; what others do is unknown then, and is not spoken of. Left out: whatever the Dockerfile uses. An empty list: files and shell alone.',
  );
