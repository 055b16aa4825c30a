import {
  type APIMessage,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
} from 'discord-api-types/v10';
import { everyComponent, type Loose } from '../rest/limits/components.ts';
import type { ClassroomInteraction, OfferedChoice } from '../world/interaction.ts';
import { sendInteraction } from '../world/send-interaction.ts';
import type { Channel, StoredMessage } from '../world/world.ts';
import { answered, type BotAnswer } from './answer.ts';
import { commandsAt, isSlash, visibleCommands } from './commands.ts';
import { findLeaf, type GivenOptions, type Leaf, parseOptions, toPayload } from './options.ts';
import { type ActionOptions, type ChannelOrDm, PersonBase } from './person-base.ts';

/** A person who uses the bot: with commands, buttons and menus. */
export class InteractingPerson extends PersonBase {
  /** Names of the commands that Discord shows this person there, including message commands. */
  offered(where?: ChannelOrDm): string[] {
    return visibleCommands(this.world, this.id, this.place(where)).map((one) => one.name);
  }

  /** Types a command as text: `/hint 3`, `/check file:…`. */
  slash(text: string, doing: ActionOptions = {}): Promise<BotAnswer> {
    const trimmed = text.replace(/^\//, '').trim();
    const { leaf, used } = this.#leaf(trimmed.split(/\s+/), doing);
    let rest = trimmed;
    for (let i = 0; i < used; i += 1) rest = rest.replace(/^\S+\s*/, '');
    const slots = leaf.options.filter((one) => one.type === ApplicationCommandOptionType.Attachment);
    const files = (doing.files ?? []).flatMap((file, i) =>
      slots[i] ? [[slots[i].name, file] as const] : [],
    );
    return this.#run(leaf, { ...parseOptions(leaf, rest), ...Object.fromEntries(files) }, doing);
  }

  /** Uses a slash command; `name` may carry sub-commands (`queue pause`). */
  command(name: string, options: GivenOptions = {}, doing: ActionOptions = {}): Promise<BotAnswer> {
    return this.#run(this.#leaf(name.replace(/^\//, '').split(' '), doing).leaf, options, doing);
  }

  /** Types part of an option's value and returns the bot's autocomplete choices. */
  async autocomplete(
    name: string,
    option: string,
    text: string,
    doing: ActionOptions & { readonly others?: GivenOptions } = {},
  ): Promise<readonly OfferedChoice[]> {
    const channel = this.place(doing.where);
    const { leaf } = this.#leaf(name.replace(/^\//, '').split(' '), doing);
    const focused = leaf.options.find((one) => one.name === option);
    if (!focused || !('autocomplete' in focused) || !focused.autocomplete)
      throw new Error(`/${name} has no option "${option}" with autocomplete`);
    const optional: Leaf = {
      ...leaf,
      options: leaf.options.map((one) => ({ ...one, required: false })) as Leaf['options'],
    };
    const others = toPayload(this.world, channel, { ...optional, path: [] }, doing.others ?? {});
    const own = { name: option, type: focused.type, value: text, focused: true };
    const given = [...others.options, own];
    const options = [...leaf.path]
      .reverse()
      .reduce<unknown[]>(
        (inner, step, index) => [{ name: step, type: index === 0 ? 1 : 2, options: inner }],
        given,
      );
    const answer = await this.#ask({
      channel,
      type: InteractionType.ApplicationCommandAutocomplete,
      data: { ...this.#commandData(leaf), options },
    });
    if (answer.failed) throw new Error('Loading options failed');
    return answer.choices;
  }

