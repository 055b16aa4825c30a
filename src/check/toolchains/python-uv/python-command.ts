import { plainFile } from '../../simulation/image/entry.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { pythonOf } from '../python/version.ts';
import { unrecognized } from './usage.ts';

/** `uv python …`: lists the available Pythons, or installs another one, which nothing uses unless requested. */
export function pythons(machine: Machine, [verb = '', ...rest]: readonly string[]): Status {
  if (['list', 'dir', 'find'].includes(verb)) return 'ok';
  if (['install', 'upgrade', 'uninstall', 'pin', 'update-shell'].includes(verb)) {
    const isPlain = rest.length === 1 && rest[0] !== undefined && /^3\.\d+$/.test(rest[0]);
    if (verb === 'pin')
      machine.stage.files.put(resolvePath(machine.cwd, '.python-version'), {
        ...plainFile,
        text: isPlain ? `${rest[0]}\n` : null,
        line: machine.place.line,
      });
    // The image's own Python needs no download.
    if (verb === 'pin' && isPlain && rest[0] === pythonOf(machine)) return 'ok';
    return unknown(machine, `uv python ${verb}`);
  }
  return unrecognized(machine, verb);
}
