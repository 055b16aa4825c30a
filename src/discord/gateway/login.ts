import { type Client, DiscordjsError, DiscordjsErrorCodes, Events, GatewayCloseCodes } from 'discord.js';
import type { Settings } from '../../config/settings.ts';
import { messageOf } from '../../errors/message-of.ts';
import { OperatorError } from '../../errors/operator-error.ts';
import { systemTrouble } from '../../errors/system-trouble.ts';
import { describeError, statusOf } from '../rest/discord-errors.ts';

/** Discord refuses the bot, or has stopped accepting it. The message is one line for the operator. */
export class BotCannotStart extends OperatorError {
  override readonly name = 'BotCannotStart';
  /** Whether retrying is pointless; false when Discord merely could not be reached. */
  readonly isFinal: boolean;
  constructor(message: string, isFinal = true) {
    super('DOCKHAND_DISCORD', message);
    this.isFinal = isFinal;
  }
}

/**
 * Logs in and resolves when the client is ready.
 * @throws {@link BotCannotStart} when Discord refuses the bot.
 */
export async function logIn(client: Client, settings: Settings): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  try {
    await client.login(settings.DISCORD_TOKEN);
  } catch (error) {
    await client.destroy();
    throw cannotStart(error, settings);
  }
  return ready;
}

/** Discord closed the connection for good. */
export const connectionLost = (code: number): BotCannotStart =>
  new BotCannotStart(`Discord closed the connection for good (code ${code}). ${whatToDo(code)}`);

/** What an operator can do when Discord closes a connection for good. */
function whatToDo(code: number): string {
  if (code === GatewayCloseCodes.AuthenticationFailed)
    return 'DISCORD_TOKEN is not right any more: take a new one from the Developer Portal (your application, Bot, Reset Token).';
  if (code === GatewayCloseCodes.DisallowedIntents)
    return 'Dockhand needs only Guilds and Direct Messages, for which nothing has to be switched on: open your application in the Developer Portal, Bot, and see whether it is disabled or limited, or waits for a verification; then start Dockhand again.';
  return 'This version of Dockhand may be too old for Discord: update it, then start it again.';
}

/** Why Discord did not accept the bot's token or intents, in one line. */
export function cannotStart(error: unknown, settings: Settings): BotCannotStart {
  const where = settings.DISCORD_API_URL ?? 'Discord';
  const code = error instanceof DiscordjsError ? error.code : null;
  if (
    code === DiscordjsErrorCodes.TokenInvalid ||
    code === DiscordjsErrorCodes.TokenMissing ||
    statusOf(error) === 401
  ) {
    return new BotCannotStart(
      'Discord does not accept DISCORD_TOKEN. Take a new one from the Developer Portal: Bot, Reset Token.',
    );
  }
  const message = messageOf(error);
  if (code === DiscordjsErrorCodes.DisallowedIntents || /disallowed intents/i.test(message)) {
    return new BotCannotStart(
      `Discord refuses the intents that Dockhand asks for (code 4014). ${whatToDo(GatewayCloseCodes.DisallowedIntents)}`,
    );
  }
  if (code === DiscordjsErrorCodes.InvalidIntents) {
    return new BotCannotStart(
      'Discord calls the intents invalid: this version of Dockhand is too old for it.',
    );
  }
  if (statusOf(error) === 404)
    return new BotCannotStart(
      `At ${where} is no API of Discord: DISCORD_API_URL has to end as that of Discord does, in /api. Leave it empty for Discord itself.`,
      false,
    );
  const { name, message: why } = describeError(error);
  const said = systemTrouble(error) ?? `${name ?? 'error'}: ${String(why).split('\n')[0] ?? ''}`;
  return new BotCannotStart(`Cannot log in to ${where}: ${said}`, false);
}
