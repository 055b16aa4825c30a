import { z } from 'zod';

/** Fields that every kind of assertion may have in addition. */
export const ownSentence = {
  say: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe('The lesson’s own sentence for a student whose work does not hold this.'),
};

/** A request to a server, and what a correct answer contains. */
export const requestSchema = z.strictObject({
  path: z.string().startsWith('/').describe('The path that is asked for.'),
  host: z.string().default('localhost').describe('The host that the request names.'),
  method: z
    .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
    .default('GET')
    .describe('The method of the request.'),
  body: z.string().max(10_000).optional().describe('What is sent with it; JSON when it begins like JSON.'),
  status: z.int().default(200).describe('The HTTP status of a right answer.'),
  as: z
    .enum(['json', 'html', 'text', 'any'])
    .default('json')
    .describe('What the answer is: its content type, and for JSON whether it can be read.'),
  json: z
    .json()
    .optional()
    .describe('What the JSON has to have: each key that is named here, with a value like this.'),
  contains: z.string().min(1).optional().describe('A text that the answer has to have.'),
  headers: z
    .record(z.string(), z.string())
    .default({})
    .describe('Headers that the answer has to have, with a part of their value.'),
  allowEmpty: z.boolean().default(true).describe('An empty list is a right answer unless this is false.'),
});
export type ExpectedAnswer = z.output<typeof requestSchema>;
