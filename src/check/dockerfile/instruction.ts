import { type BuildError, buildError } from './build-error.ts';
import { InstructionError } from './instruction-error.ts';
import { type Keyword, keywords, type Pair } from './keywords.ts';
import type { Heredoc, LogicalLine } from './lines.ts';
import { newShape, type Shape, shapeOf } from './shape.ts';
import { cutAtBlank, lower, trim } from './text.ts';
import { validateArguments } from './validate-arguments.ts';
import { takeFlags } from './words.ts';

/** An instruction as parsed by BuildKit, before variable substitution. */
export interface Instruction {
  /** Null if the first word is not an instruction. */
  readonly keyword: Keyword | null;
  /** The first word as written. */
  readonly written: string;
  readonly line: number;
  readonly end: number;
  /** Flags as written, and by name (without `--`). A boolean flag has the value `true` or `false`. */
  readonly flags: readonly string[];
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly args: readonly string[];
  readonly pairs: readonly Pair[];
  /** What follows the keyword and its flags. */
  readonly rest: string;
  /** Whether it is in exec form. */
  readonly json: boolean;
  readonly heredocs: readonly Heredoc[];
  /** The last comment above it, without the `#`; null if there is none. */
  readonly comment: string | null;
  /** The whole logical line. */
  readonly text: string;
  /** Why BuildKit rejects it; null if it does not. */
  readonly error: BuildError | null;
}

/** The BuildKit pass that finds an instruction's error: reading lines, or parsing instructions. */
export type Pass = 'lines' | 'instructions';

/** Parses a logical line. */
export function readInstruction(
  line: LogicalLine,
  escapeMark: string,
): { readonly instruction: Instruction; readonly pass: Pass } {
  const [written, body] = cutAtBlank(trim(line.text));
  const keyword = keywords.find((each) => each === lower(written)) ?? null;
  const withFlags = takeFlags(body ?? '', escapeMark);
  const rest = trim(withFlags.rest);
  const base = {
    keyword,
    written,
    line: line.start,
    end: line.end,
    flags: withFlags.flags,
    rest,
    heredocs: line.heredocs,
    comment: line.comment,
    text: line.text,
  };
  const none: ReadonlyMap<string, readonly string[]> = new Map();
  const failed = (error: unknown, found: Shape, pass: Pass) => {
    if (!(error instanceof InstructionError)) throw error;
    const reported = buildError(error.code, line.start, error.message, error.values);
    return { instruction: { ...base, ...found, options: none, error: reported }, pass };
  };
  if (keyword === null) {
    const error = buildError('UnknownInstruction', line.start, `unknown instruction: ${written}`, {
      word: written,
    });
    return { instruction: { ...base, ...newShape([]), options: none, error }, pass: 'instructions' };
  }
  let found: Shape;
  try {
    found = shapeOf(keyword, rest, escapeMark);
  } catch (error) {
    return failed(error, newShape([]), 'lines');
  }
  try {
    return {
      instruction: {
        ...base,
        ...found,
        options: validateArguments(keyword, found, withFlags.flags),
        error: null,
      },
      pass: 'instructions',
    };
  } catch (error) {
    return failed(error, found, 'instructions');
  }
}

/** The arguments of ARG as names and values. */
export function argPairs(instruction: Instruction): readonly Pair[] {
  return instruction.args.map((word) => {
    const equals = word.indexOf('=');
    if (equals < 0) return { name: word, value: null, legacy: false };
    return { name: word.slice(0, equals), value: word.slice(equals + 1), legacy: false };
  });
}
