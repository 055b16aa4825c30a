import { z } from 'zod';
import { idSchema } from './job.ts';

/** What is kept of a bug hunt while its repair is built and run for real. */
export const huntSchema = z.strictObject({
  /** The submission that passed, into a copy of which the mistake was planted; and which mistake. */
  submission: idSchema,
  round: z.int().min(0),
  symptom: z.string(),
  /** What the instant check said of the repair. */
  outcome: z.enum(['mended', 'still-there', 'unknown']),
  isOwn: z.boolean(),
  /** Lines that she changed: how many, and the first of them as they were (`- `) and as they are now (`+ `). */
  lines: z.int().min(0),
  change: z.array(z.string()),
});
export type Hunt = z.output<typeof huntSchema>;
