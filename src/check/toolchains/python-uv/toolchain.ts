import { plainFile } from '../../simulation/image/entry.ts';
import type { Stage } from '../../simulation/image/stage.ts';
import { fail, type Machine, setVariable } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import type { Toolchain } from '../toolchain.ts';
import { baseImage } from './images.ts';
import { pipedInstaller } from './piped-installer.ts';
import { runsTool } from './tool.ts';
import { uv as runUv, uvInstaller } from './uv.ts';

/** Handles a command of uv when uv is not installed. Its arguments are judged as if it were. */
function missing(
  machine: Machine,
  name: string,
  args: readonly string[],
  input: string | null,
): Status | null {
  if (name !== 'uv' && name !== 'uvx') return null;
  const { place: at, phase, stage } = machine;
  machine.events.push({ kind: 'tool-used', tool: 'uv', at, phase, stage: stage.index, found: false });
  const command = [name, ...args].join(' ');
  const status = fail(machine, { kind: 'tool-missing', tool: 'uv', command });
  const words = name === 'uvx' ? ['x', ...args] : args;
  const after = runUv({ ...machine, failures: machine.failures }, words, input, 'assumed');
  return after === 'stops' ? 'stops' : status;
}

/** Sources the file that the installer writes next to the programs to put their folder on the PATH. */
function source(machine: Machine, path: string): Status | null {
  if (!/\/\.(?:local\/bin|cargo)\/env$/.test(path) || machine.stage.files.get(path) === null) return null;
  addToPath(machine, path);
  return 'ok';
}

const addToPath = (machine: Machine, file: string): void =>
  setVariable(machine, 'PATH', `${file.replace(/\/env$/, '')}:${machine.env.get('PATH') ?? ''}`);

function logIn(machine: Machine, home: string): void {
  for (const file of [`${home}/.local/bin/env`, `${home}/.cargo/env`])
    if (machine.stage.files.get(file) !== null) addToPath(machine, file);
}

function installExpected(stage: Stage): void {
  stage.files.put('/usr/local/bin/uv', { ...plainFile, executable: true, tool: 'uv' });
}

/** uv: Python projects with their lock files and environments. */
export const uv: Toolchain = {
  name: 'python-uv',
  fetching: /^uvx?$/,
  programs: {
    uv: runUv,
    uvx: (machine, args) => runsTool(machine, args),
    'uv-installer': uvInstaller,
  },
  ifUnknown: { uv: 'runs', uvx: 'runs' },
  names: /^uv-?(?:sync|install|run|pip|add)$/,
  portable: ['uv', 'uvx'],
  downloads: [{ url: /astral\.sh\/uv\/(?:[\d.]+\/)?install\.sh/, tool: 'uv-installer' }],
  baseImage,
  missing,
  borrowed: (tool, at, stage) => (tool === 'uv' ? { kind: 'tool-borrowed', tool, at, stage } : null),
  installExpected,
  pipeline: pipedInstaller,
  source,
  logIn,
};
