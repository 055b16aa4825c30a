import type { CheckInput } from '../check/check.ts';
import type { InsightKind, Insights } from '../check/insights/insights.ts';
import type { CheckReport } from '../check/model/report.ts';
import type { Explanation } from '../explain/explain.ts';
import type { Attachment, FileNames, IncomingMessage, IntakeResult, Role } from '../intake/intake-result.ts';
import type { DeadLetter } from '../records/records.ts';
import type { CheckerPool } from './checker-pool.ts';
import type { CheckerCall } from './checker-process.ts';
import { type DeadLetters, digestsOf, type TextOwner } from './dead-letters.ts';
import { CheckerEnded, UnreadableText } from './failures.ts';

export type { TextOwner } from './dead-letters.ts';

/**
 * Every operation that reads a student's text. Each runs in a separate process, which may crash on it.
 *
 * @throws {@link UnreadableText} for a text that ended a process, now or earlier
 * @throws TooMuchAtOnce if too many readings of the owner are waiting
 */
export interface TextReader {
  /** Allows a dead letter to be read again, at the request of a teaching assistant of that class; null if there is no such letter. */
  readonly revive: (guild: string, id: string) => Promise<DeadLetter | null>;
  /** Buries a message that killed the process which was to pass it here. It is a dead letter from now on. */
  readonly bury: (message: readonly string[], owner: TextOwner) => Promise<void>;
  /** Whether the very same message was buried before. */
  readonly isBuried: (message: readonly string[], owner: TextOwner) => boolean;
  readonly check: (input: CheckInput, owner: TextOwner) => Promise<CheckReport>;
  /** Answers questions about a student's files other than whether they are correct. */
  readonly insight: <Kind extends InsightKind>(
    kind: Kind,
    given: Insights[Kind]['given'],
    input: CheckInput,
    owner: TextOwner,
  ) => Promise<Insights[Kind]['found']>;
  readonly readMessage: (
    message: IncomingMessage,
    names: FileNames,
    owner: TextOwner,
  ) => Promise<IntakeResult>;
  /** The role of a text among the lesson's files; null if unclear. */
  readonly roleOf: (text: string, owner: TextOwner) => Promise<Role | null>;
  readonly readForm: (
    texts: Readonly<Record<string, string>>,
    uploads: readonly Attachment[],
    names: FileNames,
    owner: TextOwner,
  ) => Promise<IntakeResult>;
  /** Explains a text: a program's output, or a term to look up. */
  readonly explain: (message: IncomingMessage, owner: TextOwner) => Promise<Explanation>;
}

export const readerProcess = new URL('reader-process.ts', import.meta.url);

/** The texts that a call reads, with their names if those mean something to their author. */
interface TextsRead {
  readonly kind: 'message' | 'files';
  readonly named: readonly (readonly [string, string])[];
  /** The text to blame if the position is unknown: the one that the others depend on. */
  readonly suspect?: string;
}

/** Reads texts in the processes of a pool, and remembers those that ended one. */
export class PooledTextReader implements TextReader {
  readonly #pool: CheckerPool;
  readonly #letters: DeadLetters;

  constructor(pool: CheckerPool, letters: DeadLetters) {
    this.#pool = pool;
    this.#letters = letters;
  }

  revive(guild: string, id: string): Promise<DeadLetter | null> {
    return this.#letters.revive(guild, id);
  }

