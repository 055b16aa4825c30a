import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { type Program, unknown } from '../../simulation/shell/machine.ts';
import { installUnseen } from './install.ts';
import { runNamed } from './npm.ts';
import { refuse } from './refuse.ts';
import { findPackage } from './scripts.ts';

/** Their own commands; every other word is a script of package.json. */
const ownCommands = new Set(
  'install i ci add remove global config cache set up upgrade dlx exec import why info init link publish store fetch deploy prune version help list audit create node workspace workspaces'.split(
    ' ',
  ),
);

/** yarn and pnpm: scripts as npm runs them; which packages come is not followed. */
const manager =
  (lockName: string): Program =>
  (machine, args, _input, name) => {
    if (!args.every(isKnown)) {
      machine.stage.files.blur();
      return unknown(machine, name);
    }
    const words = args.filter((arg) => !arg.startsWith('-'));
    const [verb = args.length === 0 && name.startsWith('yarn') ? 'install' : '', script] = words;
    if (verb === '')
      return args.includes('--frozen-lockfile') || args.includes('--immutable') ? installed() : 'ok';
    if (verb === 'install' || verb === 'i' || verb === 'ci') return installed();
    if (ownCommands.has(verb)) {
      machine.stage.files.blur();
      return unknown(machine, `${name} ${verb}`);
    }
    const found = findPackage(machine);
    if (found.kind === 'refused') return found.status;
    if (found.kind === 'unknown') {
      machine.stage.files.blur();
      return unknown(machine, `${name} ${verb}`);
    }
    const wanted = verb === 'run' ? (script ?? '') : verb;
    if (wanted === '') return 'ok';
    const scriptArgs = args.slice(args.indexOf(wanted) + 1);
    if (verb !== 'run' && !found.package.scripts.has(wanted)) {
      machine.stage.files.blur();
      return unknown(machine, `${name} ${wanted}`);
    }
    return runNamed(
      machine,
      found,
      wanted,
      scriptArgs,
      args.includes('--if-present') ? 'may-be-missing' : 'must-be-there',
    );

    function installed() {
      const found = findPackage(machine);
      if (found.kind === 'refused') return found.status;
      if (found.kind === 'unknown') return unknown(machine, `${name} install`);
      const lock = resolvePath(found.root, lockName);
      // Only pnpm fails for want of the lock file that it has to keep to.
      const strict = name === 'pnpm' && args.includes('--frozen-lockfile');
      if (strict && machine.stage.files.presence(lock) === 'absent')
        return refuse(
          machine,
          ` ERR_PNPM_NO_LOCKFILE  Cannot install with "frozen-lockfile" because ${lockName} is absent`,
          'no-lock',
        );
      return installUnseen(machine, found, `${name} install`);
    }
  };

export const yarn = manager('yarn.lock');
export const pnpm = manager('pnpm-lock.yaml');
