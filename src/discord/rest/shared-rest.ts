import { REST } from 'discord.js';

/**
 * The REST client shared by all clients of a bot, so that together they respect its rate limits. A client that is destroyed, or
 * fails to log in, would clear the token and sweepers of its own REST client; this one survives that.
 */
export class SharedRest extends REST {
  override setToken(token: string | null): this {
    return token === null ? this : super.setToken(token);
  }

  override clearHashSweeper(): void {}

  override clearHandlerSweeper(): void {}

  end(): void {
    super.clearHashSweeper();
    super.clearHandlerSweeper();
  }
}
