import { z } from 'zod';
import { idSchema } from './job.ts';

/** Data of a bug hunt, kept while its repair is built and run for real. */
export const huntSchema = z.strictObject({
  /** The submission that passed, whose copy contains the mistake; and which mistake. */
  submission: idSchema,
  round: z.int().min(0),
  symptom: z.string(),
  /** The instant check's result for the repair. */
  outcome: z.enum(['mended', 'still-there', 'unknown']),
  isOwn: z.boolean(),
  /** Lines that the student changed: the number, and the first of them before (`- `) and after (`+ `). */
  lines: z.int().min(0),
  change: z.array(z.string()),
});
export type Hunt = z.output<typeof huntSchema>;
