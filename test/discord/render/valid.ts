import { checkMessage } from '../../../classroom/rest/limits/message.ts';
import { conform, specified } from '../../../classroom/rest/schema.ts';
import { limits, sizeOf } from '../../../src/discord/render/budget.ts';
import { bodyOf, type Message } from '../../../src/discord/render/message.ts';

/** Throws unless Discord would take the message: by its own schema, and by the limits that the schema does not carry. */
export function mustBeValid(message: Message): void {
  const body = bodyOf(message);
  conform(specified('MessageCreateRequest'), body);
  checkMessage(body as unknown as Parameters<typeof checkMessage>[0], {
    files: [],
    allowedFlags: body.flags,
    prefix: [],
  });
  const size = message.components.map(sizeOf).reduce(
    (sum, one) => ({
      components: sum.components + one.components,
      characters: sum.characters + one.characters,
    }),
    { components: 0, characters: 0 },
  );
  if (size.components > limits.components || size.characters > limits.characters) {
    throw new Error(`too large: ${JSON.stringify(size)}`);
  }
}
