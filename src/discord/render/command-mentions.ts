import { type APIMessageTopLevelComponent, ComponentType } from 'discord-api-types/v10';
import { limits, sizeOf } from './budget.ts';
import type { Message } from './message.ts';

/** Code blocks stay unchanged. */
const fenced = /(```[\s\S]*?```)/;
const named = /`\/([a-z][a-z-]{1,31})`/g;

/** Makes command names in a message tappable: `/hint` becomes `</hint:id>` if the ID is known and the message has room. */
export function mentionCommands(message: Message, ids: ReadonlyMap<string, string>): Message {
  if (ids.size === 0) return message;
  const components = message.components.map((component) => mentioned(component, ids));
  const characters = components.reduce((sum, component) => sum + sizeOf(component).characters, 0);
  return characters > limits.characters ? message : { ...message, components };
}

function mentioned(
  component: APIMessageTopLevelComponent,
  ids: ReadonlyMap<string, string>,
): APIMessageTopLevelComponent {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const node = value as Readonly<Record<string, unknown>>;
    if (node.type === ComponentType.TextDisplay && typeof node.content === 'string')
      return { ...node, content: inText(node.content, ids) };
    return Array.isArray(node.components) ? { ...node, components: visit(node.components) } : node;
  };
  return visit(component) as APIMessageTopLevelComponent;
}

const inText = (content: string, ids: ReadonlyMap<string, string>): string =>
  content
    .split(fenced)
    .map((part) =>
      part.startsWith('```')
        ? part
        : part.replace(named, (whole, name: string) => {
            const id = ids.get(name);
            return id === undefined ? whole : `</${name}:${id}>`;
          }),
    )
    .join('');