  async bury(message: readonly string[], owner: TextOwner): Promise<void> {
    const digest = digestOfMessage(message);
    await this.#letters.bury({
      ...{ ...owner, digest, kind: 'message', why: 'killed', file: null, line: null },
      at: Date.now(),
    });
  }

  isBuried(message: readonly string[], owner: TextOwner): boolean {
    return this.#letters.among(owner, [digestOfMessage(message)]) !== null;
  }

  check({ student, lesson, tree }: CheckInput, owner: TextOwner): Promise<CheckReport> {
    const call = { name: 'check', cached: [lesson, tree], args: [student] };
    return this.#read(call, owner, textsOf({ student, lesson }));
  }

  insight<Kind extends InsightKind>(
    kind: Kind,
    given: Insights[Kind]['given'],
    { student, lesson, tree }: CheckInput,
    owner: TextOwner,
  ): Promise<Insights[Kind]['found']> {
    const call = { name: 'insight', cached: [lesson, tree], args: [student, kind, given] };
    return this.#read(call, owner, textsOf({ student, lesson }));
  }

  readMessage(message: IncomingMessage, names: FileNames, owner: TextOwner): Promise<IntakeResult> {
    const texts = [['', message.text], ...message.files.map(nameAndText)] as const;
    return this.#read({ name: 'readMessage', args: [message, names] }, owner, {
      kind: 'message',
      named: texts,
    });
  }

  async roleOf(text: string, owner: TextOwner): Promise<Role | null> {
    const call = { name: 'roleByContent', args: [text] };
    const texts = { kind: 'files', named: [['', text]] } as const;
    return (await this.#read<{ readonly role: Role } | null>(call, owner, texts))?.role ?? null;
  }

  readForm(
    texts: Readonly<Record<string, string>>,
    uploads: readonly Attachment[],
    names: FileNames,
    owner: TextOwner,
  ): Promise<IntakeResult> {
    const named = [...Object.entries(texts), ...uploads.map(nameAndText)];
    return this.#read({ name: 'readForm', args: [texts, uploads, names] }, owner, { kind: 'message', named });
  }

  explain(message: IncomingMessage, owner: TextOwner): Promise<Explanation> {
    const named = [['', message.text], ...message.files.map(nameAndText)] as const;
    return this.#read({ name: 'explain', args: [message] }, owner, { kind: 'message', named });
  }

  async #read<T>(call: CheckerCall, owner: TextOwner, texts: TextsRead): Promise<T> {
    const digests = digestsOf(texts.named.map(([, text]) => text));
    const dead = this.#letters.among(owner, digests);
    if (dead !== null) throw new UnreadableText(dead.why, dead.file, dead.line);
    try {
      return (await this.#pool.call(call, `${owner.guild}/${owner.user}`)) as T;
    } catch (error) {
      throw error instanceof CheckerEnded ? await this.#buryGuilty(error, owner, texts, digests) : error;
    }
  }

  async #buryGuilty(
    { why, position }: CheckerEnded,
    owner: TextOwner,
    texts: TextsRead,
    digests: readonly string[],
  ): Promise<UnreadableText> {
    const { kind, named } = texts;
    const file = kind === 'files' ? (named[position?.file ?? -1]?.[0] ?? null) : null;
    const line = file === null ? null : (position?.line ?? null);
    for (const digest of guilty(texts, digests, file))
      await this.#letters.bury({ ...owner, digest, kind, why, file, line, at: Date.now() });
    return new UnreadableText(why, file, line);
  }
}

const textsOf = ({ student, lesson }: Pick<CheckInput, 'student' | 'lesson'>): TextsRead => ({
  kind: 'files',
  named: Object.entries(student.files),
  suspect: lesson.manifest?.files.dockerfile ?? 'Dockerfile',
});

/** The digest of all parts of a message together. */
const digestOfMessage = (message: readonly string[]): string => digestsOf(message).at(-1) ?? '';

/** An attachment may consist of bytes that have not been decoded yet. */
const nameAndText = (file: Attachment): readonly [string, string] => [
  file.name,
  'text' in file ? file.text : file.base64,
];

/**
 * Digests of texts that must not be read again. If the file is known, only that one: the others may be fine, and be sent again with a
 * corrected one. Otherwise all of them in this combination, and the one that the others depend on.
 */
function guilty(
  { named, suspect }: TextsRead,
  digests: readonly string[],
  file: string | null,
): readonly string[] {
  const at = (name: string | null | undefined): readonly string[] => {
    const digest = digests[named.findIndex(([each]) => each === name)];
    return digest === undefined ? [] : [digest];
  };
  if (file !== null) return at(file);
  return [...new Set([...digests.slice(-1), ...at(suspect)])];
}
