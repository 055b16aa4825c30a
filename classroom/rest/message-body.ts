import { type APIAttachment, MessageFlags } from 'discord-api-types/v10';
import { storedName, storeFile } from '../world/files.ts';
import { everyFile } from '../world/messages.ts';
import type { StoredMessage } from '../world/world.ts';
import { DiscordApiError } from './api-error.ts';
import { checkMessage, type RestMessageBody } from './limits/message.ts';
import type { RestCall } from './route.ts';

/** Which flags a bot may set in which requests. */
export const SETTABLE = {
  message: MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2,
  edit: MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2,
  answer:
    MessageFlags.SuppressEmbeds |
    MessageFlags.SuppressNotifications |
    MessageFlags.IsComponentsV2 |
    MessageFlags.Ephemeral,
} as const;

/** The parts of a message's body after the checks; its files have been stored. */
export interface CheckedBody {
  readonly content: string | null | undefined;
  readonly embeds: readonly unknown[] | null | undefined;
  readonly components: readonly unknown[] | null | undefined;
  readonly attachments: readonly APIAttachment[] | undefined;
  readonly flags: number;
  readonly mentionable: readonly string[] | null;
}

interface MessageTerms {
  readonly flags: number;
  readonly channelId: string;
  readonly ephemeral: boolean;
  readonly prefix?: readonly string[];
  readonly editing?: StoredMessage;
}

interface ListedAttachment {
  readonly id: string | number;
  readonly description?: string | null;
  readonly filename?: string | null;
}

interface AllowedMentions {
  readonly parse?: readonly string[];
  readonly users?: readonly string[];
  readonly roles?: readonly string[];
}

/** Checks a message's body against the limits, then stores its files: nothing of a refused one is stored. */
export function acceptMessage(call: RestCall, raw: unknown, terms: MessageTerms): CheckedBody {
  const body = (raw ?? {}) as RestMessageBody & {
    attachments?: readonly ListedAttachment[] | null;
    allowed_mentions?: AllowedMentions | null;
  };
  const old = terms.editing ? everyFile(call.world, terms.editing.payload) : [];
  const listed = body.attachments ?? null;
  const stays =
    listed === null ? old : old.filter((file) => listed.some((one) => String(one.id) === file.id));
  const arriving = call.files.map((file) => {
    const entry = listed?.find((one) => String(one.id) === String(file.index));
    return { ...file, name: entry?.filename ?? file.name, description: entry?.description ?? undefined };
  });
  refuseUnknownAttachments(call, terms, listed ?? [], old);
  refuseAmbiguousMentions(terms, body.allowed_mentions);
  const before = terms.editing?.payload;
  checkMessage(body, {
    files: [
      ...stays.map((file) => file.filename),
      ...arriving.flatMap((file) => [file.name, storedName(file.name)]),
    ],
    allowedFlags: terms.flags,
    prefix: terms.prefix ?? [],
    ...(before
      ? {
          before: before.flags ?? 0,
          kept: {
            content: before.content,
            embeds: before.embeds.length,
            components: before.components?.length ?? 0,
          },
        }
      : {}),
  });
  const fresh = arriving.map((file) =>
    storeFile(call.world, terms.channelId, file, { ephemeral: terms.ephemeral }),
  );
  const mentions = body.allowed_mentions;
  return {
    content: body.content,
    embeds: body.embeds,
    components: body.components,
    attachments: terms.editing && listed === null && fresh.length === 0 ? undefined : [...stays, ...fresh],
    flags: body.flags ?? 0,
    mentionable: !mentions || mentions.parse?.includes('users') ? null : [...(mentions.users ?? [])],
  };
}

/** Every listed attachment has to exist already or be part of this request. */
function refuseUnknownAttachments(
  call: RestCall,
  terms: MessageTerms,
  listed: readonly ListedAttachment[],
  old: readonly APIAttachment[],
): void {
  const unknown = listed.findIndex(
    (one) =>
      !old.some((file) => file.id === String(one.id)) &&
      !call.files.some((file) => String(file.index) === String(one.id)),
  );
  if (unknown !== -1)
    throw new DiscordApiError(50035, [
      {
        path: [...(terms.prefix ?? []), 'attachments', unknown, 'id'],
        code: 'ATTACHMENT_NOT_FOUND',
        message: 'Attachment data not found',
      },
    ]);
}

function refuseAmbiguousMentions(terms: MessageTerms, mentions: AllowedMentions | null | undefined): void {
  for (const kind of ['users', 'roles'] as const)
    if (mentions?.parse?.includes(kind) && mentions[kind]?.length)
      throw new DiscordApiError(50035, [
        {
          path: [...(terms.prefix ?? []), 'allowed_mentions'],
          code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
          message: `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
        },
      ]);
}
