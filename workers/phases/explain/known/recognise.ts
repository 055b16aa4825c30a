import type { Aim } from '../../../../src/lesson/manifest/manifest.ts';
import type { studentReasons } from '../../../../src/submission/verdict.ts';
import { sayCause } from '../../../../src/submission/wording/causes.ts';
import type { TranslatableText, WordingValues } from '../../../../src/wording/wording.ts';

export type StudentReason = (typeof studentReasons)[number];
type ExplainedCause = Parameters<typeof sayCause.later>[0];

/** An error text that is known, and what it means. */
export interface KnownMessage {
  readonly when: RegExp;
  readonly reason: StudentReason;
  readonly cause: ExplainedCause;
  readonly values?: (match: RegExpExecArray) => WordingValues;
  /** Which aims of the lesson it comes from, the likeliest first. */
  readonly aims?: readonly Aim[];
  /** Where the reader should look, when it is not the failed step of the Dockerfile. */
  readonly file?: 'dockerfile' | 'dockerignore' | 'entrypoint';
  /** Line in that file, where the text names it. */
  readonly line?: (match: RegExpExecArray) => number | null;
}

export interface RecognisedMessage {
  readonly reason: StudentReason;
  readonly explanation: TranslatableText;
  readonly aims: readonly Aim[];
  readonly file: KnownMessage['file'] | null;
  readonly line: number | null;
  /** Finds the decisive line again. */
  readonly when: RegExp;
}

/** The first known text in a log. */
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

/** What the first group of a match stands for. */
export const word = (match: RegExpExecArray): WordingValues => ({ word: match[1] ?? '' });
export const path = (match: RegExpExecArray): WordingValues => ({ path: match[1] ?? '' });
export const said = (match: RegExpExecArray): WordingValues => ({ said: (match[1] ?? '').slice(0, 200) });
/** The line that the engine's parser names. */
export const parseLine = (match: RegExpExecArray): number | null =>
  Number(/parse error (?:on )?line (\d+)/.exec(match.input)?.[1]) || null;
