import { ChannelType, type REST, Routes } from 'discord.js';

/** Inactivity after which Discord archives a thread. Minutes; one of the values that Discord accepts. */
const archiveAfterMinutes = 1_440;

/** Private threads between a student and a teaching assistant. */
export class Threads {
  readonly #rest: REST;

  constructor(rest: REST) {
    this.#rest = rest;
  }

  /** Opens a private thread in a channel and adds people to it. Throws Discord's error when the bot lacks the permission. */
  async open(channel: string, name: string, people: readonly string[]): Promise<string> {
    const thread = (await this.#rest.post(Routes.threads(channel), {
      body: {
        name: name.slice(0, 100),
        type: ChannelType.PrivateThread,
        invitable: false,
        auto_archive_duration: archiveAfterMinutes,
      },
    })) as { readonly id: string };
    for (const user of people) await this.addMember(thread.id, user);
    return thread.id;
  }

  async addMember(thread: string, user: string): Promise<void> {
    await this.#rest.put(Routes.threadMembers(thread, user));
  }

  /** Archives a thread; its members can still read it. */
  async archive(thread: string): Promise<void> {
    await this.#rest.patch(Routes.channel(thread), { body: { archived: true } });
  }
}