  /** Uses a command in the "Apps" menu of a message. */
  messageCommand(
    name: string,
    message: APIMessage,
    { force = false }: ActionOptions = {},
  ): Promise<BotAnswer> {
    const kept = this.seen(message);
    const channel = this.channel(message.channel_id);
    const command = this.#named(name, ApplicationCommandType.Message, channel, force);
    return this.#ask({
      channel,
      type: InteractionType.ApplicationCommand,
      said: name,
      source: undefined,
      data: {
        id: command.id,
        name,
        type: ApplicationCommandType.Message,
        target_id: message.id,
        ...(command.guild_id ? { guild_id: command.guild_id } : {}),
        resolved: { messages: { [message.id]: kept.payload } },
      },
    });
  }

  /** Uses a command in the "Apps" menu of a person. */
  userCommand(name: string, target: PersonBase, doing: ActionOptions = {}): Promise<BotAnswer> {
    const channel = this.place(doing.where);
    const command = this.#named(name, ApplicationCommandType.User, channel, doing.force ?? false);
    return this.#ask({
      channel,
      type: InteractionType.ApplicationCommand,
      said: name,
      data: {
        id: command.id,
        name,
        type: ApplicationCommandType.User,
        target_id: target.id,
        resolved: { users: { [target.id]: target.user } },
      },
    });
  }

  #run(leaf: Leaf, values: GivenOptions, doing: ActionOptions): Promise<BotAnswer> {
    const channel = this.place(doing.where);
    const { options, resolved } = toPayload(this.world, channel, leaf, values);
    return this.#ask({
      channel,
      type: InteractionType.ApplicationCommand,
      said: `/${[leaf.command.name, ...leaf.path].join(' ')}`,
      data: {
        ...this.#commandData(leaf),
        ...(options.length > 0 ? { options } : {}),
        ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
      },
    });
  }

  #commandData({ command }: Leaf): Record<string, unknown> {
    const { id, name, type, guild_id: guildId } = command;
    return { id, name, type, ...(guildId ? { guild_id: guildId } : {}) };
  }

  #leaf(
    words: readonly string[],
    { where, force = false }: ActionOptions,
  ): NonNullable<ReturnType<typeof findLeaf>> {
    const channel = this.place(where);
    const all = force
      ? [...commandsAt(this.world, channel), ...this.world.globalCommands.values()]
      : visibleCommands(this.world, this.id, channel);
    const found = findLeaf(all.filter(isSlash), words);
    if (found) return found;
    throw new Error(
      `${this.name} is not offered /${words.join(' ')} there, only: ${this.offered(where).join(', ')}`,
    );
  }

  #named(name: string, type: ApplicationCommandType, channel: Channel, force: boolean) {
    const all = force ? commandsAt(this.world, channel) : visibleCommands(this.world, this.id, channel);
    const command = all.find((one) => one.name === name && one.type === type);
    if (!command) throw new Error(`${this.name} is not offered "${name}" there`);
    return command;
  }

  /** Presses a button, named by its label or custom_id. */
  press(message: APIMessage, what: string, { force = false }: ActionOptions = {}): Promise<BotAnswer> {
    const { kept, component } = this.#component(message, what, (one) => one.type === ComponentType.Button);
    if (component.style === 5) throw new Error(`"${what}" is a link: it asks the bot nothing`);
    if (component.disabled && !force) throw new Error(`"${what}" is disabled`);
    return this.#component_(kept, component, {});
  }

  /** Chooses in a select menu, named by its placeholder or custom_id. */
  select(
    message: APIMessage,
    what: string,
    values: readonly string[],
    { force = false }: ActionOptions = {},
  ): Promise<BotAnswer> {
    const { kept, component } = this.#component(message, what, (one) =>
      [3, 5, 6, 7, 8].includes(Number(one.type)),
    );
    const options = component.options as readonly { value: string }[] | undefined;
    const unknown = options ? values.find((value) => !options.some((one) => one.value === value)) : undefined;
    if (!force && (component.disabled || unknown !== undefined))
      throw new Error(
        unknown === undefined ? `"${what}" is disabled` : `"${what}" does not offer "${unknown}"`,
      );
    const users = Object.fromEntries(
      values.flatMap((id) => (this.world.users.has(id) ? [[id, this.world.users.get(id)]] : [])),
    );
    return this.#component_(kept, component, {
      values,
      ...(options ? {} : { resolved: { users } }),
    });
  }

  #component_(kept: StoredMessage, component: Loose, more: Record<string, unknown>): Promise<BotAnswer> {
    return this.#ask({
      channel: this.channel(kept.payload.channel_id),
      type: InteractionType.MessageComponent,
      source: kept,
      data: { custom_id: component.custom_id, component_type: component.type, id: component.id, ...more },
    });
  }

  #component(
    message: APIMessage,
    what: string,
    fits: (component: Loose) => boolean,
  ): { readonly kept: StoredMessage; readonly component: Loose } {
    const kept = this.seen(message);
    const all = everyComponent((kept.payload.components ?? []) as unknown as readonly Loose[])
      .map((one) => one.component)
      .filter(fits);
    const component =
      all.find((one) => one.custom_id === what) ??
      all.find((one) => one.label === what || one.placeholder === what) ??
      all.find((one) => String(one.label ?? '').includes(what));
    if (component) return { kept, component };
    const there = all.map((one) => `"${String(one.label ?? one.placeholder ?? one.custom_id)}"`).join(', ');
    throw new Error(`The message has no "${what}", but ${there || 'nothing of that kind'}`);
  }

  #ask(question: {
    readonly channel: Channel;
    readonly type: InteractionType;
    readonly data: Readonly<Record<string, unknown>>;
    readonly said?: string;
    readonly source?: StoredMessage | undefined;
  }): Promise<BotAnswer> {
    const interaction: ClassroomInteraction = sendInteraction(this.world, { userId: this.id, ...question });
    return answered(this.world, interaction);
  }
}
