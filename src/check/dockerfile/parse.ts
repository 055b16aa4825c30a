import { type BuildError, buildError } from './build-error.ts';
import { type Instruction, type Pass, readInstruction } from './instruction.ts';
import { type DockerfileLines, readLines } from './lines.ts';
import { trim } from './text.ts';

/** A Dockerfile as parsed by BuildKit. */
export interface Dockerfile {
  readonly instructions: readonly Instruction[];
  /** Errors that stop the build before it starts, in the order in which BuildKit finds them. */
  readonly errors: readonly BuildError[];
  readonly lines: Omit<DockerfileLines, 'lines' | 'errors'>;
  /** Whether there are more instructions than the check supports; `instructions` is then empty. */
  readonly tooMany: boolean;
}

/** Number of variables that the instructions set. A single instruction may set thousands, and every stage and shell copies them. */
const variables = (instructions: readonly Instruction[]): number =>
  instructions.reduce(
    (sum, { keyword, pairs, args }) => sum + pairs.length + (keyword === 'arg' ? args.length : 0),
    0,
  );

/** Maximum number of instructions and variables per Dockerfile, to limit the check's time. No lesson's Dockerfile comes close. */
export const mostInstructions = 1_000;

/**
 * Parses a Dockerfile as BuildKit does, quirks included: what BuildKit swallows is missing from a student's build too. dockerfile-ast, by
 * contrast, models a document for an editor: it keeps what BuildKit skips, has no passes, and throws on some heredocs.
 */
export function parseDockerfile(source: string): Dockerfile {
  const { lines: logical, errors: lineErrors, ...lines } = readLines(source);
  if (logical.length > mostInstructions) return { instructions: [], errors: [], lines, tooMany: true };
  const byPass: Record<Pass, BuildError[]> = { lines: [...lineErrors], instructions: [] };
  const instructions = logical.map((line) => {
    const { instruction: read, pass } = readInstruction(line, lines.escape);
    const instruction = lines.syntax === null ? withoutLabs(read) : read;
    if (instruction.error !== null) byPass[pass].push(instruction.error);
    return instruction;
  });
  if (variables(instructions) > mostInstructions)
    return { instructions: [], errors: [], lines, tooMany: true };
  const badOption = refusedCheckOption(lines.checkOptions);
  if (badOption !== null)
    byPass.lines.push(buildError('InvalidCheckOption', lines.checkLine, badOption, { option: badOption }));
  if (instructions.length === 0) {
    const phrase =
      source === '' ? 'the Dockerfile (Dockerfile) cannot be empty' : 'file with no instructions';
    byPass.lines.push(
      buildError('EmptyDockerfile', Math.max(1, source.replace(/\n$/, '').split('\n').length), phrase, {
        blank: trim(source) === '' ? 1 : 0,
      }),
    );
  }
  const stray = instructions.find(({ keyword }) => keyword !== 'arg' && keyword !== null);
  // An unparsable line above may have been intended as FROM; Docker stops there.
  const unread = instructions.some(({ keyword, line }) => keyword === null && line < (stray?.line ?? 0));
  if (stray !== undefined && stray.keyword !== 'from' && !unread) {
    byPass.instructions.push(
      buildError('NoBuildStage', stray.line, 'no build stage in current context', {
        instruction: stray.written.toUpperCase(),
      }),
    );
  } else if (stray === undefined && instructions.length > 0 && byPass.instructions.length === 0) {
    byPass.instructions.push(
      buildError('NoBuildStage', 1, 'dockerfile contains no stages to build', { instruction: '' }),
    );
  }
  // A stable sort: within a pass, BuildKit finds errors from top to bottom.
  byPass.lines.sort((a, b) => a.line - b.line);
  byPass.instructions.sort((a, b) => a.line - b.line);
  return { instructions, errors: [...byPass.lines, ...byPass.instructions], lines, tooMany: false };
}

/** Rejects an option that the engine's built-in frontend does not have yet. The file would have to name a frontend that has it. */
function withoutLabs(instruction: Instruction): Instruction {
  const { keyword, options, error, line } = instruction;
  const name = keyword === 'run' ? 'security' : 'parents';
  if ((keyword !== 'copy' && keyword !== 'run') || error !== null || !options.has(name)) return instruction;
  const flag = `--${name}`;
  return { ...instruction, error: buildError('UnknownFlag', line, `unknown flag: ${flag}`, { flag }) };
}

/** BuildKit's error for an invalid `# check=`; null if it is valid. */
function refusedCheckOption(options: string | null): string | null {
  for (const part of (options ?? '').split(';').map(trim)) {
    if (part === '') continue;
    const [key = '', value] = part.split(/=(.*)/s);
    if (value === undefined || !['skip', 'error', 'experimental'].includes(trim(key)))
      return `failed to parse check options: invalid check option "${part}"`;
    if (trim(key) === 'error' && !/^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(trim(value)))
      return `failed to parse check options: failed to parse check option "${part}"`;
  }
  return null;
}
