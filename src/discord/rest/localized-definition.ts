import {
  type APIApplicationCommandOption,
  Locale as DiscordLocale,
  type LocalizationMap,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { type Locale, localeOf, localizedName, translationsOf } from '../../wording/wording.ts';

/** Pages that hold what a command's definition says of it. */
const pages = /^command-/;

/** Each of Discord's languages, with ours that speaks it. */
const discordLocales = Object.values(DiscordLocale).map((tag) => [tag, localeOf(tag)] as const);

/** A text for each of Discord's languages in which there is one. */
function localizations(textIn: (locale: Locale) => string | undefined): LocalizationMap {
  const found = discordLocales.map(([tag, locale]) => [tag, textIn(locale)] as const);
  return Object.fromEntries(found.filter(([, text]) => text !== undefined));
}

/**
 * What a command or an option is called in each language. Names of options stand under their path; the name in a message's menu is
 * a text as any other.
 */
export const localizedNames = (path: string): LocalizationMap => ({
  ...localizations((locale) => localizedName(locale, path)),
  ...textIn(path),
});

function textIn(english: string): LocalizationMap {
  const translations = translationsOf(english, pages);
  return localizations((locale) => translations.get(locale));
}

interface Described {
  readonly description?: string | undefined;
  readonly choices?: readonly { readonly name: string }[] | undefined;
}

/** The parts that commands and their options have in common. */
function localized<Part extends object>(part: Part, path: string): Part {
  const { description, choices }: Described = part;
  return {
    ...part,
    name_localizations: localizedNames(path),
    ...(description === undefined ? {} : { description_localizations: textIn(description) }),
    ...(choices === undefined
      ? {}
      : { choices: choices.map((choice) => ({ ...choice, name_localizations: textIn(choice.name) })) }),
  };
}

function localizedOption(option: APIApplicationCommandOption, above: string): APIApplicationCommandOption {
  const path = `${above}.${option.name}`;
  const whole = localized<APIApplicationCommandOption>(option, path);
  if (!('options' in whole) || whole.options === undefined) return whole;
  const options = whole.options.map((each) => localizedOption(each, path));
  return { ...whole, options } as APIApplicationCommandOption;
}

/**
 * A command's definition with its names and descriptions in every language that there is. A name's translation stands
 * under its path, such as `grades.extend.student`, in the language's `command-names.json`.
 */
export function localizedDefinition(
  definition: RESTPostAPIApplicationCommandsJSONBody,
): RESTPostAPIApplicationCommandsJSONBody {
  const whole = localized<RESTPostAPIApplicationCommandsJSONBody>(definition, definition.name);
  if (!('options' in whole) || whole.options === undefined) return whole;
  const options = whole.options.map((each) => localizedOption(each, definition.name));
  return { ...whole, options } as RESTPostAPIApplicationCommandsJSONBody;
}
