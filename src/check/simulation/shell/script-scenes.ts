import { fail, type Machine, type ScriptScene, unfollowed, unknown } from './machine.ts';
import type { Status } from './status.ts';

/** How often a script may call itself with the same state (files aside), and how often in total. */
const mostAlike = 1;
const mostNested = 4;

/** The state, apart from files, by which a script can distinguish one run from another. */
export function sceneOf({ user, env, cwd }: Machine, path: string, args: readonly string[]): ScriptScene {
  const variables = [...env].map(([name, value]) => `${name}=${value}`).sort();
  return { path, seen: [user, cwd, ...args, '', ...variables].join('\0') };
}

/**
 * A script that calls itself never ends if nothing has changed in between. It may first check the user, its arguments, variables or a file
 * it has created: `[ "$(id -u)" = 0 ] && exec gosu app "$0"`.
 */
export function entersItself(machine: Machine, { path, seen }: ScriptScene, written: string): Status | null {
  const before = machine.inside.filter((each) => each.path === path);
  const alike = before.filter((each) => each.seen === seen);
  if (alike.length <= mostAlike) return before.length <= mostNested ? null : unfollowed(machine, written);
  // If the script ignores the failure, it goes on once no more processes can be started.
  unknown(machine, written);
  return fail(machine, { kind: 'script-runs-itself', path: written });
}
