import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Records } from '../../records/records.ts';
import { type Locale, localeOf } from '../../wording/wording.ts';
import { describeError } from '../rest/discord-errors.ts';

/** People kept in memory. */
const maxPeople = 20_000;

/** The language set for a class; null if none is set. */
export type ClassLanguage = (guild: string) => string | null;

/**
 * The language of each person: Discord sends it with every interaction, and it is recorded for later messages. Messages that
 * several people read in a channel use the language of their class.
 */
export class Locales {
  readonly #records: Pick<Records, 'people'>;
  readonly #log: Logger;
  readonly #classLanguage: ClassLanguage;
  readonly #known = new LRUCache<string, string>({ max: maxPeople });

  constructor(records: Pick<Records, 'people'>, log: Logger, classLanguage: ClassLanguage = () => null) {
    this.#records = records;
    this.#log = log;
    this.#classLanguage = classLanguage;
  }

  /** Notes the language that Discord sent for a person; records it if it changed. */
  note(user: string, locale: string | null | undefined): void {
    if (locale === null || locale === undefined || this.#known.get(user) === locale) return;
    this.#known.set(user, locale);
    this.#records.people.setLocale(user, locale).catch((error: unknown) => {
      this.#known.delete(user);
      this.#log.debug(
        { event: 'locales.not-recorded', err: describeError(error) },
        'a language was not recorded',
      );
    });
  }

  /** The language for messages to a class; `otherwise` if it has chosen none. */
  ofClass(guild: string, otherwise: Locale = 'en'): Locale {
    const chosen = this.#classLanguage(guild);
    return chosen === null ? otherwise : localeOf(chosen);
  }

  /** The language for messages to a person. */
  async of(user: string): Promise<Locale> {
    const known = this.#known.get(user);
    if (known !== undefined) return localeOf(known);
    try {
      const recorded = await this.#records.people.locale(user);
      if (recorded !== null) this.#known.set(user, recorded);
      return localeOf(recorded);
    } catch (error) {
      this.#log.debug(
        { event: 'locales.not-read', err: describeError(error) },
        'a language could not be looked up',
      );
      return localeOf(null);
    }
  }
}
