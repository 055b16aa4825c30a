import type {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { CustomId } from '../render/custom-id.ts';
import type { CommandCall } from './command-call.ts';
import type { CommandResponse } from './command-response.ts';
import type { Services } from './services.ts';

/** A file that someone attached: not downloaded yet. */
export interface Upload {
  readonly name: string;
  readonly url: string;
  /** Bytes, as Discord says. */
  readonly size: number;
}

/** A message as a command sees it: the target of a message command, or what was sent in a DM. */
export interface UserMessage {
  readonly id: string;
  readonly channel: string;
  readonly author: string;
  readonly text: string;
  readonly uploads: readonly Upload[];
}

/** What a filled-in modal holds, by the custom ids of its components. */
export interface FormInput {
  readonly texts: Readonly<Record<string, string>>;
  readonly uploads: Readonly<Record<string, readonly Upload[]>>;
}

/** What an option of a kind gives to its handler. */
interface OptionValues {
  readonly [ApplicationCommandOptionType.String]: string;
  readonly [ApplicationCommandOptionType.Integer]: number;
  readonly [ApplicationCommandOptionType.Number]: number;
  readonly [ApplicationCommandOptionType.Boolean]: boolean;
  readonly [ApplicationCommandOptionType.Attachment]: Upload;
  /** The user's id. */
  readonly [ApplicationCommandOptionType.User]: string;
}

type OptionsOf<D> = D extends { readonly options: readonly (infer O)[] } ? O : never;
type ValueOf<O> = O extends { readonly type: keyof OptionValues } ? OptionValues[O['type']] : never;

/** The arguments that a definition promises to its handler: required options are there, all others may be null. */
export type ArgumentsOf<D> = D extends { readonly type: ApplicationCommandType.Message }
  ? { readonly target: UserMessage }
  : HasSubcommands<D> extends true
    ? SubcommandsOf<OptionsOf<D>>
    : ValuesOf<D>;

type SubcommandType = ApplicationCommandOptionType.Subcommand;
type HasSubcommands<D> = [Extract<OptionsOf<D>, { readonly type: SubcommandType }>] extends [never]
  ? false
  : true;
/** One shape for each sub-command: `sub` says which it is. */
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

/** What answers components: buttons and select menus by the kind in their custom id. */
export type ComponentHandlers = {
  readonly [K in CustomId['kind']]?: (
    call: CommandCall,
    id: Extract<CustomId, { readonly kind: K }>,
    services: Services,
    /** What was chosen in a select menu; empty for a button. */
    chosen: readonly string[],
  ) => Promise<CommandResponse>;
};

/** What answers filled-in forms, by the kind in their custom id. */
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
  /** Answers from memory: Discord waits three seconds and asks at every key. */
  readonly complete?: (
    call: CommandCall,
    typed: string,
    services: Services,
    /** The option that is being typed. */
    option: string,
  ) => readonly OptionChoice[];
  readonly components?: ComponentHandlers;
  readonly forms?: FormHandlers;
  /**
   * The arguments that words give which somebody wrote after the command's name in a DM; null where the words do not do.
   * A command without it cannot be used like that.
   */
  readonly fromWords?: (words: string) => unknown;
}

/** Joins a definition and its handler; what the handler is given follows from the definition. */
export function command<const D extends RESTPostAPIApplicationCommandsJSONBody>(
  definition: D,
  parts: Omit<BotCommand, 'definition' | 'run'> & { readonly run: Handler<ArgumentsOf<NoInfer<D>>> },
): BotCommand {
  // The router fills `given` from the interaction by the definition that Discord was given: this is the one place that trusts it.
  return { ...parts, definition, run: parts.run as BotCommand['run'] };
}
