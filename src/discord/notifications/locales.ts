import type { Logger } from 'pino';
import type { Records } from '../../records/records.ts';
import { type Locale, localeOf } from '../../wording/wording.ts';
import { describeError } from '../rest/discord-errors.ts';

/** The language that each person reads: Discord names it with every interaction, and it is kept for what is told later. */
export interface Locales {
  /** Discord named this language for a person; written down when it is another than before. */
  readonly heard: (user: string, locale: string | null | undefined) => void;
  /** The language to write to a person in. */
  readonly locale: (user: string) => Promise<Locale>;
}

/** People held in memory. */
const most = 20_000;

export function openPeople(records: Pick<Records, 'people'>, log: Logger): Locales {
  const known = new Map<string, string>();
  const remember = (user: string, locale: string): void => {
    if (known.size >= most) known.clear();
    known.set(user, locale);
  };
  return {
    heard: (user, locale) => {
      if (locale === null || locale === undefined || known.get(user) === locale) return;
      remember(user, locale);
      records.people.setLocale(user, locale).catch((error: unknown) => {
        known.delete(user);
        log.debug({ err: describeError(error) }, 'a language was not recorded');
      });
    },
    locale: async (user) => {
      const held = known.get(user);
      if (held !== undefined) return localeOf(held);
      try {
        const recorded = await records.people.locale(user);
        if (recorded !== null) remember(user, recorded);
        return localeOf(recorded);
      } catch (error) {
        log.debug({ err: describeError(error) }, 'a language was not looked up');
        return localeOf(null);
      }
    },
  };
}
