import { fail, type Machine, type ScriptScene, unfollowed, unknown } from './machine.ts';
import type { Status } from './status.ts';

/** A script that is entered from within itself: as often with nothing changed that is not a file, and altogether. */
const mostAlike = 1;
const mostNested = 4;

/** What a script can tell one run of it from another by, files left out. */
export function sceneOf({ user, env, cwd }: Machine, path: string, args: readonly string[]): ScriptScene {
  const variables = [...env].map(([name, value]) => `${name}=${value}`).sort();
  return { path, seen: [user, cwd, ...args, '', ...variables].join('\0') };
}

/**
 * A script that is run from within itself does so for ever where nothing has changed. Another user, other arguments or
 * variables, or a file that it has made, may be what it looks at first: `[ "$(id -u)" = 0 ] && exec gosu app "$0"`.
 */
export function entersItself(machine: Machine, { path, seen }: ScriptScene, written: string): Status | null {
  const before = machine.inside.filter((each) => each.path === path);
  const alike = before.filter((each) => each.seen === seen);
  if (alike.length <= mostAlike) return before.length <= mostNested ? null : unfollowed(machine, written);
  // Where the script goes on nevertheless, it is once there is no room for another process.
  unknown(machine, written);
  return fail(machine, { kind: 'script-runs-itself', path: written });
}
