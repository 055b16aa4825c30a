import type { UploadedFile } from '../world/files.ts';
import type { Grant, Scope } from '../world/grants.ts';
import type { World } from '../world/world.ts';
import { DiscordApiError, type FieldError } from './api-error.ts';

/** A request as a route gets it: validated against its schema, with its files read. */
export interface RestCall {
  readonly world: World;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly files: readonly IndexedFile[];
  /** The person whose own token (OAuth2) was used; null when it is the bot's. */
  readonly person: Grant | null;
  /** Privileged intents that are enabled for the application. */
  readonly privileged: number;
}

/** A file of a multipart body, with its number in `files[n]`. */
export interface IndexedFile extends UploadedFile {
  readonly index: number;
}

export interface RestReply {
  readonly status: number;
  readonly body?: unknown;
}

export const done: RestReply = { status: 204 };

export function ok(body: unknown): RestReply {
  return { status: 200, body };
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** In fastify's notation, below `/api/v10`. */
  readonly path: string;
  /** The name of its body's schema in Discord's OpenAPI description; absent for a route without a body. */
  readonly schema?: string;
  /** The body is an array of objects of that schema. */
  readonly list?: boolean;
  /** Fields that clients send here and Discord accepts, although its description lacks them. */
  readonly extras?: readonly string[];
  /** Needs no bot token: the token in its path is enough. */
  readonly open?: boolean;
  /** Also accepts a person's own token that was granted this scope. */
  readonly scope?: Scope;
  readonly handle: (call: RestCall) => RestReply | Promise<RestReply>;
}

/** One part of the path. */
export function param(call: RestCall, name: string): string {
  return call.params[name] ?? '';
}

/** An integer from the query, within bounds; throws 50035 when it is not one. */
export function queryNumber(
  call: RestCall,
  name: string,
  bounds: { min: number; max: number; or: number },
): number {
  const given = call.query[name];
  if (given === undefined) return bounds.or;
  const value = Number(given);
  if (Number.isInteger(value) && value >= bounds.min && value <= bounds.max) return value;
  const complaint: FieldError = {
    path: [name],
    code: 'NUMBER_TYPE_COERCE',
    message: `Value "${given}" is not an int from ${bounds.min} to ${bounds.max}.`,
  };
  throw new DiscordApiError(50035, [complaint]);
}
