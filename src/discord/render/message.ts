import {
  type APIActionRowComponent,
  type APIAllowedMentions,
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  type APIMediaGalleryComponent,
  type APIMessageTopLevelComponent,
  type APISelectMenuOption,
  type APISeparatorComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord-api-types/v10';
import { type CustomId, customId } from './custom-id.ts';

/** A message to be sent: components, and the users that it may ping (default: none). */
export interface Message {
  readonly components: readonly APIMessageTopLevelComponent[];
  /** User ids. */
  readonly pings?: readonly string[];
  /** Attached files; a component shows one by `attachment://<name>`. */
  readonly files?: readonly MessageFile[];
}

export interface MessageFile {
  /** Only letters, digits, `-`, `_` and `.`; Discord changes other characters. */
  readonly name: string;
  readonly data: string | Buffer;
}

/** A message as Discord's REST API accepts it. */
export interface MessageBody {
  readonly components: APIMessageTopLevelComponent[];
  readonly flags: number;
  readonly allowed_mentions: APIAllowedMentions;
  /** Listed so that an edit removes the files that were attached before. */
  readonly attachments?: { readonly id: string; readonly filename: string }[];
}

/** The message as plain API JSON. `privately`: only the asker sees it (interaction answers only). */
export function bodyOf(message: Message, privately = false): MessageBody {
  return {
    components: [...message.components],
    flags: MessageFlags.IsComponentsV2 | (privately ? MessageFlags.Ephemeral : 0),
    allowed_mentions: { parse: [], users: [...(message.pings ?? [])] },
    ...(message.files === undefined
      ? {}
      : { attachments: message.files.map(({ name }, n) => ({ id: String(n), filename: name })) }),
  };
}

/** Accent colors of a container, by status. */
const accents = { calm: 0x5865f2, good: 0x3ba55d, wrong: 0xed4245, waiting: 0xfaa61a } as const;
export type Accent = keyof typeof accents;

export const text = (content: string): APITextDisplayComponent => ({
  type: ComponentType.TextDisplay,
  content,
});

export const divider = (): APISeparatorComponent => ({
  type: ComponentType.Separator,
  divider: true,
  spacing: 1,
});

export const container = (
  accent: Accent,
  components: readonly APIComponentInContainer[],
  options: { readonly spoiler?: boolean } = {},
): APIContainerComponent => ({
  type: ComponentType.Container,
  accent_color: accents[accent],
  ...(options.spoiler === true ? { spoiler: true } : {}),
  components: [...components],
});

/** A message of a sentence or two, without components to press. */
export const notice = (words: string, accent: Accent = 'waiting'): Message => ({
  components: [container(accent, [text(words)])],
});

/** Discord's limit for the description of a picture, in characters. */
const maxDescription = 1_000;

/** An attached picture with its alt text; nothing if it could not be drawn. */
export const gallery = (
  png: Buffer | null,
  name: string,
  description: string,
): readonly APIMediaGalleryComponent[] =>
  png === null
    ? []
    : [
        {
          type: ComponentType.MediaGallery,
          items: [{ media: { url: `attachment://${name}` }, description: cut(description, maxDescription) }],
        },
      ];

/** The file of that picture. */
export const pictureFile = (png: Buffer | null, name: string): Pick<Message, 'files'> =>
  png === null ? {} : { files: [{ name, data: png }] };

type Style = ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Success | ButtonStyle.Danger;

export const button = (
  press: CustomId,
  label: string,
  style: Style = ButtonStyle.Secondary,
): APIButtonComponent => ({
  type: ComponentType.Button,
  custom_id: customId(press),
  label: cut(label, 80),
  style,
});

export const primary = (press: CustomId, label: string): APIButtonComponent =>
  button(press, label, ButtonStyle.Primary);

/** A row of at most five buttons; further ones are dropped. */
export const row = (
  components: readonly APIComponentInMessageActionRow[],
): APIActionRowComponent<APIComponentInMessageActionRow> => ({
  type: ComponentType.ActionRow,
  components: components.slice(0, 5),
});

/** Rows of buttons of one kind, such as hints: more would fill a phone. */
const mostRows = 2;

/** Buttons of one kind, spread evenly over rows of at most five; those beyond the last row are dropped. */
export function rows(
  components: readonly APIComponentInMessageActionRow[],
): readonly APIActionRowComponent<APIComponentInMessageActionRow>[] {
  const shown = components.slice(0, 5 * mostRows);
  const count = Math.ceil(shown.length / 5);
  const each = Math.ceil(shown.length / count);
  return Array.from({ length: count }, (_, n) => row(shown.slice(each * n, each * (n + 1))));
}

/** Discord's limit for the options of a menu. */
const mostOptions = 25;

/**
 * A menu in a row of its own; none if there are no options. Options beyond the limit are dropped. `several`: allows multiple
 * choices.
 */
export const menu = (
  press: CustomId,
  placeholder: string,
  options: readonly APISelectMenuOption[],
  { several = false }: { readonly several?: boolean } = {},
): readonly ReturnType<typeof row>[] =>
  options.length === 0
    ? []
    : [
        row([
          {
            type: ComponentType.StringSelect,
            custom_id: customId(press),
            placeholder,
            options: options.slice(0, mostOptions),
            ...(several ? { max_values: Math.min(options.length, mostOptions) } : {}),
          },
        ]),
      ];

/** The first `limit` characters of a text, with `…` if it was longer; never splits a character. */
export function cut(content: string, limit: number): string {
  if (content.length <= limit) return content;
  const kept = content.slice(0, Math.max(0, limit - 1));
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}
