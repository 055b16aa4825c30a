import { ChannelType, type REST, Routes } from 'discord.js';

/** Private threads, in which a student and a teaching assistant talk. */
export interface Threads {
  /** Opens one in a channel and brings people in; throws what Discord says when it may not. */
  readonly open: (channel: string, name: string, people: readonly string[]) => Promise<string>;
  readonly bringIn: (thread: string, user: string) => Promise<void>;
  /** Shuts a thread; who is in it can still read it. */
  readonly shut: (thread: string) => Promise<void>;
}

/** Discord archives a thread in which nothing is said for this long. Minutes; one of the values it knows. */
const archiveAfter = 1_440;

export function openThreads(rest: REST): Threads {
  const bringIn = async (thread: string, user: string): Promise<void> => {
    await rest.put(Routes.threadMembers(thread, user));
  };
  return {
    open: async (channel, name, people) => {
      const thread = (await rest.post(Routes.threads(channel), {
        body: {
          name: name.slice(0, 100),
          type: ChannelType.PrivateThread,
          invitable: false,
          auto_archive_duration: archiveAfter,
        },
      })) as { readonly id: string };
      for (const user of people) await bringIn(thread.id, user);
      return thread.id;
    },
    bringIn,
    shut: async (thread) => {
      await rest.patch(Routes.channel(thread), { body: { archived: true } });
    },
  };
}
