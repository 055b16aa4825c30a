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

/** A persistent problem is logged once per interval. Milliseconds. */
const sayEveryMs = 30_000;

/** The log entry for a problem with Redis. It contains no command, because one of them includes the password. */
export interface RedisTroubleReport {
  readonly problem: string;
  /** The original message of Redis or the system. */
  readonly cause: string;
  /** How often it has occurred since it was last logged. */
  readonly repeated: number;
}

/** Explanations for the messages of Redis. */
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
  // Occurs in all messages of OpenSSL and Node about untrusted certificates.
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

/** Explains a problem with Redis, without a password. Log lines are in English. */
function meaningOf(error: unknown, url: string, locale: Locale = 'en'): string {
  return say(locale, knownMeaning(error) ?? 'away', { where: placeOf(url) });
}

/** The same for a single attempt that is not repeated. */
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

/** Whether an error means that the server is now a replica, so that reconnecting may lead to the new primary. */
export const isReplicaAnswer = ({ message }: Error): boolean => /\b(?:READONLY|UNBLOCKED)\b/.test(message);

/** The first line of an error, without numbers, which vary between occurrences. */
function causeOf(error: unknown): string {
  const { message = String(error), code } = error as Partial<NodeJS.ErrnoException>;
  const line = (message || code || 'unknown').split('\n')[0] ?? '';
  return line.replaceAll(/\d+/g, '#').slice(0, 200);
}
