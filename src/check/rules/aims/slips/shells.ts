import { quoted } from '../../../dockerfile/text.ts';
import type { Slip } from './failed-line.ts';
import { say } from './sentences.ts';

/** A SHELL instruction above with which the following steps cannot work. */
const brokenShell: Slip = ({ context, failure, inScript }) => {
  if (inScript || failure.phase !== 'build') return null;
  if (failure.kind !== 'command-not-found' && failure.kind !== 'script-not-found') return null;
  const shell = context.simulation.steps.findLast(
    ({ instruction: { keyword, line } }) =>
      (keyword === 'shell' || keyword === 'from') && line < failure.at.line,
  )?.instruction;
  if (shell?.keyword !== 'shell') return null;
  const [program = ''] = shell.args;
  const { line } = shell;
  if (failure.kind === 'command-not-found' && failure.command === program)
    return say.later('foreignShell', { line, shell: quoted(program, 40) });
  return shell.args.slice(1).some((word) => word.startsWith('-') && word.includes('c'))
    ? null
    : say.later('shellWithoutC', { line });
};

export const shellSlips: readonly Slip[] = [brokenShell];
