import { MessageFlags } from 'discord-api-types/v10';
import { type ClassroomInteraction, TOKEN_LIFE } from '../../world/interaction.ts';
import { remove } from '../../world/messages.ts';
import type { StoredMessage, World } from '../../world/world.ts';
import { DiscordApiError } from '../api-error.ts';
import { done, ok, param, type RestCall, type Route } from '../route.ts';
import { conform, specified, withoutExtras } from '../schema.ts';
import { changeMessage, sendAnswer } from './interactions.ts';

const PATH = '/webhooks/:application/:token';

/** Requests with an interaction's token after the initial response: edit it, delete it, send follow-ups. */
export const webhookRoutes: readonly Route[] = [
  { method: 'POST', path: PATH, open: true, handle: followUp },
  {
    method: 'GET',
    path: `${PATH}/messages/:message`,
    open: true,
    handle: (call) => ok(theMessage(call).payload),
  },
  {
    method: 'PATCH',
    path: `${PATH}/messages/:message`,
    open: true,
    schema: 'IncomingWebhookUpdateRequestPartial',
    handle: (call) => ok(changeMessage(call, theMessage(call), call.body).payload),
  },
  {
    method: 'DELETE',
    path: `${PATH}/messages/:message`,
    open: true,
    handle: (call) => {
      remove(call.world, theMessage(call));
      return done;
    },
  },
];

/** The interaction of a token: 10015 when there is none or it has had no response, 50027 after fifteen minutes. */
function interactionOf({ world, params }: RestCall): ClassroomInteraction {
  if (params.application !== world.bot.applicationId) throw new DiscordApiError(10015);
  const interaction = world.interactionsByToken.get(params.token ?? '');
  if (!interaction) throw new DiscordApiError(10015);
  if (interaction.expired || world.clock.now() - interaction.createdAt >= TOKEN_LIFE)
    throw new DiscordApiError(50027);
  if (interaction.state === 'waiting' || interaction.state === 'failed') throw new DiscordApiError(10015);
  return interaction;
}

function theMessage(call: RestCall): StoredMessage {
  const interaction = interactionOf(call);
  const name = param(call, 'message');
  const id = name === '@original' ? interaction.originalId : name;
  const own = id !== null && (id === interaction.originalId || interaction.followUps.includes(id));
  const message = own ? messageOf(call.world, interaction, id) : undefined;
  if (!message) throw new DiscordApiError(10008);
  return message;
}

function messageOf(world: World, interaction: ClassroomInteraction, id: string): StoredMessage | undefined {
  return world.messagesOf(interaction.channelId).get(id);
}

function followUp(call: RestCall) {
  const interaction = interactionOf(call);
  conform(specified('IncomingWebhookInteractionRequest'), withoutExtras(call.body ?? {}));
  const original = interaction.originalId
    ? messageOf(call.world, interaction, interaction.originalId)
    : undefined;
  // The first follow-up after a deferred answer fills that answer in; its own EPHEMERAL flag is ignored, as documented.
  if (interaction.state === 'deferred' && original && (original.payload.flags ?? 0) & MessageFlags.Loading) {
    const body = call.body as { flags?: number };
    const flags = (body.flags ?? 0) & ~MessageFlags.Ephemeral;
    return ok(changeMessage(call, original, { ...body, flags }).payload);
  }
  const message = sendAnswer(call, interaction, call.body);
  interaction.followUps.push(message.payload.id);
  call.world.tell({ kind: 'interaction-state', interaction });
  return ok(message.payload);
}
