import type {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { CustomId } from '../render/custom-id.ts';
import type { CommandCall } from './command-call.ts';
import type { CommandResponse } from './command-response.ts';
import type { Services } from './services.ts';

/** A file that someone attached, not downloaded yet. */
export interface Upload {
  readonly name: string;
  readonly url: string;
  /** Bytes, as Discord reports it. */
  readonly size: number;
}

/** A message as commands see it: the target of a message command, or a DM. */
export interface UserMessage {
  readonly id: string;
  readonly channel: string;
  readonly author: string;
  readonly text: string;
  readonly uploads: readonly Upload[];
}

/** The values of a submitted modal, by the custom IDs of its components. */
export interface FormInput {
  readonly texts: Readonly<Record<string, string>>;
  readonly uploads: Readonly<Record<string, readonly Upload[]>>;
}

/** The value that each type of option passes to its handler. */
interface OptionValues {
  readonly [ApplicationCommandOptionType.String]: string;
  readonly [ApplicationCommandOptionType.Integer]: number;
  readonly [ApplicationCommandOptionType.Number]: number;
  readonly [ApplicationCommandOptionType.Boolean]: boolean;
  readonly [ApplicationCommandOptionType.Attachment]: Upload;
  /** The user's ID. */
  readonly [ApplicationCommandOptionType.User]: string;
}

type OptionsOf<D> = D extends { readonly options: readonly (infer O)[] } ? O : never;
type ValueOf<O> = O extends { readonly type: keyof OptionValues } ? OptionValues[O['type']] : never;

/** The arguments that a handler receives for its definition: required options are present, all others may be null. */
export type ArgumentsOf<D> = D extends { readonly type: ApplicationCommandType.Message }
  ? { readonly target: UserMessage }
  : HasSubcommands<D> extends true
    ? SubcommandsOf<OptionsOf<D>>
    : ValuesOf<D>;

type SubcommandType = ApplicationCommandOptionType.Subcommand;
type HasSubcommands<D> = [Extract<OptionsOf<D>, { readonly type: SubcommandType }>] extends [never]
  ? false
  : true;
/** One shape per subcommand, distinguished by `sub`. */
type SubcommandsOf<O> = O extends { readonly type: SubcommandType; readonly name: infer N extends string }
  ? { readonly sub: N } & ValuesOf<O>
  : never;
type ValuesOf<D> = {
  readonly [O in OptionsOf<D> as O extends { readonly name: infer N extends string } ? N : never]: O extends {
    readonly required: true;
  }
    ? ValueOf<O>
    : ValueOf<O> | null;
};

/** A choice that autocomplete offers. Discord shows at most 25, with names of at most 100 characters. */
interface OptionChoice {
  readonly name: string;
  readonly value: string | number;
}

type Handler<Arguments> = (
  call: CommandCall,
  given: Arguments,
  services: Services,
) => Promise<CommandResponse>;

/** Handlers of components: buttons and select menus, by the kind in their custom ID. */
export type ComponentHandlers = {
  readonly [K in CustomId['kind']]?: (
    call: CommandCall,
    id: Extract<CustomId, { readonly kind: K }>,
    services: Services,
    /** The values chosen in a select menu; empty for a button. */
    chosen: readonly string[],
  ) => Promise<CommandResponse>;
};

/** Handlers of submitted forms, by the kind in their custom ID. */
export type FormHandlers = {
  readonly [K in CustomId['kind']]?: (
    call: CommandCall,
    id: Extract<CustomId, { readonly kind: K }>,
    services: Services,
    input: FormInput,
  ) => Promise<CommandResponse>;
};

/** One thing that a person can do in Discord. */
export interface BotCommand {
  readonly definition: RESTPostAPIApplicationCommandsJSONBody;
  readonly run: (call: CommandCall, given: unknown, services: Services) => Promise<CommandResponse>;
  /** Completes an option from memory only: Discord waits three seconds, and asks on every keystroke. */
  readonly complete?: (
    call: CommandCall,
    typed: string,
    services: Services,
    /** The option being typed. */
    option: string,
  ) => readonly OptionChoice[];
  readonly components?: ComponentHandlers;
  readonly forms?: FormHandlers;
  /**
   * Parses the words after a command's name in a DM into its arguments; null if they are not usable. A command without this
   * function cannot be typed in a DM.
   */
  readonly fromWords?: (words: string) => unknown;
}

/** Joins a definition and its handler; the type of the handler's arguments follows from the definition. */
export function command<const D extends RESTPostAPIApplicationCommandsJSONBody>(
  definition: D,
  parts: Omit<BotCommand, 'definition' | 'run'> & { readonly run: Handler<ArgumentsOf<NoInfer<D>>> },
): BotCommand {
  // The router builds `given` from the interaction by the definition registered with Discord. Only this cast relies on that.
  return { ...parts, definition, run: parts.run as BotCommand['run'] };
}
