import type { GuildSettings, Records, Student } from '../../records/records.ts';
import type { GuildName } from '../render/choose-class.ts';
import type { CommandCall } from './command-call.ts';

/** Whose question it is. */
export type ResolvedClass =
  | { readonly kind: 'student'; readonly student: Student; readonly guild: GuildSettings }
  | { readonly kind: 'choose'; readonly guilds: readonly GuildName[] }
  | { readonly kind: 'nobody' };

/** What Discord knows of the servers that the bot is in. */
export interface GuildSource {
  /** The bot's servers, from memory. */
  readonly all: () => readonly GuildName[];
  /** Asks Discord whether a user is a member. */
  readonly isMember: (guild: string, user: string) => Promise<boolean>;
}

export interface ClassResolver {
  readonly of: (call: CommandCall, guild?: string) => Promise<ResolvedClass>;
  /** The guild as far as it is known from memory, for autocomplete. */
  readonly atOnce: (call: CommandCall) => GuildSettings | null;
  /** The guild's record; a server that is not known yet gets one, with the usual lesson and no TA role. */
  readonly guild: (id: string) => Promise<GuildSettings>;
}

/** How long a membership is believed, and a missing one. Milliseconds. */
const believed = { yes: 10 * 60_000, no: 20_000 } as const;
/** Memberships held in memory. */
const most = 20_000;

/** Finds out to which class a question belongs: in a server that server's, in a DM the one whose member the sender is. */
export function openWhose(options: {
  readonly records: Records;
  readonly servers: GuildSource;
  readonly usualLesson: string;
  readonly now?: () => number;
}): ClassResolver {
  const { records, servers, usualLesson } = options;
  const now = options.now ?? Date.now;
  const memberships = new Map<string, { readonly member: boolean; readonly until: number }>();
  const known = new Map<string, GuildSettings>();
  const last = new Map<string, string>();

  const isMember = async (guild: string, user: string): Promise<boolean> => {
    const key = `${guild}/${user}`;
    const held = memberships.get(key);
    if (held !== undefined && held.until > now()) return held.member;
    const member = await servers.isMember(guild, user);
    if (memberships.size >= most) memberships.clear();
    memberships.set(key, { member, until: now() + (member ? believed.yes : believed.no) });
    return member;
  };

  const guildOf = async (id: string): Promise<GuildSettings> => {
    const found = await records.guilds.get(id);
    const guild = found ?? {
      id,
      lesson: usualLesson,
      taRole: null,
      taChannel: null,
      classChannel: null,
    };
    if (found === null) await records.guilds.save(guild);
    known.set(id, guild);
    return guild;
  };

  const student = async (guild: string, user: string): Promise<ResolvedClass> => {
    if (last.size >= most) last.clear();
    last.set(user, guild);
    return { kind: 'student', student: { guild, user }, guild: await guildOf(guild) };
  };

  return {
    guild: guildOf,
    of: async (call, wanted) => {
      if (call.guild !== null) {
        // A class server's own question; being there proves the membership.
        return {
          kind: 'student',
          student: { guild: call.guild, user: call.user },
          guild: await guildOf(call.guild),
        };
      }
      const here = servers.all();
      const candidates = [wanted, (await records.guilds.chosenBy(call.user)) ?? undefined];
      for (const id of candidates) {
        if (id !== undefined && here.some((server) => server.id === id) && (await isMember(id, call.user))) {
          return student(id, call.user);
        }
      }
      const memberOf = await Promise.all(
        here.map(async (server) => ((await isMember(server.id, call.user)) ? server : null)),
      );
      const mine = memberOf.filter((server) => server !== null);
      const [only] = mine;
      if (only === undefined) return { kind: 'nobody' };
      return mine.length === 1 ? student(only.id, call.user) : { kind: 'choose', guilds: mine };
    },
    atOnce: (call) => {
      const id =
        call.guild ?? last.get(call.user) ?? (servers.all().length === 1 ? servers.all()[0]?.id : undefined);
      return id === undefined ? null : (known.get(id) ?? null);
    },
  };
}
