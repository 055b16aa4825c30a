import type { SimulatedFailure } from '../../simulation/failures.ts';
import { nameOf } from '../../simulation/image/files.ts';
import { failuresOf } from '../queries.ts';
import type { RuleContext } from '../rule.ts';

/** A COPY of missing files that belongs to no aim: a half-finished answer. */
export const lostCopy = (context: RuleContext): SimulatedFailure<'copy-not-found'> | undefined =>
  failuresOf(context, ['copy-not-found'], 'build').find(
    (failure) => context.aims.get(failure) === null && failure.stage === null,
  );

/** The line that copies a context file by name; null if there is none. */
export function copyLine(context: RuleContext, name: string): number | null {
  const step = context.simulation.steps.find(({ copied }) =>
    copied?.named.some((path) => nameOf(path) === name),
  );
  return step?.instruction.line ?? null;
}

/** A COPY whose last argument is a dependency file, which Docker takes for the destination. */
export function renamedCopy(
  context: RuleContext,
): { readonly line: number; readonly from: string; readonly name: string } | null {
  const names = context.project.dependencyFiles.map(nameOf);
  for (const { instruction, sources } of context.simulation.steps) {
    const name = nameOf(instruction.args.at(-1) ?? '');
    const from = nameOf(sources[0] ?? '');
    if (instruction.keyword === 'copy' && names.includes(name) && names.includes(from) && name !== from) {
      return { line: instruction.line, from, name };
    }
  }
  return null;
}

/** The wanted files that are copied before the source, and the last line that copies one. */
export function copiedBeforeSource(
  context: RuleContext,
  wanted: readonly string[],
): { readonly names: ReadonlySet<string>; readonly line: number | null } {
  const since = context.simulation.final?.sourceSince ?? Number.POSITIVE_INFINITY;
  const names = new Set<string>();
  let line: number | null = null;
  for (const step of context.simulation.steps) {
    if (step.copied === null || step.instruction.line >= since) continue;
    for (const path of step.copied.taken) {
      if (!wanted.includes(nameOf(path))) continue;
      names.add(nameOf(path));
      line = step.instruction.line;
    }
  }
  return { names, line };
}
