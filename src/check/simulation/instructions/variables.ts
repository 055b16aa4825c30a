import { bounded } from '../../dockerfile/bounds.ts';
import { argPairs, type Instruction } from '../../dockerfile/instruction.ts';
import type { BuildState, Substitution } from '../build/build.ts';
import type { Stage } from '../image/stage.ts';

/** ENV. */
export function setVariables(stage: Stage, instruction: Instruction, words: Substitution): readonly string[] {
  // All values are expanded with the environment from before the instruction.
  const values = instruction.pairs.map(
    ({ name, value }) => [words.word(name), bounded(words.word(value ?? ''))] as const,
  );
  for (const [name, value] of values) {
    stage.env.set(name, value);
    stage.runEnv.set(name, value);
    stage.envLines.set(name, instruction.line);
  }
  return values.map(([, value]) => value);
}

/** The value given by `docker build --build-arg`; null if there is none. */
export const buildArgument = ({ options }: BuildState, name: string): string | null => {
  const given = options.arguments;
  return Object.hasOwn(given, name) ? (given[name] ?? null) : null;
};

/** Declares an ARG inside a stage. */
export function declare(run: BuildState, stage: Stage, instruction: Instruction, words: Substitution): void {
  for (const { name, value } of argPairs(instruction)) {
    const written = value === null ? (run.global.get(name) ?? null) : words.word(value);
    const given = buildArgument(run, name) ?? written;
    stage.declared.add(name);
    if (given !== null) stage.env.set(name, bounded(given));
  }
}

/** Records the ports of an EXPOSE, as written and including ranges and protocols. */
export function expose(stage: Stage, written: string, line: number, words: Substitution): readonly string[] {
  const found = words.split(written);
  for (const each of stage.exposed.size > 1_000 ? [] : found) {
    const port = each.split(':').at(-1)?.split('/')[0] ?? '';
    const [start = '', end = start] = port.split('-');
    if (stage.exposed.has(Number(start)) && stage.exposed.has(Math.min(Number(end), Number(start) + 99)))
      continue;
    if (!/^\d{1,5}$/.test(start) || !/^\d{1,5}$/.test(end)) continue;
    for (let number = Number(start); number <= Number(end) && number - Number(start) < 100; number += 1) {
      if (!stage.exposed.has(number)) stage.exposed.set(number, line);
    }
  }
  return found;
}
