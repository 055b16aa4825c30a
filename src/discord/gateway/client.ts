import { Client, GatewayIntentBits, Options, type RESTOptions } from 'discord.js';
import type { Settings } from '../../config/settings.ts';
import { forgetFalseRateLimits } from '../rest/false-rate-limits.ts';

/** How discord.js reaches Discord: its own address unless the settings name another. */
export const restOptions = (settings: Settings): Partial<RESTOptions> => ({
  ...(settings.DISCORD_API_URL === undefined
    ? {}
    : { api: settings.DISCORD_API_URL.replace(/(?<!\/)\/+$/, '') }),
  version: '10',
  timeout: 10_000,
});

/**
 * Only what is needed: servers and their roles come with Guilds, messages in DMs with DirectMessages, those that name the
 * bot in a server with GuildMessages. The content of these needs no privileged intent.
 */
const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages];

/** A client that has not logged in yet. */
export function createClient(
  settings: Settings,
  options: { readonly rest?: Partial<RESTOptions>; readonly watch?: (client: Client) => void },
): Client {
  const client = new Client({
    intents,
    shards: 'auto',
    rest: { ...restOptions(settings), ...options.rest },
    allowedMentions: { parse: [] },
    // Of a server's messages nothing is kept: all but those that name the bot come empty.
    makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
  });
  options.watch?.(client);
  forgetFalseRateLimits(client.rest);
  return client;
}
