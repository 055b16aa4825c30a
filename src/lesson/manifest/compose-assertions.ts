import { z } from 'zod';
import { ownSentence as own } from './expected-answer.ts';

/** The assertions that a lesson can make about a Compose file. */

const service = z.string().min(1).max(63).describe('The service, as the Compose file names it.');
const port = z.int().min(1).max(65535);

export const composeKinds = [
  z.strictObject({
    assert: z.literal('compose-service').describe('The Compose file has a service.'),
    service,
    image: z.string().min(1).optional().describe('The image that it runs; without a tag, all of its tags.'),
    builds: z
      .string()
      .min(1)
      .optional()
      .describe('The folder of the project that its image is built from, such as `.`.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('compose-port').describe('A service is reached at a port of the student’s machine.'),
    service,
    port: port.describe('The port in the container.'),
    published: port.optional().describe('The port on the machine; left out, any.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('compose-volume').describe('A service keeps a folder in a volume.'),
    service,
    path: z.string().regex(/^\//, 'it has to begin with /').describe('The folder in the container.'),
    kind: z
      .enum(['named', 'bind', 'any'])
      .default('named')
      .describe('`named`: a volume that the file declares; `bind`: a folder of the machine.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('compose-environment').describe('A service is given a variable.'),
    service,
    name: z
      .string()
      .regex(/^[A-Za-z_]\w*$/)
      .describe('Its name.'),
    value: z.string().optional().describe('Its value; left out, any.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('compose-depends').describe('A service starts after another.'),
    service,
    on: z.string().min(1).describe('The service that it waits for.'),
    condition: z
      .enum(['service_started', 'service_healthy', 'service_completed_successfully'])
      .default('service_started')
      .describe('How far that one has to be.'),
    ...own,
  }),
  z.strictObject({
    assert: z.literal('compose-healthcheck').describe('A service has a healthcheck.'),
    service,
    ...own,
  }),
] as const;
