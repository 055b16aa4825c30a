import { REST } from 'discord.js';

/**
 * The one way to ask Discord for all clients of a bot, so that they keep to its rate limits together. A client that ends, or that cannot
 * log in, would take the token and the sweepers of its own with it; this one outlives them all.
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
