import type { UserMessage } from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import type { Services } from '../interactions/services.ts';

/**
 * Makes a message that ended the bot a dead letter of its sender's class: the teaching assistants see that it is there. Whoever
 * is in several and has chosen none is shown in the first of them.
 */
export async function recordDeadLetter(
  call: CommandCall,
  message: UserMessage,
  services: Services,
): Promise<void> {
  const owner = await ownerOf(call, message, services);
  if (owner !== null) await services.reading.bury(partsOf(message), owner);
}

/** Whether the same message, sent before, has ended the bot so often that it is a dead letter. */
export async function isDeadLetter(
  call: CommandCall,
  message: UserMessage,
  services: Services,
): Promise<boolean> {
  const owner = await ownerOf(call, message, services);
  return owner !== null && services.reading.isBuried(partsOf(message), owner);
}

/** Nothing is fetched to know it again: an upload that is sent once more has another address, but the same name and size. */
const partsOf = ({ text, uploads }: UserMessage): readonly string[] => [
  text,
  ...uploads.map(({ name, size }) => `${size} ${name}`),
];

async function ownerOf(
  call: CommandCall,
  { author }: UserMessage,
  services: Services,
): Promise<{ readonly guild: string; readonly user: string } | null> {
  const guild = guildOf(await services.resolveClass(call));
  return guild === null ? null : { guild, user: author };
}

function guildOf(resolved: Awaited<ReturnType<Services['resolveClass']>>): string | null {
  switch (resolved.kind) {
    case 'student':
      return resolved.guild.id;
    case 'choose':
      return resolved.guilds[0]?.id ?? null;
    case 'nobody':
      return null;
  }
}
