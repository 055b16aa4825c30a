import type { Program } from '../../simulation/shell/machine.ts';
import { onInterpreters } from '../python/environment-variables.ts';
import { environmentOf } from '../python/interpreter.ts';
import type { Toolchain } from '../toolchain.ts';
import { pip as runPip } from './pip.ts';

const program: Program = (machine, args, _input, name) =>
  runPip(machine, args, environmentOf(machine, name), name);

export const pip: Toolchain = {
  name: 'pip',
  programs: onInterpreters({ pip: program, pip3: program }),
  fetching: /^(?:pip[\d.]*|pipx)$/,
};
