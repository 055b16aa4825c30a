import { unknownText } from '../../dockerfile/unknown-text.ts';
import type { Machine } from './machine.ts';
import type { Status } from './status.ts';
import { print } from './streams.ts';

/** `command -v` and `which`: prints a program's path, or fails. */
export function lookUp(machine: Machine, names: readonly string[]): Status {
  let worst: Status = 'ok';
  for (const name of names) {
    const found = machine.host.resolve(machine, name);
    if (found.kind === 'absent') worst = 'failed';
    else if (found.kind === 'unknown' && worst === 'ok') worst = 'unknown';
    if (found.kind === 'absent') continue;
    const path = 'path' in found ? found.path : null;
    print(machine, path === null ? unknownText : `${path}\n`);
  }
  return worst;
}
