import { builtins } from '../../simulation/shell/builtins/builtins.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';

/** Starts a program for another program, which only searches the PATH and does not know the shell's builtins. */
export const startProgram = (machine: Machine, words: readonly string[], input: string | null): Status =>
  machine.host.runWords(
    Object.hasOwn(builtins, words[0] ?? '') ? { ...machine, direct: true } : machine,
    words,
    input,
  );
