import { placeOf } from './redis-address.ts';

/** One line in so long says that a trouble goes on. Milliseconds. */
const sayEveryMs = 30_000;

/** What is logged of a trouble with Redis. It names no command: one of them carries the password. */
export interface RedisTroubleReport {
  readonly problem: string;
  /** Redis's or the system's own word for it. */
  readonly cause: string;
  /** How often the same came since it was last said. */
  readonly repeated: number;
}

/** What Redis's own words mean, and what to do. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/\bNOAUTH\b/, 'Redis wants a password: put it into REDIS_URL, redis://:password@host:port'],
  [/\bWRONGPASS\b|invalid password/i, 'Redis refuses the password in REDIS_URL'],
  [
    /\bNOPERM\b/,
    'Redis does not let this user do what Dockhand needs: give its ACL all commands on keys and channels of QUEUE_PREFIX',
  ],
  [/\bOOM\b/, 'Redis is full and refuses every write: give it more memory (maxmemory)'],
  [/\bMISCONF\b/, 'Redis cannot write to its disk and refuses every write: look at its log'],
  [/\bREADONLY\b|\bUNBLOCKED\b/, 'Redis answers as a replica: connecting anew, to the one that took over'],
  [/\bLOADING\b/, 'Redis is still loading its data'],
  [/max number of clients/i, 'Redis has as many clients as it takes: raise its maxclients'],
];

/** Reports what goes wrong with Redis, each cause once in a while and with how often it came meanwhile. */
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

/** What went wrong with Redis, in plain words and without a password. */
export function meaningOf(error: unknown, url: string): string {
  const cause = causeOf(error);
  const where = placeOf(url);
  return (
    meanings.find(([pattern]) => pattern.test(cause))?.[1] ??
    `Redis is away at ${where}; Dockhand keeps trying`
  );
}

/** Whether an answer means that the other end is a replica now: a new connection may lead to the one that took over. */
export const isReplicaAnswer = ({ message }: Error): boolean => /\b(?:READONLY|UNBLOCKED)\b/.test(message);

/** The first line of what was said, without what differs from one time to the next. */
function causeOf(error: unknown): string {
  const { message = String(error), code } = error as Partial<NodeJS.ErrnoException>;
  const line = (message || code || 'unknown').split('\n')[0] ?? '';
  return line.replaceAll(/\d+/g, '#').slice(0, 200);
}
