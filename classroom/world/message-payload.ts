import {
  type APIAttachment,
  type APIMessageComponent,
  type APIMessageInteractionMetadata,
  type APIUser,
  ComponentType,
  MessageFlags,
} from 'discord-api-types/v10';
import type { ClassroomInteraction } from './interaction.ts';
import type { World } from './world.ts';

/** With Components V2, a file appears only where a component shows it; a file in an embed appears only there, too. */
export function shownAttachments(
  flags: number,
  files: readonly APIAttachment[],
  shownIn: readonly unknown[],
): APIAttachment[] {
  const text = JSON.stringify(shownIn);
  const elsewhere = (file: APIAttachment): boolean =>
    text.includes(`"attachment://${file.filename}"`) || text.includes(JSON.stringify(file.url));
  if ((flags & MessageFlags.IsComponentsV2) === 0) return files.filter((file) => !elsewhere(file));
  return files.filter((file) => !text.includes(`"attachment_id":"${file.id}"`));
}

export function richEmbed(embed: unknown, files: readonly APIAttachment[]): Record<string, unknown> {
  const { fields, ...rest } = embed as { fields?: readonly Record<string, unknown>[] | null };
  const pictures = Object.entries(rest).flatMap(([place, one]): [string, unknown][] => {
    const { url } = (one ?? {}) as { url?: string };
    const file = files.find((each) => url === `attachment://${each.filename}`);
    return file
      ? [[place, { url: file.url, proxy_url: file.proxy_url, width: file.width, height: file.height }]]
      : [];
  });
  return {
    type: 'rich',
    ...rest,
    ...Object.fromEntries(pictures),
    ...(fields ? { fields: fields.map((one) => ({ ...one, inline: one.inline ?? false })) } : {}),
  };
}

export function mentioned(
  world: World,
  content: string,
  mentionable: readonly string[] | null | undefined,
): APIUser[] {
  const ids = new Set([...content.matchAll(/<@!?(\d+)>/g)].flatMap(([, id]) => id ?? []));
  const allowed = mentionable ? [...ids].filter((id) => mentionable.includes(id)) : [...ids];
  return allowed.flatMap((id) => world.users.get(id) ?? []);
}

/** Components as Discord returns them: each with its id, and references to the message's files resolved to addresses. */
export function numbered(
  world: World,
  components: readonly unknown[],
  files: readonly APIAttachment[],
): APIMessageComponent[] {
  const taken = new Set<number>();
  JSON.stringify(components, (key, value: unknown) => {
    if (key === 'id' && typeof value === 'number') taken.add(value);
    return value;
  });
  let last = 0;
  const fresh = (): number => {
    do last += 1;
    while (taken.has(last));
    return last;
  };
  const media = (one: Record<string, unknown>): Record<string, unknown> => {
    const url = String(one.url);
    const file = files.find((each) => url === `attachment://${each.filename}` || url === each.url);
    if (!file) return { id: world.nextId(), url, proxy_url: url };
    return {
      id: world.nextId(),
      url: file.url,
      proxy_url: file.proxy_url,
      attachment_id: file.id,
      ...(file.content_type === undefined ? {} : { content_type: file.content_type }),
      ...(file.width === undefined ? {} : { width: file.width, height: file.height }),
    };
  };
  const one = (component: Record<string, unknown>): Record<string, unknown> => {
    const id = typeof component.id === 'number' && component.id !== 0 ? component.id : fresh();
    const made: Record<string, unknown> = { ...component, id };
    if (Array.isArray(component.components)) made.components = component.components.map(one);
    if (component.accessory) made.accessory = one(component.accessory as Record<string, unknown>);
    if (component.media) made.media = media(component.media as Record<string, unknown>);
    if (component.file) {
      made.file = media(component.file as Record<string, unknown>);
      const file = files.find((each) => each.id === (made.file as { attachment_id?: string }).attachment_id);
      if (file) Object.assign(made, { name: file.filename, size: file.size });
    }
    if (Array.isArray(component.items))
      made.items = component.items.map((item: Record<string, unknown>) => ({
        ...item,
        description: item.description ?? null,
        spoiler: item.spoiler ?? false,
        media: media(item.media as Record<string, unknown>),
      }));
    if (component.type === ComponentType.Container) {
      made.spoiler ??= false;
      made.accent_color ??= null;
    }
    if (component.type === ComponentType.Thumbnail) {
      made.description ??= null;
      made.spoiler ??= false;
    }
    if (component.type === ComponentType.File) made.spoiler ??= false;
    if (component.type === ComponentType.Separator) {
      made.spacing ??= 1;
      made.divider ??= true;
    }
    return made;
  };
  return components.map((component) =>
    one(component as Record<string, unknown>),
  ) as unknown as APIMessageComponent[];
}

export function metadata(world: World, interaction: ClassroomInteraction): APIMessageInteractionMetadata {
  const { id, payload, guildId, userId, sourceId } = interaction;
  const name = payload.type === 2 ? { name: payload.data.name, command_type: payload.data.type } : {};
  return {
    id,
    type: payload.type,
    user: world.users.get(userId),
    authorizing_integration_owners: guildId ? { 0: guildId } : { 1: userId },
    ...name,
    ...(payload.type === 3 && sourceId ? { interacted_message_id: sourceId } : {}),
  } as unknown as APIMessageInteractionMetadata;
}
