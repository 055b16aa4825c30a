import { GatewayCloseCodes } from 'discord-api-types/v10';
import { KNOWN_INTENTS, PRIVILEGED } from './intents.ts';
import { type AskedShard, readShard } from './shard.ts';

/** What a client asks for when it logs in, or why it is refused. */
type Identify =
  | { readonly intents: number; readonly shard: AskedShard }
  | { readonly close: GatewayCloseCodes; readonly why?: string | undefined };

/** Validates an Identify as Discord would: token, intents, whether the developer enabled them, and its shard. */
export function readIdentify(d: Record<string, unknown>, token: string, privileged: number): Identify {
  if (bareToken(d.token) !== token) return { close: GatewayCloseCodes.AuthenticationFailed };
  const { intents } = d;
  if (typeof intents !== 'number' || (intents & ~KNOWN_INTENTS) !== 0)
    return { close: GatewayCloseCodes.InvalidIntents };
  if ((intents & PRIVILEGED & ~privileged) !== 0) return { close: GatewayCloseCodes.DisallowedIntents };
  if (d.compress === true)
    return { close: GatewayCloseCodes.DecodeError, why: 'no payload compression here' };
  const shard = readShard(d.shard);
  return shard === null ? { close: GatewayCloseCodes.InvalidShard } : { intents, shard };
}

export const bareToken = (token: unknown): string => String(token).replace(/^Bot /, '');

/** A message's data in the form that the log may show. */
export const withoutToken = (d: unknown): unknown =>
  d !== null && typeof d === 'object' && 'token' in d ? { ...d, token: '(hidden)' } : d;
