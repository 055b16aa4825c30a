import { plainFile } from '../../simulation/image/entry.ts';
import { bareEnvironment, type Stage } from '../../simulation/image/stage.ts';
import { fail, type Machine } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import type { Toolchain } from '../toolchain.ts';
import { onInterpreters } from './environment-variables.ts';
import { inEnvironment, inSystemPackages, mayBringMore, programOfOldPlace } from './find.ts';
import { baseImage } from './images.ts';
import { activate } from './installation.ts';
import { module, pipenv, pipx, python as runPython } from './python.ts';

/** Sources an activate script: `. /app/.venv/bin/activate`. */
function source(machine: Machine, path: string): Status | null {
  const folder = /^(.*)\/bin\/activate$/.exec(path)?.[1];
  if (folder === undefined || !machine.stage.environments.has(folder)) return null;
  activate(machine, folder);
  return 'ok';
}

function installExpected(stage: Stage): void {
  for (const name of ['python', 'python3'])
    stage.files.put(`/app/.venv/bin/${name}`, { ...plainFile, executable: true, tool: 'python' });
  stage.environments.set('/app/.venv', { ...bareEnvironment, project: true });
}

/** Python: its interpreter, its virtual environments, and installers that are barely simulated. */
export const python: Toolchain = {
  name: 'python',
  programs: {
    ...onInterpreters({
      python: runPython,
      python3: runPython,
      'python3.11': runPython,
      'python3.12': runPython,
      'python3.13': runPython,
      pipx,
      virtualenv: (machine, args) => module(machine, 'virtualenv', args, 'python'),
      pipenv,
    }),
    // If the interpreter is missing, Linux reports the program itself as not found.
    [programOfOldPlace]: (machine, _args, _input, name) =>
      fail(machine, { kind: 'command-failed', phrase: `${name}: not found` }),
  },
  oftenMissing: ['pipenv', 'conda', 'pyenv'],
  commonPrograms: ['python', 'python3'],
  names: /^python|^pip/,
  interpreter: { shebang: /python/, program: 'python' },
  baseImage,
  mayBringMore,
  inEnvironment,
  inSystemPackages,
  installExpected,
  source,
};
