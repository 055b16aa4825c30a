import { isKnown } from '../../dockerfile/unknown-text.ts';
import { nameOf } from '../../simulation/image/files.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { projectMetadata } from '../python/project.ts';
import { hasOddEmail, superuser } from './interactive.ts';
import { namesMigration } from './migrations.ts';
import { djangoSource } from './source.ts';

/** Other commands of Django and its packages, whose outcome depends on their arguments. */
const known = new Set(
  `runserver collectstatic findstatic createsuperuser changepassword loaddata dumpdata compilemessages makemessages
   createcachetable dbshell inspectdb optimizemigration sendtestemail shell sqlflush sqlmigrate sqlsequencereset
   squashmigrations startapp startproject test testserver remove_stale_contenttypes clearsessions generateschema
   spectacular help version --version`.split(/\s+/),
);
/** Packages without management commands. */
const plainPackages = new Set(
  `django djangorestframework psycopg psycopg-binary psycopg2 psycopg2-binary gunicorn uvicorn whitenoise
   django-cors-headers python-dotenv pillow requests asgiref sqlparse`.split(/\s+/),
);

/** Fails with an error message of Django's. */
export const usage = (machine: Machine, phrase: string): Status =>
  fail(machine, { kind: 'application-refused', phrase });

/** Any command except `migrate` and `runserver`. */
export function otherCommand(machine: Machine, command: string, args: readonly string[]): Status {
  const refused = (phrase: string): Status => usage(machine, phrase);
  const source = machine.project.fact(djangoSource);
  const noInput = args.includes('--noinput') || args.includes('--no-input');
  if (command === '' && args.every((arg) => /^(?:--version|--help|-h)$/.test(arg))) return 'ok';
  if (command === '' || !isKnown(command)) return unknown(machine, 'manage.py');
  if (command === 'collectstatic' && source?.hasStaticRoot === false && !args.includes('--dry-run')) {
    return refused(
      "You're using the staticfiles app without having set the STATIC_ROOT setting to a filesystem path.",
    );
  }
  if (command === 'createsuperuser') {
    // Without a terminal it neither prompts nor creates a user, and exits with 0.
    if (!noInput) return 'ok';
    const missing = ['username', 'email'].find(
      (name) =>
        !args.some((arg) => arg.startsWith(`--${name}`)) &&
        !machine.env.has(`DJANGO_SUPERUSER_${name.toUpperCase()}`),
    );
    if (missing !== undefined) return refused(`You must use --${missing} with --noinput.`);
    return hasOddEmail(machine, args)
      ? refused('CommandError: Enter a valid email address.')
      : superuser(machine);
  }
  if (command === 'compilemessages' && machine.host.resolve(machine, 'msgfmt').kind === 'absent')
    return refused(
      "CommandError: Can't find msgfmt. Make sure you have GNU gettext tools 0.19 or newer installed.",
    );
  if (command === 'dbshell') {
    const lost = machine.host.resolve(machine, 'sqlite3').kind === 'absent';
    const isSqlite = source?.databaseFile != null && (machine.env.get('DATABASE_HOST') ?? '') === '';
    if (lost && isSqlite)
      return refused("CommandError: You appear not to have the 'sqlite3' program installed or on your path.");
  }
  if (command === 'sqlmigrate' && namesMigration(machine, args)) return 'ok';
  if (command === 'loaddata') {
    const name = args.slice(args.indexOf('loaddata') + 1).find((arg) => !arg.startsWith('-')) ?? '';
    const there = machine.stage.files.find(
      (entry, path) => entry.kind === 'file' && nameOf(path).split('.')[0] === nameOf(name).split('.')[0],
    );
    const lost = there.length === 0 && !machine.stage.files.isVague && isKnown(name) && name !== '';
    return lost
      ? refused(`No fixture named '${nameOf(name).split('.')[0]}' found.`)
      : unknown(machine, 'loaddata');
  }
  if (known.has(command) || source === null || source.commands.has(command))
    return unknown(machine, `manage.py ${command}`);
  const packages = machine.project.fact(projectMetadata).dependencies;
  const foreign = packages === null || [...packages].some((name) => !plainPackages.has(name));
  return foreign ? unknown(machine, `manage.py ${command}`) : refused(`Unknown command: '${command}'`);
}
