import type { UserMessage } from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import type { Services } from '../interactions/services.ts';

/**
 * Makes a message that ended the bot a dead letter of its sender's class: the teaching assistants see that it is there. Whoever
 * is in several and has chosen none is shown in the first of them.
 */
export async function buryMessage(call: CommandCall, said: UserMessage, services: Services): Promise<void> {
  const whose = await services.resolveClass(call);
  const guild = classOf(whose);
  if (guild === null) return;
  // Nothing is fetched any more: what was attached is known by its address.
  const texts = [said.text, ...said.uploads.map(({ url }) => url)];
  await services.reading.bury(texts, { guild, user: said.author });
}

function classOf(whose: Awaited<ReturnType<Services['resolveClass']>>): string | null {
  switch (whose.kind) {
    case 'student':
      return whose.guild.id;
    case 'choose':
      return whose.guilds[0]?.id ?? null;
    case 'nobody':
      return null;
  }
}
