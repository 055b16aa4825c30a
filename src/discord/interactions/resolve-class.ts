import { LRUCache } from 'lru-cache';
import type { GuildSettings, Records, Student } from '../../records/records.ts';
import type { GuildName } from '../render/lesson/choose-class.ts';
import type { CommandCall } from './command-call.ts';

/** The class that a request belongs to. */
export type ResolvedClass =
  | { readonly kind: 'student'; readonly student: Student; readonly guild: GuildSettings }
  /** The sender of the DM is a member of several classes. */
  | { readonly kind: 'choose'; readonly guilds: readonly GuildName[] }
  | { readonly kind: 'nobody' };

/** What Discord knows about the servers that the bot is in. */
export interface GuildSource {
  /** The bot's servers, from memory. */
  readonly all: () => readonly GuildName[];
  /** Asks Discord whether a user is a member. */
  readonly isMember: (guild: string, user: string) => Promise<boolean>;
}

export interface ClassResolverOptions {
  readonly records: Records;
  readonly servers: GuildSource;
  readonly usualLesson: string;
  readonly now?: () => number;
}

/** How long a membership, or the lack of one, is cached. Milliseconds. */
const believedMs = { member: 10 * 60_000, stranger: 20_000 } as const;
/** Memberships and people's classes kept in memory. */
const maxHeld = 20_000;

/**
 * Resolves the class that a request belongs to: in a server, that server's class; in a DM, the class that the sender is a member
 * of.
 */
export class ClassResolver {
  readonly #records: Records;
  readonly #servers: GuildSource;
  readonly #usualLesson: string;
  readonly #now: () => number;
  readonly #memberships = new LRUCache<string, { readonly isMember: boolean; readonly until: number }>({
    max: maxHeld,
  });
  readonly #guilds = new Map<string, GuildSettings>();
  /** The class that each sender of DMs was last resolved to. */
  readonly #lastGuild = new LRUCache<string, string>({ max: maxHeld });

  /** The resolved classes of calls in progress. */
  readonly #resolved = new WeakMap<
    CommandCall,
    { readonly wanted: string | undefined; readonly resolving: Promise<ResolvedClass> }
  >();

  constructor({ records, servers, usualLesson, now = Date.now }: ClassResolverOptions) {
    this.#records = records;
    this.#servers = servers;
    this.#usualLesson = usualLesson;
    this.#now = now;
  }

  /** `wanted`: the server that a button in a DM was made for. Each call is resolved only once. */
  resolve(call: CommandCall, wanted?: string): Promise<ResolvedClass> {
    const known = this.#resolved.get(call);
    if (known !== undefined && known.wanted === wanted) return known.resolving;
    const resolving = this.#resolve(call, wanted);
    this.#resolved.set(call, { wanted, resolving });
    resolving.catch(() => this.#resolved.delete(call));
    return resolving;
  }

  async #resolve(call: CommandCall, wanted: string | undefined): Promise<ResolvedClass> {
    if (call.guild !== null) {
      // The request came from a class server, which proves the membership.
      const student = { guild: call.guild, user: call.user };
      return { kind: 'student', student, guild: await this.guild(call.guild) };
    }
    const chosen = await this.#firstWithMember(call.user, wanted);
    if (chosen !== null) return this.#studentIn(chosen, call.user);
    const memberOf = await this.#serversOf(call.user);
    const [only] = memberOf;
    if (only === undefined) return { kind: 'nobody' };
    return memberOf.length === 1 ? this.#studentIn(only.id, call.user) : { kind: 'choose', guilds: memberOf };
  }

  /** The class as known from memory, for autocomplete. */
  fromMemory(call: CommandCall): GuildSettings | null {
    const servers = this.#servers.all();
    const only = servers.length === 1 ? servers[0]?.id : undefined;
    const id = call.guild ?? this.#lastGuild.get(call.user) ?? only;
    return id === undefined ? null : (this.#guilds.get(id) ?? null);
  }

  /** A server's settings; a server that is not known yet gets the default lesson and no TA role. */
  async guild(id: string): Promise<GuildSettings> {
    const found = await this.#records.guilds.get(id);
    const guild = found ?? {
      id,
      lesson: this.#usualLesson,
      taRole: null,
      taChannel: null,
      classChannel: null,
    };
    if (found === null) await this.#records.guilds.save(guild);
    this.#guilds.set(id, guild);
    return guild;
  }

  /** The wanted server, else the one that the user chose before, if they are a member there. */
  async #firstWithMember(user: string, wanted: string | undefined): Promise<string | null> {
    const servers = this.#servers.all();
    const candidates = [wanted, (await this.#records.guilds.chosenBy(user)) ?? undefined];
    for (const id of candidates) {
      const isHere = id !== undefined && servers.some((server) => server.id === id);
      if (isHere && (await this.#isMember(id, user))) return id;
    }
    return null;
  }

  async #serversOf(user: string): Promise<readonly GuildName[]> {
    const memberships = await Promise.all(
      this.#servers.all().map(async (server) => ((await this.#isMember(server.id, user)) ? server : null)),
    );
    return memberships.filter((server) => server !== null);
  }

  async #isMember(guild: string, user: string): Promise<boolean> {
    const key = `${guild}/${user}`;
    const held = this.#memberships.get(key);
    if (held !== undefined && held.until > this.#now()) return held.isMember;
    const isMember = await this.#servers.isMember(guild, user);
    const until = this.#now() + (isMember ? believedMs.member : believedMs.stranger);
    this.#memberships.set(key, { isMember, until });
    return isMember;
  }

  async #studentIn(guild: string, user: string): Promise<ResolvedClass> {
    this.#lastGuild.set(user, guild);
    return { kind: 'student', student: { guild, user }, guild: await this.guild(guild) };
  }
}
