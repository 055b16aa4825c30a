import {
  type APIApplicationCommandOption,
  Locale as DiscordLocale,
  type LocalizationMap,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { type Locale, localeOf, localizedName, translationsOf } from '../../wording/wording.ts';

/** Wording pages that hold the texts of command definitions. */
const pages = /^command-/;

/** Each of Discord's languages, with the one of ours that covers it. */
const discordLocales = Object.values(DiscordLocale).map((tag) => [tag, localeOf(tag)] as const);

/** A text in each of Discord's languages that has a translation. */
function localizations(textIn: (locale: Locale) => string | undefined): LocalizationMap {
  const found = discordLocales.map(([tag, locale]) => [tag, textIn(locale)] as const);
  return Object.fromEntries(found.filter(([, text]) => text !== undefined));
}

/**
 * The names of a command or option in each language. Option names are keyed by their path; the name of a message context menu is
 * an ordinary text.
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

/** Localizes the fields that commands and their options share. */
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
 * A command's definition with its names and descriptions in every available language. A name's translation is keyed by its path,
 * such as `grades.extend.student`, in the language's `command-names.json`.
 */
export function localizedDefinition(
  definition: RESTPostAPIApplicationCommandsJSONBody,
): RESTPostAPIApplicationCommandsJSONBody {
  const whole = localized<RESTPostAPIApplicationCommandsJSONBody>(definition, definition.name);
  if (!('options' in whole) || whole.options === undefined) return whole;
  const options = whole.options.map((each) => localizedOption(each, definition.name));
  return { ...whole, options } as RESTPostAPIApplicationCommandsJSONBody;
}
