import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Records } from '../../records/records.ts';
import { type Locale, localeOf } from '../../wording/wording.ts';
import { describeError } from '../rest/discord-errors.ts';

/** People held in memory. */
const maxPeople = 20_000;

/** The language of a class, as somebody set it: null where nobody did. */
export type ClassLanguage = (guild: string) => string | null;

/**
 * The language that each person reads: Discord names it with every interaction, and it is kept for later messages. What several read
 * in a channel is in the language of their class.
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

  /** Discord named this language for a person; it is recorded when it differs from the one before. */
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

  /** The language to write in where a class reads; `otherwise` where it has chosen none. */
  ofClass(guild: string, otherwise: Locale = 'en'): Locale {
    const chosen = this.#classLanguage(guild);
    return chosen === null ? otherwise : localeOf(chosen);
  }

  /** The language to write to a person in. */
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
