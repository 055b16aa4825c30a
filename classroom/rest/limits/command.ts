import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import type { FieldError } from '../api-error.ts';
import type { Loose } from './components.ts';

/** The pattern for the names of a slash command and its options, from Discord's documentation; lower case in scripts that have it. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

const COMMAND_TEXT_LIMIT = 8_000;
/** How many commands of each type one scope may have. */
export const COMMANDS_OF_TYPE: Readonly<Record<number, number>> = {
  [ApplicationCommandType.ChatInput]: 100,
  [ApplicationCommandType.User]: 15,
  [ApplicationCommandType.Message]: 15,
  [ApplicationCommandType.PrimaryEntryPoint]: 1,
};

/** The limits of a command that are not in Discord's schema. */
export function commandComplaints(
  command: Loose,
  scope: 'global' | 'guild',
  prefix: readonly (string | number)[] = [],
): FieldError[] {
  const found: FieldError[] = [];
  const complain = (path: readonly (string | number)[], code: string, message: string): void => {
    found.push({ path: [...prefix, ...path], code, message });
  };
  const name = String(command.name);
  const slash = (command.type ?? ApplicationCommandType.ChatInput) === ApplicationCommandType.ChatInput;
  if (slash && !isName(name))
    complain(['name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  if (slash && !command.description)
    complain(['description'], 'BASE_TYPE_REQUIRED', 'This field is required');
  if (!slash && command.description)
    complain(
      ['description'],
      'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
      'Context menu commands cannot have description',
    );
  if (!slash && (command.options as unknown[] | undefined)?.length)
    complain(
      ['options'],
      'APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED',
      'Context menu commands cannot have options',
    );
  if (scope === 'guild')
    for (const field of ['contexts', 'integration_types', 'dm_permission'])
      if (command[field] !== undefined && command[field] !== null)
        complain([field], 'CLASSROOM_GUILD_COMMAND_CONTEXT', `A guild's own command cannot have "${field}"`);
  complaintsOfOptions((command.options ?? []) as readonly Loose[], ['options'], complain);
  if (textOf(command) > COMMAND_TEXT_LIMIT)
    complain([], 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${COMMAND_TEXT_LIMIT})`);
  return found;
}

function isName(name: string): boolean {
  return NAME.test(name) && name === name.toLowerCase();
}

const HOLDERS = new Set<unknown>([
  ApplicationCommandOptionType.Subcommand,
  ApplicationCommandOptionType.SubcommandGroup,
]);

function complaintsOfOptions(
  options: readonly Loose[],
  path: readonly (string | number)[],
  complain: (path: readonly (string | number)[], code: string, message: string) => void,
): void {
  const names = new Set<unknown>();
  let optionalSeen = false;
  options.forEach((option, index) => {
    const at = [...path, index];
    if (!isName(String(option.name)))
      complain([...at, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
    if (names.has(option.name))
      complain(
        [...at, 'name'],
        'APPLICATION_COMMAND_OPTION_NAME_ALREADY_EXISTS',
        'Option name already exists',
      );
    names.add(option.name);
    if (HOLDERS.has(option.type) !== HOLDERS.has(options[0]?.type))
      complain(
        [...at, 'type'],
        'APPLICATION_COMMAND_OPTIONS_TYPE_MIXED',
        'Sub-command and option types cannot be mixed',
      );
    if (option.required === true && optionalSeen)
      complain(
        at,
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    if (option.required !== true) optionalSeen = true;
    if (option.autocomplete === true && (option.choices as unknown[] | undefined)?.length)
      complain(
        [...at, 'autocomplete'],
        'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES_EXCLUSIVE',
        'Autocomplete and choices cannot be used together',
      );
    complaintsOfOptions((option.options ?? []) as readonly Loose[], [...at, 'options'], complain);
  });
}

/** The length of all names, descriptions and values in a command, which Discord limits to 8000. */
function textOf(command: Loose): number {
  const own = ['name', 'description', 'value'].reduce(
    (sum, key) => sum + (typeof command[key] === 'string' ? [...(command[key] as string)].length : 0),
    0,
  );
  const inside = ['options', 'choices'].flatMap((key) => (command[key] ?? []) as readonly Loose[]);
  return inside.reduce((sum, one) => sum + textOf(one), own);
}
