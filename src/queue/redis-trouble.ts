import { placeOf } from '../config/redis-address.ts';
import { systemTrouble } from '../errors/system-trouble.ts';
import { type Locale, words } from '../wording/wording.ts';

const say = words('redis-trouble', {
  en: {
    noPassword: 'Redis wants a password: put it into REDIS_URL, redis://:password@host:port',
    wrongPassword: 'Redis refuses the password in REDIS_URL',
    notAllowed:
      'Redis does not let this user do what Dockhand needs: give its ACL all commands on keys and channels of QUEUE_PREFIX',
    full: 'Redis is full and refuses every write: give it more memory (maxmemory)',
    noDisk: 'Redis cannot write to its disk and refuses every write: look at its log',
    replica: 'Redis answers as a replica: connecting again, to the one that took over',
    loading: 'Redis is still loading its data',
    clients: 'Redis has as many clients as it takes: raise its maxclients',
    certificate:
      'The certificate that Redis shows at {{where}} is not trusted: REDIS_CA_FILE has to hold those that sign it, and REDIS_URL a host name that it is for',
    noTls: 'What listens at {{where}} speaks no TLS: without it, REDIS_URL begins with redis://',
    noRedis:
      'What listens at {{where}} does not speak as Redis does: it is another service, or a Redis with TLS, whose REDIS_URL begins with rediss://',
    away: 'Redis is away at {{where}}; Dockhand keeps trying',
    unreached: 'No Redis answers at {{where}}: {{why}}',
    silent: 'nothing came back in time',
  },
});

/** A persistent problem is logged once per this interval. Milliseconds. */
const sayEveryMs = 30_000;

/** What is logged about a problem with Redis. Never includes the command, because one of the commands carries the password. */
export interface RedisTroubleReport {
  readonly problem: string;
  /** The error as named by Redis or the system. */
  readonly cause: string;
  /** How often it occurred since it was last logged. */
  readonly repeated: number;
}

/** Redis's error messages, their meaning and what to do. */
const meanings: readonly (readonly [RegExp, Parameters<typeof say>[1]])[] = [
  [/\bNOAUTH\b/, 'noPassword'],
  [/\bWRONGPASS\b|invalid password/i, 'wrongPassword'],
  [/\bNOPERM\b/, 'notAllowed'],
  [/\bOOM\b/, 'full'],
  [/\bMISCONF\b/, 'noDisk'],
  [/\bREADONLY\b|\bUNBLOCKED\b/, 'replica'],
  [/\bLOADING\b/, 'loading'],
  [/max number of clients/i, 'clients'],
  [/before secure TLS connection|wrong version number|packet length too long/i, 'noTls'],
  [/Protocol error/, 'noRedis'],
  // Contained in all messages of OpenSSL and Node about untrusted certificates.
  [/certificate/i, 'certificate'],
];

/** Logs problems with Redis: each cause once per interval, with the number of occurrences since. */
export class RedisTrouble {
  readonly #url: string;
  readonly #say: (report: RedisTroubleReport) => void;
  readonly #causes = new Map<string, { quietUntil: number; repeated: number }>();

  constructor(url: string, say: (report: RedisTroubleReport) => void) {
    this.#url = url;
    this.#say = say;
  }

  readonly report = (error: unknown): void => {
    const cause = causeOf(error);
    const known = this.#causes.get(cause) ?? { quietUntil: 0, repeated: 0 };
    this.#causes.set(cause, known);
    if (Date.now() < known.quietUntil) {
      known.repeated += 1;
      return;
    }
    this.#say({ problem: meaningOf(error, this.#url), cause, repeated: known.repeated });
    known.quietUntil = Date.now() + sayEveryMs;
    known.repeated = 0;
  };
}

/** A problem with Redis in plain words, without the password; log lines are in English. */
function meaningOf(error: unknown, url: string, locale: Locale = 'en'): string {
  return say(locale, knownMeaning(error) ?? 'away', { where: placeOf(url) });
}

/** The same for a one-time request that is not retried. */
export function whyUnreached(error: unknown, url: string, locale: Locale): string {
  const where = placeOf(url);
  const known = knownMeaning(error);
  if (known !== undefined) return say(locale, known, { where });
  return say(locale, 'unreached', { where, why: systemTrouble(error) ?? say(locale, 'silent') });
}

const knownMeaning = (error: unknown): Parameters<typeof say>[1] | undefined => {
  const cause = causeOf(error);
  return meanings.find(([pattern]) => pattern.test(cause))?.[1];
};

/** Whether a reply means that the server has become a replica; a new connection may lead to the new master. */
export const isReplicaAnswer = ({ message }: Error): boolean => /\b(?:READONLY|UNBLOCKED)\b/.test(message);

/** The first line of a message, without the parts that vary. */
function causeOf(error: unknown): string {
  const { message = String(error), code } = error as Partial<NodeJS.ErrnoException>;
  const line = (message || code || 'unknown').split('\n')[0] ?? '';
  return line.replaceAll(/\d+/g, '#').slice(0, 200);
}
