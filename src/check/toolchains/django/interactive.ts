import { isKnown } from '../../dockerfile/unknown-text.ts';
import { type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { runProgramText } from '../python/program-text.ts';
import { UserProgram } from './user-program.ts';

export const superuser = (machine: Machine): Status =>
  mayMakeUser(machine) ? 'ok' : unknown(machine, 'manage.py createsuperuser');

/** A user can only be created after `migrate`, and only once per start, because a fresh container starts with its own database. */
function mayMakeUser(machine: Machine): boolean {
  const made = machine.events.filter(
    (each) => each.kind === 'project-command' && each.phase === machine.phase && each.certain,
  );
  const times = (command: string): number =>
    made.filter((each) => each.kind === 'project-command' && each.command === command).length;
  return machine.phase === 'start' && times('migrate') > 0 && times('createsuperuser') + times('shell') === 1;
}

/** An email address that Django accepts: at `localhost`, or at a domain whose last part has at least two letters. */
const email = /^[^\s@]{1,64}@(?:localhost|(?:[a-zA-Z0-9-]{1,63}\.){1,20}[a-zA-Z]{2,63})$/;

/** Whether Django certainly rejects the email address of the user that is to be created. */
export function hasOddEmail({ env }: Machine, args: readonly string[]): boolean {
  const at = args.findIndex((arg) => arg === '--email' || arg.startsWith('--email='));
  const joined = args[at]?.includes('=') === true ? args[at].slice('--email='.length) : args[at + 1];
  const given = at < 0 ? env.get('DJANGO_SUPERUSER_EMAIL') : joined;
  // Addresses with letters of other scripts are not judged here.
  return (
    given !== undefined &&
    isKnown(given) &&
    /^[\x21-\x7e]{1,200}$/.test(given) &&
    !email.test(given) &&
    !/[[\]"]/.test(given)
  );
}

/** `manage.py shell`: runs a program from -c or from standard input, which can import modules next to manage.py. */
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
