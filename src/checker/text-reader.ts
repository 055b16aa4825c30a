import type { CheckInput } from '../check/check.ts';
import type { CheckReport } from '../check/report.ts';
import type { Attachment, FileNames, IncomingMessage, IntakeResult, Role } from '../intake/intake-result.ts';
import type { DeadLetter } from '../records/records.ts';
import type { Pool } from './checker-pool.ts';
import { type DeadLetters, digestsOf, type TextOwner } from './dead-letters.ts';
import { CheckerEnded, UnreadableText } from './failures.ts';

export type { TextOwner } from './dead-letters.ts';

/**
 * Everything that makes something of a student's text. It happens in a process of its own, which may die of it.
 * Each throws {@link UnreadableText} for a text that ended one, now or earlier, and `TooMuchAtOnce` for whom too much waits.
 */
export interface TextReader {
  /** A teaching assistant says that a dead letter of her class may be read again; null when it is not there. */
  readonly revive: (guild: string, id: string) => Promise<DeadLetter | null>;
  /** A message ended the process that was to hand it here. It is a dead letter from now on. */
  readonly bury: (message: readonly string[], whose: TextOwner) => Promise<void>;
  /** Whether {@link bury} was told of the very same message before. */
  readonly isBuried: (message: readonly string[], whose: TextOwner) => boolean;
  readonly check: (input: CheckInput, whose: TextOwner) => Promise<CheckReport>;
  readonly readMessage: (
    message: IncomingMessage,
    names: FileNames,
    whose: TextOwner,
  ) => Promise<IntakeResult>;
  /** Which of the lesson's files a text is. */
  readonly roleOf: (text: string, whose: TextOwner) => Promise<Role | null>;
  readonly readForm: (
    texts: Readonly<Record<string, string>>,
    uploads: readonly Attachment[],
    names: FileNames,
    whose: TextOwner,
  ) => Promise<IntakeResult>;
}

export const readerProcess = new URL('reader-process.ts', import.meta.url);

/** Texts that one call reads, and what they are called where that has a meaning to their writer. */
interface Texts {
  readonly kind: 'message' | 'files';
  readonly named: readonly (readonly [string, string])[];
  /** The one that is to blame when nothing says which: what the others hang on. */
  readonly suspect?: string;
}

export function openTextReader(pool: Pool, letters: DeadLetters): TextReader {
  const ask = async <T>(call: Parameters<Pool['call']>[0], whose: TextOwner, texts: Texts): Promise<T> => {
    const digests = digestsOf(texts.named.map(([, text]) => text));
    const dead = letters.among(whose, digests);
    if (dead !== null) throw new UnreadableText(dead.why, dead.file, dead.line);
    try {
      return (await pool.call(call, `${whose.guild}/${whose.user}`)) as T;
    } catch (error) {
      if (!(error instanceof CheckerEnded)) throw error;
      const { why, position: place } = error;
      const file = texts.kind === 'files' ? (texts.named[place?.file ?? -1]?.[0] ?? null) : null;
      const line = file === null ? null : (place?.line ?? null);
      for (const digest of guilty(texts, digests, file))
        await letters.bury({ ...whose, digest, kind: texts.kind, why, file, line, at: Date.now() });
      throw new UnreadableText(why, file, line);
    }
  };
  const files = (all: Readonly<Record<string, string>>, suspect?: string): Texts => ({
    kind: 'files',
    named: Object.entries(all),
    ...(suspect === undefined ? {} : { suspect }),
  });
  return {
    revive: (guild, id) => letters.revive(guild, id),
    isBuried: (message, whose) => letters.among(whose, [digestOfMessage(message)]) !== null,
    bury: async (message, whose) => {
      const digest = digestOfMessage(message);
      await letters.bury({
        ...{ ...whose, digest, kind: 'message', why: 'killed', file: null, line: null },
        at: Date.now(),
      });
    },
    check: ({ student, lesson, tree }, whose) =>
      ask(
        { name: 'check', kept: [lesson, tree], args: [student] },
        whose,
        files(student.files, lesson.manifest?.files.dockerfile ?? 'Dockerfile'),
      ),
    readMessage: (message, names, whose) =>
      ask({ name: 'readMessage', args: [message, names] }, whose, {
        kind: 'message',
        named: [['', message.text], ...message.files.map(named)],
      }),
    roleOf: async (text, whose) => {
      const call = { name: 'roleByContent', args: [text] };
      const found = await ask<{ readonly role: Role } | null>(call, whose, files({ '': text }));
      return found?.role ?? null;
    },
    readForm: (texts, uploads, names, whose) =>
      ask({ name: 'readForm', args: [texts, uploads, names] }, whose, {
        kind: 'message',
        named: [...Object.entries(texts), ...uploads.map(named)],
      }),
  };
}

/** Of all that it consists of, together. */
const digestOfMessage = (message: readonly string[]): string => digestsOf(message).at(-1) ?? '';

/** What was attached may be bytes that nobody has read as text yet. */
const named = (file: Attachment): readonly [string, string] => [
  file.name,
  'text' in file ? file.text : file.base64,
];

/**
 * What is not read again. Where the file is known, that one alone: the others may be right, and go with another. Else all of them
 * as they came together, and the one that the others hang on.
 */
function guilty(
  { named, suspect }: Texts,
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
