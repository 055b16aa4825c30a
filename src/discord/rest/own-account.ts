import { type REST, Routes } from 'discord.js';
import { z } from 'zod';

const selfSchema = z.object({ id: z.string(), bot: z.object({ id: z.string() }) });
const guildsSchema = z.array(z.object({ id: z.string(), name: z.string() }));
const recommendedSchema = z.object({ shards: z.number().int().positive() });
/** Discord's page size limit for servers. */
const guildsInPage = 200;

/** The bot's identity on Discord. */
export interface BotIdentity {
  readonly application: string;
  readonly user: string;
}

/** Fetches the identity of a token, when no client is logged in. */
export async function readIdentity(rest: REST): Promise<BotIdentity> {
  const { id, bot } = selfSchema.parse(await rest.get(Routes.currentApplication()));
  return { application: id, user: bot.id };
}

/** The number of shards that Discord recommends. */
export const readRecommendedShards = async (rest: REST): Promise<number> =>
  recommendedSchema.parse(await rest.get(Routes.gatewayBot())).shards;

/** The names of all servers that the bot is in, by ID. */
export async function readGuildNames(rest: REST): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let after = '0', more = true; more; ) {
    const query = new URLSearchParams({ limit: String(guildsInPage), after });
    const page = guildsSchema.parse(await rest.get(Routes.userGuilds(), { query }));
    for (const { id, name } of page) found.set(id, name);
    after = page.at(-1)?.id ?? after;
    more = page.length === guildsInPage;
  }
  return found;
}
