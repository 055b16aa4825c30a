import { isKnown } from '../../dockerfile/unknown-text.ts';

/** Options that every command of manage.py takes (`manage.py help`, Django 5.2). */
const globalOptions = `-v --verbosity --settings --pythonpath --traceback --no-color --force-color --skip-checks --version -h
  --help`;

/** Options of the commands whose answer is known. */
const options: Readonly<Record<string, string>> = {
  migrate: '--noinput --no-input --database --fake --fake-initial --plan --run-syncdb --check --prune',
  makemigrations:
    '--dry-run --merge --empty --noinput --no-input -n --name --no-header --check --scriptable --update',
  check: '-t --tag --list-tags --deploy --fail-level --database --databases',
  showmigrations: '-l --list -p --plan --database',
  flush: '--noinput --no-input --database',
  runserver: '-6 --ipv6 --nothreading --noreload --nostatic --insecure',
  diffsettings: '--all --default --output',
};

/** Options that take the word behind them, as Django writes them. */
const valued: Readonly<Record<string, string>> = {
  '-v': '-v/--verbosity',
  '--verbosity': '-v/--verbosity',
  '--settings': '--settings',
  '--pythonpath': '--pythonpath',
  '--database': '--database',
};

const optionsOf = new Map(
  Object.entries(options).map(([command, own]) => [command, `${globalOptions} ${own}`.split(/\s+/)]),
);

/** Django's error for an unknown option; null where it accepts all of them, or where that is not known. */
export function refusedOption(command: string, args: readonly string[]): string | null {
  const names = optionsOf.get(command);
  if (names === undefined) return null;
  if (args.includes('--no-color') && args.includes('--force-color'))
    return "CommandError: The --no-color and --force-color options can't be used together.";
  for (const [index, arg] of args.entries()) {
    const name = arg.split('=')[0] ?? '';
    const argument = Object.hasOwn(valued, arg) ? valued[arg] : undefined;
    if (argument !== undefined && /^(?:$|-(?!\d))/.test(args[index + 1] ?? ''))
      return `manage.py ${command}: error: argument ${argument}: expected one argument`;
    const level = /^(?:-v|--verbosity)$/.test(args[index - 1] ?? '') ? arg : null;
    if (level !== null && isKnown(level) && !/^[0-3]$/.test(level))
      return `argument -v/--verbosity: invalid choice: '${level}'`;
    // The lesson's settings know one database.
    const before = args[index - 1] === '--database' ? arg : null;
    const database = arg.startsWith('--database=') ? arg.slice(11) : before;
    if (database !== null && isKnown(database) && database !== 'default' && command === 'migrate')
      return `manage.py migrate: error: argument --database: invalid choice: '${database}' (choose from 'default')`;
    // Django accepts abbreviated options.
    if (!name.startsWith('-') || !isKnown(name) || names.some((each) => each.startsWith(name))) continue;
    if (/^-[vntlp]./.test(name)) continue;
    return `manage.py ${command}: error: unrecognized arguments: ${name}`;
  }
  return null;
}
