import type { TranslatableText } from '../../../../wording/wording.ts';
import type { Instruction } from '../../../dockerfile/instruction.ts';
import { quoted } from '../../../dockerfile/text.ts';
import type { SimulatedFailure } from '../../../simulation/failures.ts';
import { nameOf } from '../../../simulation/image/files.ts';
import { instructionAt, placeOf } from '../../queries.ts';
import type { RuleContext } from '../../rule.ts';
import type { FailedLine } from './failed-line.ts';
import { say } from './sentences.ts';

/** Files written by a step of the Dockerfile: the container fails in the file, but the step has to be changed. */

/** The instruction that wrote the file which the container starts; undefined if it was copied. */
export function writingStep(context: RuleContext, failure: SimulatedFailure): Instruction | undefined {
  const { start, final } = context.simulation;
  if (failure.phase !== 'start' || failure.at.file !== context.names.dockerfile) return undefined;
  const entries = (start?.words ?? []).slice(0, 3).map((word) => final?.files.get(word) ?? null);
  const entry = entries.find(
    (each) => each !== null && each.kind === 'file' && each.from === null && each.text !== null,
  );
  return entry == null || entry.line === 0 ? undefined : instructionAt(context, entry.line);
}

/** The line of the student's script that starts the lesson's file in which the failure occurs; null if there is none. */
function callOf(
  { student, names, brought }: RuleContext,
  { at }: SimulatedFailure,
): ReturnType<typeof placeOf> | null {
  const isHers = Object.hasOwn(student.files, at.file) && !brought.has(at.file);
  if (isHers || at.file === names.dockerfile) return null;
  const lines = student.files[names.entrypoint]?.split('\n') ?? [];
  const line = lines.findIndex((each) => !each.trimStart().startsWith('#') && each.includes(nameOf(at.file)));
  return line < 0 ? null : { file: names.entrypoint, line: line + 1 };
}

/** Where a failure at the start has to be fixed. */
export function placeOfStart(context: RuleContext, failure: SimulatedFailure): ReturnType<typeof placeOf> {
  const called = callOf(context, failure);
  if (called !== null) return called;
  const step = writingStep(context, failure);
  return step === undefined ? placeOf(failure) : { file: context.names.dockerfile, line: step.line };
}

/**
 * The sentence for a variable that a heredoc of the Dockerfile, or an echo in double quotes, has replaced with nothing; null if there is
 * none.
 */
export function emptied(
  { context, failure }: FailedLine,
  variable = /\$(?:\{?\w{1,60}\}?|[@*])/,
): TranslatableText | null {
  const step = writingStep(context, failure);
  if (step === undefined) return null;
  const block = step.heredocs.find(({ expand, content }) => expand && variable.test(content));
  if (block !== undefined) {
    const found = variable.exec(block.content)?.[0] ?? '';
    return say.later('emptiedBlock', { variable: quoted(found, 40), mark: quoted(block.name, 20) });
  }
  const found = variable.exec(step.rest)?.[0];
  return found === undefined || !step.rest.includes('"')
    ? null
    : say.later('emptiedEcho', { variable: quoted(found, 40) });
}
