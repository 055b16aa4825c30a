import {
  type APIApplicationCommand,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord-api-types/v10';
import type { World } from '../../world/world.ts';
import { DiscordApiError, refuseInvalid } from '../api-error.ts';
import { COMMANDS_OF_TYPE, commandComplaints } from '../limits/command.ts';
import type { Loose } from '../limits/components.ts';
import { done, ok, param, type RestCall, type Route } from '../route.ts';

type Store = Map<string, APIApplicationCommand>;

const ONE = 'ApplicationCommandCreateRequest';

/** Commands of the application and of one guild: the same six requests for both. */
export const commandRoutes: readonly Route[] = (['', '/guilds/:guild'] as const).flatMap((scope): Route[] => {
  const path = `/applications/:application${scope}/commands`;
  return [
    { method: 'GET', path, handle: (call) => ok([...storeOf(call).values()].map((one) => shown(one, call))) },
    { method: 'PUT', path, schema: 'ApplicationCommandUpdateRequest', list: true, handle: replaceAll },
    { method: 'POST', path, schema: ONE, handle: create },
    { method: 'GET', path: `${path}/:command`, handle: (call) => ok(shown(found(call), call)) },
    {
      method: 'PATCH',
      path: `${path}/:command`,
      schema: 'ApplicationCommandPatchRequestPartial',
      handle: change,
    },
    {
      method: 'DELETE',
      path: `${path}/:command`,
      handle: (call) => {
        storeOf(call).delete(found(call).id);
        call.world.tell({ kind: 'commands' });
        return done;
      },
    },
  ];
});

function storeOf({ world, params }: RestCall): Store {
  if (params.application !== world.bot.applicationId) throw new DiscordApiError(50001);
  if (params.guild === undefined) return world.globalCommands;
  const guild = world.guilds.get(params.guild);
  if (!guild?.members.has(world.bot.user.id)) throw new DiscordApiError(50001);
  return guild.commands;
}

function found(call: RestCall): APIApplicationCommand {
  const command = storeOf(call).get(param(call, 'command'));
  if (!command) throw new DiscordApiError(10063);
  return command;
}

function scopeOf(call: RestCall): 'global' | 'guild' {
  return call.params.guild === undefined ? 'global' : 'guild';
}

/** Without `with_localizations` a list omits the translations. */
function shown(command: APIApplicationCommand, call: RestCall): APIApplicationCommand {
  if (call.query.with_localizations === 'true' || call.params.command) return command;
  const { name_localizations: _names, description_localizations: _descriptions, ...rest } = command;
  return rest as APIApplicationCommand;
}

function replaceAll(call: RestCall) {
  const wanted = call.body as readonly Loose[];
  const scope = scopeOf(call);
  const seen = new Set<string>();
  refuseInvalid(
    wanted.flatMap((command, index) => {
      const key = `${String(command.type ?? 1)} ${String(command.name)}`;
      const twice = seen.has(key);
      seen.add(key);
      return [
        ...commandComplaints(command, scope, [index]),
        ...(twice
          ? [
              {
                path: [index],
                code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
                message: 'Application command names must be unique',
              },
            ]
          : []),
      ];
    }),
  );
  for (const [type, limit] of Object.entries(COMMANDS_OF_TYPE))
    if (wanted.filter((one) => (one.type ?? 1) === Number(type)).length > limit)
      throw new DiscordApiError(30032);
  const store = storeOf(call);
  const before = [...store.values()];
  const after = wanted.map((body) => made(call, body, sameName(before, body)));
  store.clear();
  for (const command of after) store.set(command.id, command);
  call.world.tell({ kind: 'commands' });
  return ok(after);
}

function create(call: RestCall) {
  const body = call.body as Loose;
  refuseInvalid(commandComplaints(body, scopeOf(call)));
  const store = storeOf(call);
  const known = sameName([...store.values()], body);
  const type = Number(body.type ?? 1);
  const ofType = [...store.values()].filter((one) => one.type === type).length;
  if (!known && ofType >= (COMMANDS_OF_TYPE[type] ?? 0)) throw new DiscordApiError(30032);
  const command = made(call, body, known);
  store.set(command.id, command);
  call.world.tell({ kind: 'commands' });
  return { status: known ? 200 : 201, body: command };
}

function change(call: RestCall) {
  const before = found(call);
  const body = { ...before, ...(call.body as Loose) } as unknown as Loose;
  const given = call.body as Loose;
  const { contexts, integration_types: _types, dm_permission: _dm, ...bare } = body;
  const checked =
    scopeOf(call) === 'guild' ? { ...bare, ...('contexts' in given ? { contexts } : {}) } : body;
  refuseInvalid(commandComplaints(checked, scopeOf(call)));
  const command = made(call, body, before);
  storeOf(call).set(command.id, command);
  call.world.tell({ kind: 'commands' });
  return ok(command);
}

function sameName(
  commands: readonly APIApplicationCommand[],
  body: Loose,
): APIApplicationCommand | undefined {
  return commands.find((one) => one.name === body.name && one.type === (body.type ?? 1));
}

function made(call: RestCall, body: Loose, before: APIApplicationCommand | undefined): APIApplicationCommand {
  const world: World = call.world;
  const global = scopeOf(call) === 'global';
  const bits = body.default_member_permissions;
  return {
    id: before?.id ?? world.nextId(),
    application_id: world.bot.applicationId,
    version: world.nextId(),
    type: (body.type ?? ApplicationCommandType.ChatInput) as ApplicationCommandType,
    name: String(body.name),
    name_localizations: body.name_localizations ?? null,
    description: String(body.description ?? ''),
    description_localizations: body.description_localizations ?? null,
    ...(body.options ? { options: body.options } : {}),
    default_member_permissions: bits === undefined || bits === null ? null : String(bits),
    nsfw: body.nsfw ?? false,
    ...(global
      ? {
          contexts: body.contexts ?? [
            InteractionContextType.Guild,
            InteractionContextType.BotDM,
            ...(body.integration_types ? [InteractionContextType.PrivateChannel] : []),
          ],
          integration_types: body.integration_types ?? [ApplicationIntegrationType.GuildInstall],
          dm_permission: body.dm_permission ?? true,
        }
      : { guild_id: call.params.guild }),
  } as unknown as APIApplicationCommand;
}
