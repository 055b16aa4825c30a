import {
  type APIMessage,
  type APIUser,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionType,
  MessageType,
} from 'discord-api-types/v10';
import { everyComponent, type Loose } from '../rest/limits/components.ts';
import { CONTENT_LIMIT } from '../rest/limits/message.ts';
import { ask } from '../world/ask.ts';
import { FILE_LIMIT, storeFile, type Upload } from '../world/files.ts';
import type { Choice, Interaction } from '../world/interaction.ts';
import { edit, post, remove } from '../world/messages.ts';
import { admit, changeMember, dismiss } from '../world/setup.ts';
import type { Channel, Guild, Kept, World } from '../world/world.ts';
import { type Answer, answered, type Patience } from './answer.ts';
import { commandsAt, isSlash, visibleCommands } from './commands.ts';
import { findLeaf, type Leaf, type OptionValues, parseOptions, toPayload } from './options.ts';
import { textOf } from './text.ts';
import { waitUntil } from './wait.ts';

/** Where a person does something: a channel, or the DM with the bot. */
export type Place = Channel | 'dm';

export interface Doing {
  /** The person's home channel when absent. */
  readonly where?: Place;
  /** Sends what Discord's client would not offer: a command that this person may not see, a disabled button. */
  readonly force?: boolean;
  /** Files for a command's file options, in their order. */
  readonly files?: readonly Upload[];
}

/** Somebody in the classroom: does what a person can do in Discord, and sees what that person would see. */
export class Person {
  readonly #world: World;
  readonly user: APIUser;
  readonly name: string;
  /** Where this person acts when no place is named. */
  readonly home: Channel | null;

  constructor(world: World, user: APIUser, name: string, home: Channel | null) {
    this.#world = world;
    this.user = user;
    this.name = name;
    this.home = home;
  }

  get id(): string {
    return this.user.id;
  }

  /** The DM with the bot. */
  get dmChannel(): Channel {
    return this.#world.dmOf(this.id, this.#world.bot.user.id);
  }

  // Commands

