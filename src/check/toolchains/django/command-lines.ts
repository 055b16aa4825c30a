import { type ArgparseGrammar, type ArgparseOption, readArguments } from '../python/argparse.ts';

/*
 * What the commands of manage.py take, as Django 5.2 declares it. Options are written as `--name`, `--name=` with a value,
 * `--name=a,b` with one of these; further spellings of one stand behind a `|`.
 */

const everyCommand =
  '-h|--help --version -v|--verbosity=0,1,2,3 --settings= --pythonpath= --traceback --no-color --force-color --skip-checks';

interface Command {
  readonly options: string;
  readonly positionals?: ArgparseGrammar['positionals'];
}

const commands: Readonly<Record<string, Command>> = {
  check: {
    options:
      '--tag=|-t --list-tags --deploy --fail-level=CRITICAL,ERROR,WARNING,INFO,DEBUG --database=default',
    positionals: ['*'],
  },
  collectstatic: {
    options:
      '--noinput|--no-input --no-post-process -i|--ignore= -n|--dry-run -c|--clear -l|--link --no-default-ignore',
  },
  createcachetable: { options: '--database=default --dry-run', positionals: ['*'] },
  createsuperuser: { options: '--username= --noinput|--no-input --database=default --email=' },
  dbshell: { options: '--database=default', positionals: ['*'] },
  diffsettings: { options: '--all --default= --output=hash,unified' },
  flush: { options: '--noinput|--no-input --database=default' },
  loaddata: {
    options: '--database=default --app= --ignorenonexistent|-i -e|--exclude= --format=',
    positionals: ['+'],
  },
  makemigrations: {
    options:
      '--dry-run --merge --empty --noinput|--no-input -n|--name= --no-header --check --scriptable --update',
    positionals: ['*'],
  },
  migrate: {
    options:
      '--noinput|--no-input --database=default --fake --fake-initial --plan --run-syncdb --check --prune',
    positionals: ['?', '?'],
  },
  runserver: { options: '--ipv6|-6 --nothreading --noreload --nostatic --insecure', positionals: ['?'] },
  shell: { options: '--no-startup --no-imports -i|--interface=ipython,bpython,python -c|--command=' },
  showmigrations: { options: '--database=default --list|-l --plan|-p', positionals: ['*'] },
  sqlmigrate: { options: '--database=default --backwards', positionals: ['1', '1'] },
};

/** Options of which a command takes one at most. */
const rivals: Readonly<Record<string, readonly string[]>> = { showmigrations: ['--list', '--plan'] };

function optionOf(written: string, group: readonly string[]): ArgparseOption {
  const names = written.split('|').map((each) => each.split('=', 1)[0] ?? '');
  const values = /=([^|]*)/.exec(written)?.[1];
  const isNumber = names.includes('--verbosity');
  return {
    names,
    takesValue: values !== undefined,
    ...(values === undefined || values === '' ? {} : { choices: values.split(',') }),
    ...(isNumber ? { isNumber } : {}),
    ...(names.some((name) => group.includes(name)) ? { group: 'one' } : {}),
  };
}

const grammars: ReadonlyMap<string, ArgparseGrammar> = new Map(
  Object.entries(commands).map(([name, { options, positionals = [] }]) => [
    name,
    {
      options: `${everyCommand} ${options}`.split(' ').map((each) => optionOf(each, rivals[name] ?? [])),
      positionals,
    },
  ]),
);

/** The words behind a command of manage.py, read as Django reads them. */
export type CommandWords =
  /** The words without a dash, then its options by their long names, each value in the word behind. */
  | { readonly kind: 'read'; readonly args: readonly string[]; readonly labels: readonly string[] }
  | { readonly kind: 'tells' }
  | { readonly kind: 'refused'; readonly phrase: string }
  | { readonly kind: 'unknown' };

export function readCommandLine(command: string, args: readonly string[]): CommandWords {
  const grammar = grammars.get(command);
  if (grammar === undefined) return { kind: 'unknown' };
  const read = readArguments(grammar, args);
  if (read.kind === 'refused')
    return { kind: 'refused', phrase: `manage.py ${command}: error: ${read.phrase}` };
  if (read.kind !== 'read') return read;
  const refusal = refusedTogether(command, new Set(read.options.map(({ name }) => name)), read.positionals);
  if (refusal !== null) return { kind: 'refused', phrase: refusal };
  const options = read.options.flatMap(({ name, value }) => (value === null ? [name] : [name, value]));
  return { kind: 'read', args: [...read.positionals, ...options], labels: read.positionals };
}

/** What a command refuses once its words are read. */
function refusedTogether(
  command: string,
  options: ReadonlySet<string>,
  labels: readonly string[],
): string | null {
  if (options.has('--no-color') && options.has('--force-color'))
    return "CommandError: The --no-color and --force-color options can't be used together.";
  if (command === 'migrate' && options.has('--prune') && labels.length === 0)
    return 'CommandError: Migrations can be pruned only when an app is specified.';
  if (command === 'makemigrations' && options.has('--empty') && labels.length === 0)
    return 'CommandError: You must supply at least one app label when using --empty.';
  return null;
}
