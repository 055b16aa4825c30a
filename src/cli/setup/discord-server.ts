import {
  type APIChannel,
  type APIGuild,
  type APIRole,
  ChannelType,
  type REST,
  type RESTGetAPICurrentUserGuildsResult,
  Routes,
} from 'discord.js';
import { operatorLocale, words } from '../../wording/wording.ts';

const say = words('cli-setup-choices', {
  en: {
    server: 'server',
    role: 'role',
    channel: 'channel',
    several: 'There is more than one {{what}} called {{name}}: say which by its id ({{ids}})',
    none: 'There is no {{what}} {{name}}; there are {{there}}',
    noneAtAll: 'There is no {{what}} {{name}}, and no other that the bot sees',
  },
});

/** An item that can be chosen by name or id. */
export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** What can be chosen in a server. */
export interface ServerChoices {
  readonly roles: readonly Choice[];
  readonly channels: readonly Choice[];
  /** The server's language; Discord's default is American English. */
  readonly locale: string;
}

/** The servers that the bot is in. */
export async function serversOf(rest: REST): Promise<readonly Choice[]> {
  const all = (await rest.get(Routes.userGuilds())) as RESTGetAPICurrentUserGuildsResult;
  return all.map(({ id, name }) => ({ id, name }));
}

/** The roles that members can be given, and the channels for messages. */
export async function choicesIn(rest: REST, server: string): Promise<ServerChoices> {
  const guild = (await rest.get(Routes.guild(server))) as APIGuild;
  const channels = (await rest.get(Routes.guildChannels(server))) as readonly APIChannel[];
  return {
    roles: guild.roles.filter((role) => isGiven(role, server)).map(({ id, name }) => ({ id, name })),
    channels: channels.flatMap((channel) =>
      channel.type === ChannelType.GuildText || channel.type === ChannelType.GuildAnnouncement
        ? [{ id: channel.id, name: channel.name }]
        : [],
    ),
    locale: guild.preferred_locale,
  };
}

/** Excludes @everyone and the roles of bots. */
const isGiven = (role: APIRole, server: string): boolean => role.id !== server && !role.managed;

export type Picked = { readonly choice: Choice } | { readonly problem: string };

/** Resolves the user's input: an id, or a name as displayed, with or without # or @. */
export function pick(
  written: string,
  kind: 'server' | 'role' | 'channel',
  choices: readonly Choice[],
): Picked {
  const byId = choices.find(({ id }) => id === written);
  if (byId !== undefined) return { choice: byId };
  const name = written.replace(/^[#@]/, '').toLowerCase();
  const named = choices.filter((choice) => choice.name.toLowerCase() === name);
  const [first, second] = named;
  if (first !== undefined && second === undefined) return { choice: first };
  const what = say(operatorLocale, kind);
  if (first !== undefined) {
    const ids = named.map(({ id }) => id).join(', ');
    return { problem: say(operatorLocale, 'several', { what, name: written, ids }) };
  }
  const there = choices.slice(0, 20).map((choice) => choice.name);
  return {
    problem: say(operatorLocale, there.length === 0 ? 'noneAtAll' : 'none', {
      what,
      name: written,
      there: there.join(', '),
    }),
  };
}
