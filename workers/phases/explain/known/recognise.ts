import type { Aim } from '../../../../src/lesson/manifest/manifest.ts';
import type { studentReasons } from '../../../../src/submission/verdict.ts';
import { sayCause } from '../../../../src/submission/wording/causes.ts';
import type { TranslatableText, WordingValues } from '../../../../src/wording/wording.ts';

export type StudentReason = (typeof studentReasons)[number];
type ExplainedCause = Parameters<typeof sayCause.later>[0];

/** A known error message, and what it means. */
export interface KnownMessage {
  readonly when: RegExp;
  readonly reason: StudentReason;
  readonly cause: ExplainedCause;
  readonly values?: (match: RegExpExecArray) => WordingValues;
  /** The aims of the lesson that it points to, the likeliest first. */
  readonly aims?: readonly Aim[];
  /** The file the reader should look at, when it is not the Dockerfile's failed step. */
  readonly file?: 'dockerfile' | 'dockerignore' | 'entrypoint';
  /** The line in that file, when the message names it. */
  readonly line?: (match: RegExpExecArray) => number | null;
}

export interface RecognisedMessage {
  readonly reason: StudentReason;
  readonly explanation: TranslatableText;
  readonly aims: readonly Aim[];
  readonly file: KnownMessage['file'] | null;
  readonly line: number | null;
  /** Matches the decisive line, to find it again in the log. */
  readonly when: RegExp;
}

/** The first known message in a log. */
export function recognise(known: readonly KnownMessage[], text: string): RecognisedMessage | null {
  for (const { when, reason, cause, values, aims, file, line } of known) {
    const match = when.exec(text);
    if (match === null) continue;
    return {
      reason,
      explanation: sayCause.later(cause, values?.(match) ?? {}),
      aims: aims ?? [],
      file: file ?? null,
      line: line?.(match) ?? null,
      when,
    };
  }
  return null;
}

/** The text that the first group of a match captured. */
export const word = (match: RegExpExecArray): WordingValues => ({ word: match[1] ?? '' });
export const path = (match: RegExpExecArray): WordingValues => ({ path: match[1] ?? '' });
export const said = (match: RegExpExecArray): WordingValues => ({ said: (match[1] ?? '').slice(0, 200) });
/** The line number that the engine's parser reports. */
export const parseLine = (match: RegExpExecArray): number | null =>
  Number(/parse error (?:on )?line (\d+)/.exec(match.input)?.[1]) || null;
