import { DiscordAPIError, HTTPError } from 'discord.js';
import { customAlphabet } from 'nanoid';

/** Discord's error codes that Dockhand handles. */
export const codes = {
  unknownChannel: 10003,
  unknownMember: 10007,
  unknownMessage: 10008,
  unknownUser: 10013,
  unknownWebhook: 10015,
  unknownInteraction: 10062,
  alreadyAnswered: 40060,
  missingAccess: 50001,
  cannotSendToUser: 50007,
  missingPermissions: 50013,
  invalidToken: 50027,
  threadArchived: 50083,
  threadLocked: 160005,
} as const;

/** A short reference for one error, which a student can pass on and an operator can search for. */
export const newReference = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 6);

/** The Discord error code of an error, else null. */
export const codeOf = (error: unknown): number | null =>
  error instanceof DiscordAPIError && typeof error.code === 'number' ? error.code : null;

/** The HTTP status of a Discord API error, or null if Discord never answered. */
export const statusOf = (error: unknown): number | null =>
  error instanceof DiscordAPIError || error instanceof HTTPError ? error.status : null;

/**
 * Whether retrying is pointless: any 4xx except 401, 408 and 429. An expired interaction token also yields 401, but with a
 * Discord code of its own, and is final.
 */
export function isFinal(error: unknown): boolean {
  if (codeOf(error) === codes.invalidToken) return true;
  const status = statusOf(error);
  return (
    status !== null && status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429
  );
}

const closedPlaces: readonly (number | null)[] = [
  codes.unknownChannel,
  codes.missingAccess,
  codes.missingPermissions,
  codes.threadArchived,
  codes.threadLocked,
];

/** Whether the bot can no longer write in a place: it is gone, locked or archived, or the bot or its user may not write there. */
export const isClosedPlace = (error: unknown): boolean => closedPlaces.includes(codeOf(error));

/** An error that is safe to log: discord.js keeps URLs in its errors, and those contain interaction tokens. */
export function describeError(error: unknown): Readonly<Record<string, string | number | null>> {
  if (!(error instanceof Error)) return { message: String(error) };
  const known = codeOf(error);
  const status = statusOf(error);
  return {
    name: error.name,
    message: withoutTokens(error.message),
    ...(known === null ? {} : { code: known }),
    ...(status === null ? {} : { status }),
    stack: withoutTokens(error.stack ?? ''),
  };
}

/** Redacts what follows `/webhooks/<id>/` or `/interactions/<id>/`, and bot tokens. */
const withoutTokens = (text: string): string =>
  text
    .replace(/(\/(?:webhooks|interactions)\/\d+\/)[\w.%-]+/g, '$1…')
    .replace(/\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}\b/g, '…');

/** An error that is safe to throw to code that logs it completely. */
export const safeError = (error: unknown, what: string): Error => {
  const { name, message, code, status } = describeError(error);
  return new Error(
    `${what}: ${[name, code, status, message].filter((part) => part !== undefined).join(' ')}`,
  );
};
