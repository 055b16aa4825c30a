import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType as Type,
} from 'discord-api-types/v10';
import { storeFile, type UploadedFile } from '../world/files.ts';
import { channelJson, memberJson, roleJson } from '../world/payloads.ts';
import type { Channel, World } from '../world/world.ts';

/** A value for an option: text, a number, a boolean, a file, or the id of a user, role or channel. */
type OptionValue = string | number | boolean | UploadedFile;
export type GivenOptions = Readonly<Record<string, OptionValue>>;

/** A command or one of its sub-commands, with its full name as a list. */
export interface Leaf {
  readonly command: APIApplicationCommand;
  readonly path: readonly string[];
  readonly options: readonly APIApplicationCommandBasicOption[];
}

/** Finds the command (and sub-command) that these words begin with, and how many words its name takes. */
export function findLeaf(
  commands: readonly APIApplicationCommand[],
  words: readonly string[],
): { readonly leaf: Leaf; readonly used: number } | null {
  const command = commands.find((one) => one.name === words[0]);
  if (!command) return null;
  let options: readonly APIApplicationCommandOption[] = command.options ?? [];
  const path: string[] = [];
  for (const word of words.slice(1)) {
    const next = options.find((one) => one.name === word && isHolder(one));
    if (!next) break;
    path.push(word);
    options = 'options' in next ? (next.options ?? []) : [];
  }
  if (options.some(isHolder)) return null;
  return {
    leaf: { command, path, options: options as readonly APIApplicationCommandBasicOption[] },
    used: 1 + path.length,
  };
}

function isHolder(option: APIApplicationCommandOption): boolean {
  return option.type === Type.Subcommand || option.type === Type.SubcommandGroup;
}

/**
 * Parses `3 file:x "two words"`: by name if a name is given, else in the order of the options. A text ends at the next name, as in
 * Discord's input.
 */
