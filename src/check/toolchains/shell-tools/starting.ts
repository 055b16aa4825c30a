import { builtins } from '../../simulation/shell/builtins/builtins.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';

/** A program that starts another one looks for it on the PATH alone: it knows none of the shell's own words. */
export const startProgram = (machine: Machine, words: readonly string[], input: string | null): Status =>
  machine.host.runWords(
    Object.hasOwn(builtins, words[0] ?? '') ? { ...machine, direct: true } : machine,
    words,
    input,
  );
