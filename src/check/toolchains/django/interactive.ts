import { isKnown } from '../../dockerfile/unknown-text.ts';
import { type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { runProgramText } from '../python/program-text.ts';
import { UserProgram } from './user-program.ts';

export const superuser = (machine: Machine): Status =>
  mayMakeUser(machine) ? 'ok' : unknown(machine, 'manage.py createsuperuser');

/** A user can only be made where the tables are, and once: a fresh container has the one of its own start. */
function mayMakeUser(machine: Machine): boolean {
  const made = machine.events.filter(
    (each) => each.kind === 'project-command' && each.phase === machine.phase && each.certain,
  );
  const times = (command: string): number =>
    made.filter((each) => each.kind === 'project-command' && each.command === command).length;
  return machine.phase === 'start' && times('migrate') > 0 && times('createsuperuser') + times('shell') === 1;
}

/** An address as Django takes it: of `localhost`, or of a domain with two letters at its end. */
const email = /^[^\s@]{1,64}@(?:localhost|(?:[a-zA-Z0-9-]{1,63}\.){1,20}[a-zA-Z]{2,63})$/;

/** Whether the address of the user that is to be made is certainly none. */
export function hasOddEmail({ env }: Machine, args: readonly string[]): boolean {
  const at = args.findIndex((arg) => arg === '--email' || arg.startsWith('--email='));
  const joined = args[at]?.includes('=') === true ? args[at].slice('--email='.length) : args[at + 1];
  const given = at < 0 ? env.get('DJANGO_SUPERUSER_EMAIL') : joined;
  // Letters of other scripts are left to Django.
  return (
    given !== undefined &&
    isKnown(given) &&
    /^[\x21-\x7e]{1,200}$/.test(given) &&
    !email.test(given) &&
    !/[[\]"]/.test(given)
  );
}

/** `manage.py shell`: a program by -c, or on standard input, that imports what lies beside manage.py. */
export function shell(
  machine: Machine,
  args: readonly string[],
  interpreter: string,
  folder: string,
): Status {
  const at = args.findIndex((arg) => arg === '-c' || arg === '--command');
  const code = at < 0 ? machine.input.text : (args[at + 1] ?? '');
  const command = 'manage.py shell';
  const program = { code, interpreter, command, folder };
  const goesWell = mayMakeUser(machine) ? new UserProgram(machine).goesWell : undefined;
  const ran = runProgramText(machine, goesWell === undefined ? program : { ...program, goesWell });
  return ran ?? unknown(machine, command);
}
