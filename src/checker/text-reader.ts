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
 * Everything that makes something of a student's text. It happens in a process of its own, which may die of it.
 * Each throws {@link UnreadableText} for a text that ended one, now or earlier, and `TooMuchAtOnce` when too much of its owner waits.
 */
export interface TextReader {
  /** A teaching assistant says that a dead letter of her class may be read again; null when it is not there. */
  readonly revive: (guild: string, id: string) => Promise<DeadLetter | null>;
  /** A message ended the process that was to hand it here. It is a dead letter from now on. */
  readonly bury: (message: readonly string[], owner: TextOwner) => Promise<void>;
  /** Whether the very same message was buried before. */
  readonly isBuried: (message: readonly string[], owner: TextOwner) => boolean;
  readonly check: (input: CheckInput, owner: TextOwner) => Promise<CheckReport>;
  /** Answers what can be asked about a student's files besides whether they are right. */
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
  /** Which of the lesson's files a text is. */
  readonly roleOf: (text: string, owner: TextOwner) => Promise<Role | null>;
  readonly readForm: (
    texts: Readonly<Record<string, string>>,
    uploads: readonly Attachment[],
    names: FileNames,
    owner: TextOwner,
  ) => Promise<IntakeResult>;
  /** What a text is about: what a program printed, or a term that is asked for. */
  readonly explain: (message: IncomingMessage, owner: TextOwner) => Promise<Explanation>;
}

export const readerProcess = new URL('reader-process.ts', import.meta.url);

/** Texts that one call reads, and what they are called where that has a meaning to their writer. */
interface TextsRead {
  readonly kind: 'message' | 'files';
  readonly named: readonly (readonly [string, string])[];
  /** The one that is to blame when nothing says which: what the others hang on. */
  readonly suspect?: string;
}

/** Reads texts in a pool's processes, and remembers those that ended one. */
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

/** Of all that it consists of, together. */
const digestOfMessage = (message: readonly string[]): string => digestsOf(message).at(-1) ?? '';

/** What was attached may be bytes that nobody has read as text yet. */
const nameAndText = (file: Attachment): readonly [string, string] => [
  file.name,
  'text' in file ? file.text : file.base64,
];

/**
 * What is not read again. Where the file is known, that one alone: the others may be right, and go with another. Else all of them
 * as they came together, and the one that the others hang on.
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
