import { MessageFlags } from 'discord-api-types/v10';
import { DiscordApiError, type FieldError, refuseInvalid } from '../api-error.ts';
import { componentComplaints, type Loose } from './components.ts';

/** The fields of a message's body, loosely typed: the schema has already checked them. */
export interface RestMessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly Loose[] | null;
  readonly components?: readonly Loose[] | null;
  readonly sticker_ids?: readonly string[] | null;
  readonly poll?: unknown;
  readonly flags?: number | null;
}

export interface MessageContext {
  /** Names of the new and existing files, for `attachment://` references. */
  readonly files: readonly string[];
  /** The flags of the edited message. */
  readonly before?: number;
  /** What the edited message keeps when the body omits a field. */
  readonly kept?: { readonly content: string; readonly embeds: number; readonly components: number };
  readonly allowedFlags: number;
  readonly prefix: readonly string[];
}

export const CONTENT_LIMIT = 2000;
const EMBED_TEXT_LIMIT = 6000;

/** The limits of a message that are not in Discord's schema. Throws 50035 with all errors, or 50006 for an empty message. */
export function checkMessage(body: RestMessageBody, circumstances: MessageContext): void {
  const { prefix, files, before = 0, kept, allowedFlags } = circumstances;
  const complaints: FieldError[] = [];
  const complain = (path: readonly (string | number)[], code: string, message: string): void => {
    complaints.push({ path: [...prefix, ...path], code, message });
  };
  const flags = (body.flags ?? 0) | (before & MessageFlags.IsComponentsV2);
  const isV2 = (flags & MessageFlags.IsComponentsV2) !== 0;
  const stray = (body.flags ?? 0) & ~allowedFlags;
  if (stray !== 0) complain(['flags'], 'CLASSROOM_FLAGS', `Flags ${stray} cannot be set here.`);

  if ([...(body.content ?? '')].length > CONTENT_LIMIT)
    complain(['content'], 'BASE_TYPE_MAX_LENGTH', `Must be ${CONTENT_LIMIT} or fewer in length.`);
  if (isV2) for (const field of legacyFields(body, kept)) complain([field], ...legacyComplaint(field));
  if (embedText(body.embeds) > EMBED_TEXT_LIMIT)
    complain(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
  complaints.push(
    ...componentComplaints(body.components ?? [], { isV2, files }).map((one) => ({
      ...one,
      path: [...prefix, 'components', ...one.path],
    })),
  );
  refuseInvalid(complaints);
  if (isEmpty(body, files, kept)) throw new DiscordApiError(50006);
}

function legacyFields(body: RestMessageBody, kept: MessageContext['kept']): string[] {
  const content = body.content === undefined ? (kept?.content ?? '') : (body.content ?? '');
  const embeds = body.embeds === undefined ? (kept?.embeds ?? 0) : (body.embeds?.length ?? 0);
  return [
    ...(content !== '' ? ['content'] : []),
    ...(embeds > 0 ? ['embeds'] : []),
    ...(body.sticker_ids?.length ? ['sticker_ids'] : []),
    ...(body.poll ? ['poll'] : []),
  ];
}

function legacyComplaint(field: string): [code: string, message: string] {
  return [
    'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
  ];
}

function embedText(embeds: readonly Loose[] | null | undefined): number {
  const length = (value: unknown): number => (typeof value === 'string' ? [...value].length : 0);
  return (embeds ?? []).reduce((sum, embed) => {
    const { author, footer, fields } = embed as {
      author?: { name?: string };
      footer?: { text?: string };
      fields?: { name: string; value: string }[];
    };
    const inFields = (fields ?? []).reduce((all, one) => all + length(one.name) + length(one.value), 0);
    return (
      sum +
      length(embed.title) +
      length(embed.description) +
      length(author?.name) +
      length(footer?.text) +
      inFields
    );
  }, 0);
}

function isEmpty(body: RestMessageBody, files: readonly string[], kept: MessageContext['kept']): boolean {
  const content = body.content === undefined ? kept?.content : body.content?.trim();
  const embeds = body.embeds === undefined ? kept?.embeds : body.embeds?.length;
  const components = body.components === undefined ? kept?.components : body.components?.length;
  return !content && !embeds && !components && files.length === 0 && !body.sticker_ids?.length && !body.poll;
}
