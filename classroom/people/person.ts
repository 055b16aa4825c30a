import { type APIMessage, MessageType } from 'discord-api-types/v10';
import { CONTENT_LIMIT } from '../rest/limits/message.ts';
import { FILE_LIMIT, storeFile, type UploadedFile } from '../world/files.ts';
import { edit, post, remove } from '../world/messages.ts';
import { admit, changeMember, dismiss } from '../world/setup.ts';
import type { ClassroomGuild, StoredMessage } from '../world/world.ts';
import type { WaitOptions } from './answer.ts';
import { InteractingPerson } from './interacting-person.ts';
import type { ChannelOrDm } from './person-base.ts';
import { textOf } from './text-of.ts';
import { waitUntil } from './wait-until.ts';

/** A person in the classroom: does what a person can do in Discord, and sees what they would see. */
export class Person extends InteractingPerson {
  /** Writes to the bot. */
  dm(text: string, files: readonly UploadedFile[] = []): APIMessage {
    return this.say('dm', text, files);
  }

  say(
    where: ChannelOrDm,
    text: string,
    files: readonly UploadedFile[] = [],
    { replyTo }: { readonly replyTo?: APIMessage } = {},
  ): APIMessage {
    const channel = this.place(where);
    if ([...text].length > CONTENT_LIMIT) {
      // Discord's client turns a pasted text beyond the limit into a file.
      const pasted = { name: 'message.txt', bytes: Buffer.from(text) };
      return this.say(where, '', [...files, pasted], replyTo ? { replyTo } : {});
    }
    if (text.trim() === '' && files.length === 0) throw new Error('Nothing to send');
    if (files.length > 10) throw new Error("Discord's client sends 10 files at most");
    for (const file of files)
      if (file.bytes.length > FILE_LIMIT) throw new Error(`${file.name} is over 10 MiB`);
    const attachments = files.map((file) => storeFile(this.world, channel.id, file));
    return post(this.world, {
      channel,
      author: this.user,
      content: text,
      attachments,
      replyTo: replyTo ? this.seen(replyTo) : undefined,
      type: replyTo ? MessageType.Reply : MessageType.Default,
    }).payload;
  }

  /** Forwards a message to a place, as "Forward" does: Discord sends a copy of its content. */
  forward(message: APIMessage, where: ChannelOrDm = 'dm'): APIMessage {
    return post(this.world, {
      channel: this.place(where),
      author: this.user,
      forwards: this.seen(message),
    }).payload;
  }

  edit(message: APIMessage, text: string): APIMessage {
    return edit(this.world, this.#own(message), { content: text }).payload;
  }

  delete(message: APIMessage): void {
    remove(this.world, this.#own(message));
  }

  /** Removes an ephemeral message, as "Dismiss message" does. */
  dismiss(message: APIMessage): void {
    const kept = this.seen(message);
    if (kept.onlyFor !== this.id) throw new Error('Only an ephemeral message can be dismissed');
    this.world.messagesOf(message.channel_id).delete(message.id);
    this.world.tell({ kind: 'message', change: 'deleted', message: kept });
  }

  typing(where?: ChannelOrDm): void {
    this.world.tell({ kind: 'typing', channelId: this.place(where).id, userId: this.id });
  }

  /** The messages of a place, oldest first, that this person sees. */
  sees(where?: ChannelOrDm): APIMessage[] {
    const channel = this.place(where);
    if (!this.world.sees(this.id, channel)) return [];
    return [...this.world.messagesOf(channel.id).values()]
      .filter((one) => one.onlyFor === null || one.onlyFor === this.id)
      .map((one) => one.payload);
  }

  /** All messages that this person sees, in all channels and the DM. */
  seesEverywhere(): APIMessage[] {
    return [...this.world.channels.values()]
      .filter((channel) => this.world.sees(this.id, channel))
      .flatMap((channel) => this.sees(channel));
  }

  /** Waits for a message that this person sees, existing or new, and returns it as it is then. */
  waitFor(
    wanted: (message: APIMessage) => boolean,
    { ms, where, after }: WaitOptions & { readonly where?: ChannelOrDm; readonly after?: APIMessage } = {},
  ): Promise<APIMessage> {
    const visible = (): APIMessage[] =>
      (where ? this.sees(where) : this.seesEverywhere()).filter(
        (one) => after === undefined || BigInt(one.id) > BigInt(after.id),
      );
    return waitUntil(
      this.world,
      () => visible().find(wanted) ?? null,
      ms === undefined ? {} : { ms },
      () =>
        `${this.name} sees: ${visible()
          .slice(-5)
          .map((one) => `\n[${one.author.username}] ${textOf(one)}`)
          .join('')}`,
    );
  }

  /** Waits for the bot's next answer to a message in the DM. */
  waitForReply(to: APIMessage, patience: WaitOptions = {}): Promise<APIMessage> {
    return this.waitFor(
      (one) => one.author.id === this.world.bot.user.id && one.channel_id === to.channel_id,
      {
        ...patience,
        after: to,
      },
    );
  }

  closeDms(): void {
    this.world.closedDms.add(this.id);
  }

  openDms(): void {
    this.world.closedDms.delete(this.id);
  }

  joinGuild(guild: ClassroomGuild, roles: readonly string[] = []): void {
    admit(this.world, guild, this.id, roles);
  }

  leaveGuild(guild: ClassroomGuild): void {
    dismiss(this.world, guild, this.id);
  }

  setRoles(guild: ClassroomGuild, roles: readonly string[]): void {
    const member = guild.members.get(this.id);
    if (!member) throw new Error(`${this.name} is not in ${guild.name}`);
    changeMember(this.world, guild, { ...member, roles });
  }

  #own(message: APIMessage): StoredMessage {
    const kept = this.seen(message);
    if (kept.payload.author.id !== this.id) throw new Error(`That message is not ${this.name}'s`);
    return kept;
  }
}
