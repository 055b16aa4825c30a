import type { UserMessage } from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import type { Services } from '../interactions/services.ts';

/**
 * Records a message that ended the bot as a dead letter of its sender's class, so that the teaching assistants see it. For a
 * sender who is in several classes and has chosen none, the first class gets it.
 */
export async function recordDeadLetter(
  call: CommandCall,
  message: UserMessage,
  services: Services,
): Promise<void> {
  const owner = await ownerOf(call, message, services);
  if (owner !== null) await services.reading.bury(partsOf(message), owner);
}

/** Whether the same content, sent in an earlier message, has ended the bot so often that it is a dead letter. */
export async function isDeadLetter(
  call: CommandCall,
  message: UserMessage,
  services: Services,
): Promise<boolean> {
  const owner = await ownerOf(call, message, services);
  return owner !== null && services.reading.isBuried(partsOf(message), owner);
}

/** Recognizing a message needs no download: a file uploaded again has a new URL, but the same name and size. */
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
