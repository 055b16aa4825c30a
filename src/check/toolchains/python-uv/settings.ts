import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import type { Usage } from './usage.ts';

/** A settings file that `--config-file` names and that does not exist; the option stands before or behind the command. */
export function missingSettings(machine: Machine, { options, operands }: Usage): string | null {
  const at = operands.findIndex((word) => /^--config-file(?:=|$)/.test(word));
  const behind = /^(?:sync|lock|export)$/.test(operands[0] ?? '') ? operands[at] : undefined;
  const inWord = behind?.split('=')[1];
  const written =
    options.get('--config-file')?.at(-1) ??
    (behind === undefined ? undefined : (inWord ?? operands[at + 1])) ??
    machine.env.get('UV_CONFIG_FILE') ??
    '';
  if (written === '') return null;
  const path = resolvePath(machine.cwd, written);
  return isKnown(path) && machine.stage.files.presence(path) === 'absent' ? written : null;
}
