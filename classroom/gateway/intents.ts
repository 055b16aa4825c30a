import { GatewayIntentBits as Intent } from 'discord-api-types/v10';

/** Intents that a developer first has to enable in Discord's portal. */
export const PRIVILEGED = Intent.GuildMembers | Intent.GuildPresences | Intent.MessageContent;

/** Every intent there is. */
export const KNOWN_INTENTS = Object.values(Intent).reduce<number>(
  (all, bit) => (typeof bit === 'number' ? all | bit : all),
  0,
);

/** Whether a session with these intents gets this event. */
export function hears(intents: number, event: string, place: { readonly dm: boolean }): boolean {
  const wanted = needed(event, place.dm);
  return wanted === 0 || (intents & wanted) !== 0;
}

function needed(event: string, dm: boolean): number {
  if (event.startsWith('MESSAGE_REACTION'))
    return dm ? Intent.DirectMessageReactions : Intent.GuildMessageReactions;
  if (event.startsWith('MESSAGE_')) return dm ? Intent.DirectMessages : Intent.GuildMessages;
  if (event === 'TYPING_START') return dm ? Intent.DirectMessageTyping : Intent.GuildMessageTyping;
  if (event.startsWith('GUILD_MEMBER_')) return Intent.GuildMembers;
  if (/^(GUILD_(CREATE|UPDATE|DELETE|ROLE_)|CHANNEL_|THREAD_)/.test(event)) return Intent.Guilds;
  return 0;
}
