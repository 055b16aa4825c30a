import { systemEnvironment } from '../../simulation/image/stage.ts';
import { fail, type Machine, setVariable, subshell, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { programOfOldPlace } from './find.ts';
import { packageFolders } from './interpreter.ts';

/** `python -m gunicorn`: runs the server from the first folder that has it, whether or not that is on the PATH. */
export function serverModule(
  machine: Machine,
  name: string,
  args: readonly string[],
  interpreter: string,
): Status {
  const folders = packageFolders(machine, interpreter).map((each) =>
    each === systemEnvironment ? '/usr/local' : each,
  );
  const resolved = folders.map((folder) => ({
    folder,
    found: machine.host.resolve(machine, `${folder}/bin/${name}`),
  }));
  const { folder, found } = resolved.find((each) => each.found.kind !== 'absent') ?? {
    folder: '/usr/local',
    found: { kind: 'absent' } as const,
  };
  // Its program may refer to an interpreter that is gone, but its module does not.
  if (found.kind === 'tool' && found.tool === programOfOldPlace) {
    const inner = subshell(machine, { shell: machine.shell });
    setVariable(inner, 'PATH', `${folder}/bin:${machine.env.get('PATH') ?? ''}`);
    return machine.host.runTool(inner, [name, ...args]);
  }
  switch (found.kind) {
    case 'absent':
      return fail(machine, { kind: 'module-not-found', command: interpreter, module: name, where: null });
    case 'unknown':
      return unknown(machine, `python -m ${name}`);
    default:
      return machine.host.runWords(machine, [`${folder}/bin/${name}`, ...args], null);
  }
}
