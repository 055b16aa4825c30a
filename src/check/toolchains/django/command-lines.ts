import { type ArgparseGrammar, type ArgparseOption, readArguments } from '../python/argparse.ts';

/*
 * The options and operands of the manage.py commands, as Django 5.2 declares them. `--name` is a flag, `--name=` takes a value, and
 * `--name=a,b` takes one of these values. Other spellings of the same option follow a `|`.
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

/** Options that exclude each other. */
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

/** The words after a manage.py command, parsed as Django parses them. */
export type CommandWords =
  /** The operands, followed by the options under their long names, each with its value as the next word. */
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

/** Errors that a command reports only once its words are parsed. */
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
