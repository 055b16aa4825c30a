import type { TranslatableText } from '../../../../wording/wording.ts';
import { quoted } from '../../../dockerfile/text.ts';
import type { SimulatedFailure } from '../../../simulation/failures.ts';
import { nameOf } from '../../../simulation/image/files.ts';
import { instructionAt } from '../../queries.ts';
import type { RuleContext } from '../../rule.ts';
import { say } from './sentences.ts';

/** Dependency files of other tools. */
export const otherDependencyFiles =
  /(?:^|\/)(?:requirements[^/]*\.(?:txt|in)|Pipfile(?:\.lock)?|poetry\.lock|setup\.(?:py|cfg))$/;

/** What a COPY of a missing file was probably meant to be, if its form or the name shows that; otherwise null. */
export function copySlip(
  context: RuleContext,
  failure: SimulatedFailure<'copy-not-found'>,
): TranslatableText | null {
  const instruction = instructionAt(context, failure.at.line);
  if (instruction === undefined || failure.stage !== null || failure.hiddenBy !== null) return null;
  const path = quoted(failure.path);
  if (/^\[/.test(instruction.rest) && !instruction.json) return say.later('copyList', { path });
  if (/^[A-Za-z]:/.test(failure.path)) {
    const written = instruction.rest.split(/\s+/).find((word) => /^[A-Za-z]:[\\/]/.test(word)) ?? '';
    const instead = written.slice(Math.max(written.lastIndexOf('\\'), written.lastIndexOf('/')) + 1);
    return instead === '' ? null : say.later('copyDrive', { path, instead: quoted(instead, 60) });
  }
  if (failure.path === context.names.entrypoint) return renamed(context);
  const files = context.project.dependencyFiles.map(nameOf).join(', ');
  return otherDependencyFiles.test(failure.path) && files !== ''
    ? say.later('copyOther', { path, files })
    : null;
}

/** The script exists under a name that an editor, or someone in a hurry, gave it. */
function renamed({ names, buildContext }: RuleContext): TranslatableText | null {
  const stem = names.entrypoint.replace(/\.\w{1,10}$/, '').toLowerCase();
  const found = [...buildContext.files.keys()].find(
    (path) => path !== names.entrypoint && !path.includes('/') && path.split('.')[0]?.toLowerCase() === stem,
  );
  return found === undefined
    ? null
    : say.later('copyRenamed', { found: quoted(found, 60), script: names.entrypoint });
}