export function parseOptions(leaf: Leaf, text: string): GivenOptions {
  const values: Record<string, OptionValue> = {};
  const free = (): APIApplicationCommandBasicOption | undefined =>
    leaf.options.find((one) => !(one.name in values));
  const words = text.match(/(?:[^\s"]*"[^"]*"|[^\s"]+)/g) ?? [];
  let open: APIApplicationCommandBasicOption | undefined;
  words.forEach((word, index) => {
    const [, name, value] = /^([\p{L}\p{N}_-]+):([\s\S]*)$/u.exec(word) ?? [];
    const named = leaf.options.find((one) => one.name === name);
    if (!named && open) {
      values[open.name] = `${String(values[open.name])} ${word.replaceAll('"', '')}`;
      return;
    }
    const option = named ?? free();
    open = named?.type === Type.String ? named : undefined;
    if (!option) throw new Error(`/${leaf.command.name} has no place for "${word}"`);
    const rest = named ? (value ?? '') : word;
    const last = !named && option === leaf.options.at(-1);
    const raw = last && option.type === Type.String ? words.slice(index).join(' ') : rest;
    if (!(option.name in values)) values[option.name] = raw.replaceAll('"', '');
  });
  return values;
}

export interface Resolved {
  readonly options: readonly Readonly<Record<string, unknown>>[];
  readonly resolved: Record<string, Record<string, unknown>>;
}

/** Options as they are sent to the bot. Throws for anything that Discord's client would not let a person send. */
export function toPayload(world: World, channel: Channel, leaf: Leaf, values: GivenOptions): Resolved {
  const resolved: Record<string, Record<string, unknown>> = {};
  for (const name of Object.keys(values))
    if (!leaf.options.some((one) => one.name === name))
      throw new Error(`/${[leaf.command.name, ...leaf.path].join(' ')} has no option "${name}"`);
  const given = leaf.options.flatMap((option) => {
    const value = values[option.name];
    if (value === undefined) {
      if (option.required) throw new Error(`/${leaf.command.name} needs its option "${option.name}"`);
      return [];
    }
    return [{ name: option.name, type: option.type, value: asSent(world, channel, option, value, resolved) }];
  });
  const nested = [...leaf.path]
    .reverse()
    .reduce<readonly Readonly<Record<string, unknown>>[]>(
      (inner, name, index) => [
        { name, type: index === 0 ? Type.Subcommand : Type.SubcommandGroup, options: inner },
      ],
      given,
    );
  return { options: nested, resolved };
}

function asSent(
  world: World,
  channel: Channel,
  option: APIApplicationCommandBasicOption,
  value: OptionValue,
  resolved: Record<string, Record<string, unknown>>,
): string | number | boolean {
  const keep = (kind: string, id: string, json: unknown): string => {
    resolved[kind] = { ...resolved[kind], [id]: json };
    return id;
  };
  const id = idOf(world, channel, option, String(value));
  switch (option.type) {
    case Type.Integer:
    case Type.Number:
      return numberOf(option, value);
    case Type.Boolean:
      return value === true || value === 'true';
    case Type.Attachment: {
      if (typeof value !== 'object') throw new Error(`"${option.name}" takes a file`);
      const file = storeFile(world, channel.id, value, { ephemeral: true });
      return keep('attachments', file.id, file);
    }
    case Type.User:
    case Type.Mentionable: {
      const role = world.guilds.get(channel.guildId ?? '')?.roles.get(id);
      if (option.type === Type.Mentionable && role) return keep('roles', id, roleJson(role));
      const user = world.users.get(id);
      if (!user) throw new Error(`nobody has the id ${id}`);
      const guild = channel.guildId ? world.guilds.get(channel.guildId) : undefined;
      const member = guild?.members.get(id);
      if (member) {
        const { user: _user, ...rest } = memberJson(world, member);
        keep('members', id, { ...rest, permissions: world.permissions(id, channel).toString() });
      }
      return keep('users', id, user);
    }
    case Type.Role: {
      const role = world.guilds.get(channel.guildId ?? '')?.roles.get(id);
      if (!role) throw new Error(`no role has the id ${id}`);
      return keep('roles', id, roleJson(role));
    }
    case Type.Channel: {
      const chosen = world.channels.get(id);
      if (!chosen) throw new Error(`no channel has the id ${id}`);
      return keep('channels', id, { ...channelJson(world, chosen), permissions: '0' });
    }
    default:
      return textOption(option, id);
  }
}

/** The id for `<@1>`, `@Ada` or `#class`, as Discord's client resolves it; any other text is returned unchanged. */
function idOf(
  world: World,
  channel: Channel,
  { type }: APIApplicationCommandBasicOption,
  given: string,
): string {
  const [, marked] = /^<[@#][!&]?(\d+)>$/.exec(given) ?? [];
  if (marked !== undefined) return marked;
  const name = /^[@#]/.test(given) ? given.slice(1) : null;
  if (name === null) return given;
  const guild = world.guilds.get(channel.guildId ?? '');
  const users = type === Type.User || type === Type.Mentionable ? [...world.users.values()] : [];
  const roles = type === Type.Role || type === Type.Mentionable ? [...(guild?.roles.values() ?? [])] : [];
  const channels = type === Type.Channel ? [...world.channels.values()] : [];
  const found =
    users.find((one) => one.global_name === name || one.username === name) ??
    [...roles, ...channels].find((one) => one.name === name);
  return found?.id ?? given;
}

function numberOf(option: APIApplicationCommandBasicOption, value: OptionValue): number {
  const number = Number(value);
  const { min_value: min, max_value: max } = option as { min_value?: number; max_value?: number };
  if (Number.isNaN(number) || (option.type === Type.Integer && !Number.isInteger(number)))
    throw new Error(`"${option.name}" takes a number, not "${String(value)}"`);
  if ((min !== undefined && number < min) || (max !== undefined && number > max))
    throw new Error(`"${option.name}" takes a number from ${min ?? '…'} to ${max ?? '…'}`);
  chosen(option, number);
  return number;
}

function textOption(option: APIApplicationCommandBasicOption, value: string): string {
  const { max_length: max } = option as { max_length?: number };
  if (max !== undefined && value.length > max)
    throw new Error(`"${option.name}" takes ${max} characters at most`);
  chosen(option, value);
  return value;
}

function chosen(option: APIApplicationCommandBasicOption, value: string | number): void {
  const { choices } = option as { choices?: readonly { value: string | number }[] };
  if (choices?.length && !choices.some((one) => one.value === value))
    throw new Error(`"${option.name}" takes one of ${choices.map((one) => one.value).join(', ')}`);
}
