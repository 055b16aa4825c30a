import type { APIMessage } from 'discord-api-types/v10';
import type { Loose } from '../rest/limits/components.ts';
import { everyComponent } from '../rest/limits/components.ts';

/** All text in a message, with spoilers opened: content, embeds, components, file names. */
export function textOf(message: APIMessage): string {
  const embeds = message.embeds.flatMap((one) => [
    one.author?.name,
    one.title,
    one.description,
    ...(one.fields ?? []).flatMap((field) => [field.name, field.value]),
    one.footer?.text,
  ]);
  const components = everyComponent((message.components ?? []) as unknown as readonly Loose[]).flatMap(
    ({ component }) => [component.content, component.label, component.placeholder, component.name],
  );
  return [message.content, ...embeds, ...components, ...message.attachments.map((one) => one.filename)]
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .join('\n');
}
