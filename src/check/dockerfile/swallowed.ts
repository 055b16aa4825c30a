import type { Instruction } from './instruction.ts';
import { parseDockerfile } from './parse.ts';

/** An instruction that a stray backslash has joined to the one above. */
export interface Swallowed {
  readonly by: Instruction;
  /** Its own line and first word. */
  readonly line: number;
  readonly word: string;
}

const instructionStart = /^(FROM|RUN|COPY|ADD|WORKDIR|ENV|EXPOSE|ENTRYPOINT|CMD|USER|ARG)[ \t]/;

/** The first instruction swallowed by another one; null if there is none. `lines` are those of the file. */
export function swallowedBy(by: Instruction, lines: readonly string[]): Swallowed | null {
  if (by.end === by.line || by.heredocs.length > 0 || by.keyword === 'onbuild') return null;
  for (let line = by.line + 1; line <= by.end; line += 1) {
    const word = instructionStart.exec(lines[line - 1] ?? '')?.[1];
    // `HEALTHCHECK --interval=5s \` legitimately continues with CMD.
    if (word === undefined || (by.keyword === 'healthcheck' && word === 'CMD')) continue;
    return { by, line, word };
  }
  return null;
}

/** The instructions as intended, with swallowed ones separated again. */
export function separateSwallowed(
  instructions: readonly Instruction[],
  source: string,
): { readonly instructions: readonly Instruction[]; readonly swallowed: readonly Swallowed[] } {
  const lines = source.split('\n');
  const swallowed: Swallowed[] = [];
  const separate = (instruction: Instruction, depth: number): readonly Instruction[] => {
    const found = depth > 20 ? null : swallowedBy(instruction, lines);
    if (found === null) return [instruction];
    swallowed.push(found);
    const head = lines
      .slice(instruction.line - 1, found.line - 1)
      .join('\n')
      .replace(/\\\s*$/, '');
    const tail = lines.slice(found.line - 1, instruction.end).join('\n');
    const reread = (text: string, start: number) =>
      parseDockerfile('\n'.repeat(start - 1) + text).instructions;
    return [
      ...reread(head, instruction.line),
      ...reread(tail, found.line).flatMap((each) => separate(each, depth + 1)),
    ];
  };
  return { instructions: instructions.flatMap((instruction) => separate(instruction, 0)), swallowed };
}