  /** Names of the commands that Discord offers this person there; message commands too. */
  offered(where?: Place): string[] {
    return visibleCommands(this.#world, this.id, this.#place(where)).map((one) => one.name);
  }

  /** Types a command as text: `/hint 3`, `/check file:…`. */
  slash(text: string, doing: Doing = {}): Promise<Answer> {
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
  command(name: string, options: OptionValues = {}, doing: Doing = {}): Promise<Answer> {
    return this.#run(this.#leaf(name.replace(/^\//, '').split(' '), doing).leaf, options, doing);
  }

  /** Half-types an option and gets what the bot offers. */
  async autocomplete(
    name: string,
    option: string,
    text: string,
    doing: Doing & { readonly others?: OptionValues } = {},
  ): Promise<readonly Choice[]> {
    const channel = this.#place(doing.where);
    const { leaf } = this.#leaf(name.replace(/^\//, '').split(' '), doing);
    const focused = leaf.options.find((one) => one.name === option);
    if (!focused || !('autocomplete' in focused) || !focused.autocomplete)
      throw new Error(`/${name} has no option "${option}" with autocomplete`);
    const optional: Leaf = {
      ...leaf,
      options: leaf.options.map((one) => ({ ...one, required: false })) as Leaf['options'],
    };
    const others = toPayload(this.#world, channel, { ...optional, path: [] }, doing.others ?? {});
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

  /** "Apps" on a message. */
  messageCommand(name: string, message: APIMessage, { force = false }: Doing = {}): Promise<Answer> {
    const kept = this.#seen(message);
    const channel = this.#channel(message.channel_id);
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

  /** "Apps" on a person. */
  userCommand(name: string, target: Person, doing: Doing = {}): Promise<Answer> {
    const channel = this.#place(doing.where);
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

  #run(leaf: Leaf, values: OptionValues, doing: Doing): Promise<Answer> {
    const channel = this.#place(doing.where);
    const { options, resolved } = toPayload(this.#world, channel, leaf, values);
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

  #leaf(words: readonly string[], { where, force = false }: Doing): NonNullable<ReturnType<typeof findLeaf>> {
    const channel = this.#place(where);
    const all = force
      ? [...commandsAt(this.#world, channel), ...this.#world.globalCommands.values()]
      : visibleCommands(this.#world, this.id, channel);
    const found = findLeaf(all.filter(isSlash), words);
    if (found) return found;
    throw new Error(
      `${this.name} is not offered /${words.join(' ')} there, only: ${this.offered(where).join(', ')}`,
    );
  }

  #named(name: string, type: ApplicationCommandType, channel: Channel, force: boolean) {
    const all = force ? commandsAt(this.#world, channel) : visibleCommands(this.#world, this.id, channel);
    const command = all.find((one) => one.name === name && one.type === type);
    if (!command) throw new Error(`${this.name} is not offered "${name}" there`);
    return command;
  }

  // Messages

  /** Writes to the bot. */
  dm(text: string, files: readonly Upload[] = []): APIMessage {
    return this.say('dm', text, files);
  }

  say(
    where: Place,
    text: string,
    files: readonly Upload[] = [],
    { replyTo }: { readonly replyTo?: APIMessage } = {},
  ): APIMessage {
    const channel = this.#place(where);
    if ([...text].length > CONTENT_LIMIT)
      throw new Error(`Discord's client sends ${CONTENT_LIMIT} characters at most`);
    if (text.trim() === '' && files.length === 0) throw new Error('Nothing to send');
    if (files.length > 10) throw new Error("Discord's client sends 10 files at most");
    for (const file of files)
      if (file.bytes.length > FILE_LIMIT) throw new Error(`${file.name} is over 10 MiB`);
    const attachments = files.map((file) => storeFile(this.#world, channel.id, file));
    return post(this.#world, {
      channel,
      author: this.user,
      content: text,
      attachments,
      replyTo: replyTo ? this.#seen(replyTo) : undefined,
      type: replyTo ? MessageType.Reply : MessageType.Default,
    }).payload;
  }

  edit(message: APIMessage, text: string): APIMessage {
    return edit(this.#world, this.#own(message), { content: text }).payload;
  }

  delete(message: APIMessage): void {
    remove(this.#world, this.#own(message));
  }

  /** Takes an ephemeral message away, as "Dismiss message" does. */
  dismiss(message: APIMessage): void {
    const kept = this.#seen(message);
    if (kept.onlyFor !== this.id) throw new Error('Only an ephemeral message can be dismissed');
    this.#world.messagesOf(message.channel_id).delete(message.id);
    this.#world.tell({ kind: 'message', change: 'deleted', message: kept });
  }

  typing(where?: Place): void {
    this.#world.tell({ kind: 'typing', channelId: this.#place(where).id, userId: this.id });
  }

  // Components

  /** Presses a button, named by its label or custom_id. */
  press(message: APIMessage, what: string, { force = false }: Doing = {}): Promise<Answer> {
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
    { force = false }: Doing = {},
  ): Promise<Answer> {
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
      values.flatMap((id) => (this.#world.users.has(id) ? [[id, this.#world.users.get(id)]] : [])),
    );
    return this.#component_(kept, component, {
      values,
      ...(options ? {} : { resolved: { users } }),
    });
  }

  #component_(kept: Kept, component: Loose, more: Record<string, unknown>): Promise<Answer> {
    return this.#ask({
      channel: this.#channel(kept.payload.channel_id),
      type: InteractionType.MessageComponent,
      source: kept,
      data: { custom_id: component.custom_id, component_type: component.type, id: component.id, ...more },
    });
  }

  #component(
    message: APIMessage,
    what: string,
    fits: (component: Loose) => boolean,
  ): { readonly kept: Kept; readonly component: Loose } {
    const kept = this.#seen(message);
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

  // Seeing

  /** The messages of a place, oldest first, that this person sees. */
  sees(where?: Place): APIMessage[] {
    const channel = this.#place(where);
    if (!this.#world.sees(this.id, channel)) return [];
    return [...this.#world.messagesOf(channel.id).values()]
      .filter((one) => one.onlyFor === null || one.onlyFor === this.id)
      .map((one) => one.payload);
  }

  /** A message that this person sees, as it is now; throws when there is none. */
  find(channelId: string, id: string): APIMessage {
    const kept = this.#world.messagesOf(channelId).get(id);
    const visible = kept && this.#world.sees(this.id, this.#channel(channelId));
    if (!visible || (kept.onlyFor !== null && kept.onlyFor !== this.id))
      throw new Error(`${this.name} does not see that message`);
    return kept.payload;
  }

  /** Everything this person sees, in all channels and the DM. */
  seesEverywhere(): APIMessage[] {
    return [...this.#world.channels.values()]
      .filter((channel) => this.#world.sees(this.id, channel))
      .flatMap((channel) => this.sees(channel));
  }

  /** Waits for a message that this person sees, there already or yet to come, as it then reads. */
  waitFor(
    wanted: (message: APIMessage) => boolean,
    { ms, where, after }: Patience & { readonly where?: Place; readonly after?: APIMessage } = {},
  ): Promise<APIMessage> {
    const visible = (): APIMessage[] =>
      (where ? this.sees(where) : this.seesEverywhere()).filter(
        (one) => after === undefined || BigInt(one.id) > BigInt(after.id),
      );
    return waitUntil(
      this.#world,
      () => visible().find(wanted) ?? null,
      ms === undefined ? {} : { ms },
      () =>
        `${this.name} sees: ${visible()
          .slice(-5)
          .map((one) => `\n[${one.author.username}] ${textOf(one)}`)
          .join('')}`,
    );
  }

  /** Waits for the bot's next answer in the DM to a message. */
  waitForReply(to: APIMessage, patience: Patience = {}): Promise<APIMessage> {
    return this.waitFor(
      (one) => one.author.id === this.#world.bot.user.id && one.channel_id === to.channel_id,
      {
        ...patience,
        after: to,
      },
    );
  }

  // Being somebody

  closeDms(): void {
    this.#world.closedDms.add(this.id);
  }

  openDms(): void {
    this.#world.closedDms.delete(this.id);
  }

  joinGuild(guild: Guild, roles: readonly string[] = []): void {
    admit(this.#world, guild, this.id, roles);
  }

  leaveGuild(guild: Guild): void {
    dismiss(this.#world, guild, this.id);
  }

  setRoles(guild: Guild, roles: readonly string[]): void {
    const member = guild.members.get(this.id);
    if (!member) throw new Error(`${this.name} is not in ${guild.name}`);
    changeMember(this.#world, guild, { ...member, roles });
  }

  #ask(question: {
    readonly channel: Channel;
    readonly type: InteractionType;
    readonly data: Readonly<Record<string, unknown>>;
    readonly said?: string;
    readonly source?: Kept | undefined;
  }): Promise<Answer> {
    const interaction: Interaction = ask(this.#world, { userId: this.id, ...question });
    return answered(this.#world, interaction);
  }

  #place(where: Place | undefined): Channel {
    if (where === 'dm') return this.dmChannel;
    const channel = where ?? this.home;
    if (!channel) throw new Error(`${this.name} has no home channel: say where`);
    return this.#world.channels.get(channel.id) ?? channel;
  }

  #channel(id: string): Channel {
    const channel = this.#world.channels.get(id);
    if (!channel) throw new Error(`no channel ${id}`);
    return channel;
  }

  #seen({ channel_id: channelId, id }: APIMessage): Kept {
    const kept = this.#world.messagesOf(channelId).get(id);
    if (!kept || (kept.onlyFor !== null && kept.onlyFor !== this.id))
      throw new Error(`${this.name} does not see that message`);
    return kept;
  }

  #own(message: APIMessage): Kept {
    const kept = this.#seen(message);
    if (kept.payload.author.id !== this.id) throw new Error(`That message is not ${this.name}'s`);
    return kept;
  }
}
