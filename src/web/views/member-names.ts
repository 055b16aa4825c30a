import type { MemberDirectory } from '../../discord/rest/member-directory.ts';

/** A name is asked again after this long. Milliseconds. */
const freshFor = 60 * 60_000;
const mostKept = 20_000;
/** Asking goes on in the background, a few at a time: it shares the bot's way to Discord with everything that students wait for. */
const atOnce = 2;
const mostWaiting = 1_000;

export interface MemberNames {
  /** A member's name as far as it is known; asks for it when it is not, without waiting. */
  readonly of: (guild: string, user: string) => string | null;
  /** Waits for it; null when the user is no member or Discord does not answer. */
  readonly ask: (guild: string, user: string) => Promise<string | null>;
}

/** What members are called in their server. `learned` is called when one became known that was asked for. */
export function openMemberNames(
  reach: Pick<MemberDirectory, 'member'>,
  learned: (guild: string) => void,
): MemberNames {
  const known = new Map<string, { readonly name: string | null; readonly at: number }>();
  const waiting = new Map<string, { readonly guild: string; readonly user: string }>();
  let asking = 0;

  const look = async (guild: string, user: string): Promise<string | null> => {
    const name = (await reach.member(guild, user).catch(() => null))?.name ?? null;
    if (known.size >= mostKept) known.clear();
    known.set(`${guild}/${user}`, { name, at: Date.now() });
    return name;
  };
  const goOn = (): void => {
    for (const [key, { guild, user }] of waiting) {
      if (asking >= atOnce) return;
      waiting.delete(key);
      asking += 1;
      void look(guild, user).then((name) => {
        asking -= 1;
        if (name !== null) learned(guild);
        goOn();
      });
    }
  };
  const fresh = (key: string) => {
    const found = known.get(key);
    return found !== undefined && Date.now() - found.at < freshFor ? found : null;
  };
  return {
    of: (guild, user) => {
      const key = `${guild}/${user}`;
      if (fresh(key) === null && waiting.size < mostWaiting) {
        waiting.set(key, { guild, user });
        goOn();
      }
      return known.get(key)?.name ?? null;
    },
    ask: async (guild, user) => {
      const found = fresh(`${guild}/${user}`);
      return found === null ? look(guild, user) : found.name;
    },
  };
}
