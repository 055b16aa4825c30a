import {
  type APIApplicationCommand,
  type APIApplicationCommandOption,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandType,
  type REST,
  type RESTPostAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';
import { localizedDefinition } from './localized-definition.ts';

/** The result of registering the commands. */
export interface Registration {
  readonly changed: boolean;
  /** Names of commands that were new, changed or removed. */
  readonly names: readonly string[];
  /** The IDs of all slash commands, by name. */
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * Registers the global commands, in every language, but writes only if something differs: Discord allows 200 new commands a day,
 * and every write makes clients fetch the list again.
 */
export async function registerCommands(
  rest: REST,
  application: string,
  definitions: readonly RESTPostAPIApplicationCommandsJSONBody[],
): Promise<Registration> {
  const wanted = definitions.map(localizedDefinition);
  const there = (await rest.get(Routes.applicationCommands(application), {
    query: new URLSearchParams({ with_localizations: 'true' }),
  })) as readonly APIApplicationCommand[];
  const names = differences(there, wanted);
  const registered =
    names.length === 0
      ? there
      : ((await rest.put(Routes.applicationCommands(application), {
          body: wanted,
        })) as readonly APIApplicationCommand[]);
  const typed = registered.filter(({ type }) => type === ApplicationCommandType.ChatInput);
  return {
    changed: names.length > 0,
    names,
    ids: new Map(typed.map(({ name, id }) => [name, id])),
  };
}

/** Names of the commands that differ between Discord and these definitions. */
export function differences(
  there: readonly APIApplicationCommand[],
  wanted: readonly RESTPostAPIApplicationCommandsJSONBody[],
): readonly string[] {
  const key = (command: { readonly type?: number | undefined; readonly name: string }): string =>
    `${command.type ?? 1}/${command.name}`;
  const had = new Map(there.map((command) => [key(command), command]));
  const changed = wanted.filter((command) => {
    const before = had.get(key(command));
    had.delete(key(command));
    return before === undefined || comparableCommand(before) !== comparableCommand(command);
  });
  return [...changed, ...had.values()].map((command) => command.name);
}

/** The relevant fields of a command, in a fixed order and with Discord's defaults filled in, as JSON to compare. */
function comparableCommand(command: RESTPostAPIApplicationCommandsJSONBody | APIApplicationCommand): string {
  const described = command as {
    readonly description?: string;
    readonly description_localizations?: object | null;
    readonly options?: readonly APIApplicationCommandOption[];
  };
  return JSON.stringify({
    type: command.type ?? 1,
    name: command.name,
    names: sorted(command.name_localizations),
    description: described.description ?? '',
    descriptions: sorted(described.description_localizations),
    permissions: command.default_member_permissions ?? null,
    nsfw: command.nsfw ?? false,
    contexts: [...(command.contexts ?? [])].sort(),
    integrations: [...(command.integration_types ?? [])].sort(),
    options: (described.options ?? []).map(comparableOption),
  });
}

function comparableOption(option: APIApplicationCommandOption): object {
  const fields = option as unknown as Readonly<Record<string, unknown>>;
  const nested = fields.options;
  return {
    type: option.type,
    name: option.name,
    names: sorted(option.name_localizations),
    description: option.description,
    descriptions: sorted(option.description_localizations),
    required: option.required ?? false,
    autocomplete: fields.autocomplete ?? false,
    limits: ['min_value', 'max_value', 'min_length', 'max_length'].map((name) => fields[name] ?? null),
    choices: ((fields.choices ?? []) as readonly APIApplicationCommandOptionChoice[]).map(
      ({ name, value, name_localizations: names }) => ({ name, value, names: sorted(names) }),
    ),
    channels: fields.channel_types ?? [],
    options: Array.isArray(nested)
      ? nested.map((child: APIApplicationCommandOption) => comparableOption(child))
      : [],
  };
}

const sorted = (localizations: object | null | undefined): readonly (readonly [string, unknown])[] =>
  Object.entries(localizations ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
