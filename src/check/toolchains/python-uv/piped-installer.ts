import type { Node } from '../../shell/syntax.ts';
import type { PipelineTail } from '../../simulation/programs/program-call.ts';
import { fields, wordText } from '../../simulation/shell/expand.ts';
import { type Machine, setVariable, subshell } from '../../simulation/shell/machine.ts';
import { isShell } from '../../simulation/shell/shells.ts';
import type { Status } from '../../simulation/shell/status.ts';

/** `curl …/uv/install.sh | sh`: finds the shell that runs the installer, and what it does. */
export function pipedInstaller(machine: Machine, commands: readonly Node[]): PipelineTail | null {
  const [first, second] = commands;
  if (first?.kind !== 'command' || second?.kind !== 'command') return null;
  const words = fields(machine, first.words);
  const [program = ''] = words;
  if (program !== 'curl' && program !== 'wget') return null;
  if (!words.some((word) => /astral\.sh\/uv\/(?:[\d.]+\/)?install\.sh|uv-installer\.sh/.test(word)))
    return null;
  const reader = fields(machine, second.words);
  const shell = reader.find(
    (word, index) => !word.includes('=') && !(index === 0 && /(?:^|\/)env$/.test(word)),
  );
  if (!isShell(shell ?? '')) return null;
  const run = (): Status => {
    // Without curl, the shell reads an empty script, so the step succeeds but does not install uv.
    if (machine.host.resolve(machine, program).kind === 'absent') {
      machine.events.push({
        kind: 'download-skipped',
        at: machine.place,
        stage: machine.stage.index,
        program,
      });
      return 'ok';
    }
    const inner = subshell(machine);
    for (const { name, value } of second.assignments) setVariable(inner, name, wordText(machine, value));
    for (const word of reader) {
      const equals = word.indexOf('=');
      if (equals > 0) setVariable(inner, word.slice(0, equals), word.slice(equals + 1));
    }
    return machine.host.runTool(inner, ['uv-installer', 'sh']);
  };
  return { from: 1, run };
}
