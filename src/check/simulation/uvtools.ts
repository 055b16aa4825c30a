import { isKnown } from '../dockerfile/unknown-text.ts';
import { editDistance } from '../nearest.ts';
import { nameOf, parentOf, plainFile, resolvePath } from './files.ts';
import { install, noProject, setEnvironment, upwards } from './install.ts';
import { fail, type Machine, type Program, type Status, subshell, unknown } from './machine.ts';
import { optionTable, type Parsed, parseOptions } from './options.ts';
import { normal } from './project.ts';
import { bareEnvironment, hasNoHome, homeOf, isRoot, systemPython } from './stage.ts';

/** Options that every uv command takes (uv 0.13; `uv help`). */
const globalValued = '--color --directory --project --config-file --cache-dir --allow-insecure-host';
const globalPlain =
  '-q --quiet -v --verbose --native-tls --no-native-tls --system-certs --no-system-certs --offline --no-offline --no-progress --no-config -n --no-cache --no-cache-dir -h --help -V --version --managed-python --no-managed-python --no-python-downloads --allow-python-downloads --preview --no-preview --python-fetch';
const resolver = `--index --default-index -i --index-url --extra-index-url -f --find-links --index-strategy --keyring-provider
  -P --upgrade-package --upgrade-group --resolution --prerelease --prerelease-package --fork-strategy --exclude-newer
  --exclude-newer-package --no-sources-package --reinstall-package --link-mode -C --config-setting --config-settings-package
  --no-build-isolation-package --no-build-package --no-binary-package --refresh-package -p --python --python-platform
  --python-preference`;
const resolverPlain = `--no-index -U --upgrade --no-upgrade --no-sources --reinstall --no-reinstall --force-reinstall --compile-bytecode
  --compile --no-compile-bytecode --no-compile --no-build-isolation --build-isolation --no-build --build --no-binary --binary
  --require-build-hashes --no-require-build-hashes --refresh --no-refresh --pre`;
const project = `--extra --no-extra --group --no-group --only-group --no-editable-package --package`;
const projectPlain = `--all-extras --no-all-extras --dev --no-dev --only-dev --no-default-groups --all-groups --no-editable
  --inexact --exact --active --no-active --locked --frozen --no-frozen --all-packages`;

const globalTable = optionTable(globalValued, globalPlain);
const syncTable = optionTable(
  `${globalValued} ${resolver} ${project} --output-format --no-install-package --script`,
  `${globalPlain} ${resolverPlain} ${projectPlain} --no-install-project --no-install-workspace --no-install-local --dry-run --check`,
);
const runTable = optionTable(
  `${globalValued} ${resolver} ${project} --env-file -w --with --with-editable --with-requirements`,
  `${globalPlain} ${resolverPlain} ${projectPlain} -m --module --no-env-file --isolated --no-sync -s --script --gui-script --no-project`,
);
const pipTable = optionTable(
  `${globalValued} ${resolver} -r --requirement --requirements -e --editable -c --constraint --constraints --override --overrides
   --excludes -b --build-constraint --build-constraints --extra --group -t --target --prefix --no-binary --only-binary
   --python-version --torch-backend --output-format --cert`,
  `${globalPlain} ${resolverPlain} --all-extras --no-deps --require-hashes --no-verify-hashes --verify-hashes --system --no-system
   --break-system-packages --no-break-system-packages --user --strict --no-strict --exact --dry-run --check`,
);
const subcommands = new Set(
  `auth run init add remove version sync lock export tree format check audit tool python pip venv build publish workspace cache self help
   generate-shell-completion`.split(/\s+/),
);

/** Distance of two words, up to 3: near misses are typing errors, others may be options of a newer uv. */
function near(word: string, known: ReadonlySet<string>): boolean {
  for (const each of known)
    if (Math.abs(each.length - word.length) <= 2 && editDistance(word, each) <= 2) return true;
  return false;
}

/** Options that students take over from pip, poetry or their memory, and that `uv sync` refuses. */
const refused = new Set([
  '--system',
  '--no-venv',
  '--venv',
  '--user',
  '-r',
  '--requirement',
  '--no-root',
  '--lock',
  '--no-cache-dirs',
  '--install',
  '--production',
  '-y',
  '--yes',
  '--no-install',
  '--freeze',
  '--exact-versions',
  '--from',
]);

const truthy = (value: string | undefined): boolean =>
  value !== undefined && !/^(?:|0|false|no|off|f|n)$/i.test(value);

/** A wrong option ends uv; one that is in no list may belong to a newer version. */
function wrongOption(
  machine: Machine,
  parsed: Parsed,
  command: string,
  table: { readonly plain: ReadonlySet<string>; readonly valued: ReadonlySet<string> },
  aim: 'dependencies-installed' | 'entrypoint-script' | null,
): Status {
  for (const option of parsed.foreign) {
    if (refused.has(option) || near(option, table.plain) || near(option, table.valued)) {
      return fail(
        machine,
        'uv-usage',
        { phrase: `error: unexpected argument '${option}' found`, command },
        aim,
      );
    }
  }
  return parsed.foreign.length > 0 ? unknown(machine, `${command} ${parsed.foreign[0] ?? ''}`) : 'ok';
}

/** The folder that uv works in, and the project's root. */
function whereFor(
  machine: Machine,
  options: Parsed['options'],
): { readonly cwd: string; readonly root: string | 'unknown' | null; readonly start: string } {
  const directory = options.get('--directory')?.at(-1);
  const cwd = directory === undefined ? machine.cwd : resolvePath(machine.cwd, directory);
  const given = options.get('--project')?.at(-1) ?? machine.env.get('UV_PROJECT');
  const start = given === undefined ? cwd : resolvePath(cwd, given);
  return { cwd, start, root: isKnown(start) ? upwards(machine, start, 'pyproject.toml') : 'unknown' };
}

function environmentFor(machine: Machine, root: string, options: Parsed['options']): string {
  const active = machine.env.get('VIRTUAL_ENV');
  if (options.has('--active') && active !== undefined) return active;
  const set = machine.env.get('UV_PROJECT_ENVIRONMENT');
  return set === undefined || set === '' ? resolvePath(root, '.venv') : resolvePath(root, set);
}

function sync(machine: Machine, args: readonly string[], global: Parsed['options']): Status {
  const parsed = parseOptions(args, syncTable);
  const options = new Map([...global, ...parsed.options]);
  const command = ['uv sync', ...args].join(' ');
  const { cwd, root, start } = whereFor(machine, options);
  let status = wrongOption(machine, parsed, 'uv sync', syncTable, 'dependencies-installed');
  const operand = parsed.operands[0];
  if (operand !== undefined) {
    status = fail(
      machine,
      'uv-usage',
      { phrase: `error: unexpected argument '${operand}' found`, command },
      'dependencies-installed',
    );
  }
  const frozen = options.has('--frozen') || truthy(machine.env.get('UV_FROZEN'));
  const locked = options.has('--locked') || truthy(machine.env.get('UV_LOCKED'));
  if (options.has('--frozen') && options.has('--locked')) {
    status = fail(
      machine,
      'uv-usage',
      { phrase: "error: the argument '--frozen' cannot be used with '--locked'", command },
      'dependencies-installed',
    );
  }
  if (options.has('--dry-run') || options.has('--check') || options.has('--help')) return status;
  const inner = cwd === machine.cwd ? machine : subshell(machine, { cwd });
  const lock = machine.stage.files.get(resolvePath(start, 'uv.lock'));
  // A lock file of the context, not another file saved under its name.
  const lockAlone = root === null && frozen && nameOf(lock?.from ?? '') === 'uv.lock';
  if (lockAlone) {
    // Measured: uv 0.13 installs from the lock file alone, older ones want pyproject.toml beside it.
    status = unknown(machine, 'uv sync --frozen without pyproject.toml');
  } else if (root === null) {
    status = noProject(inner, 'uv sync', start);
  } else if (root !== 'unknown' && (frozen || locked)) {
    const presence = machine.stage.files.presence(resolvePath(root, 'uv.lock'));
    if (presence === 'absent') {
      const flag = options.has('--locked') || !frozen ? '--locked' : '--frozen';
      status = fail(
        machine,
        'no-lock',
        { command: 'uv sync', flag, folder: root },
        'dependencies-copied-first',
      );
    }
  }
  const folder = root === null || root === 'unknown' ? start : root;
  status = unbuildable(machine, folder, options, status);
  const onlyDev = options.has('--only-dev') || options.has('--only-group');
  if (onlyDev) return fail(machine, 'uv-usage', { phrase: '--only-dev', command }, 'dependencies-installed');
  install(
    machine,
    {
      command,
      implicit: false,
      exact: frozen || locked,
      root: folder,
      environment: environmentFor(machine, folder, options),
      withoutDev:
        options.has('--no-dev') || options.has('--no-default-groups') || truthy(machine.env.get('UV_NO_DEV')),
    },
    status,
  );
  return status;
}

/** A project with a build system is built when it is synced: then its readme has to be there. */
function unbuildable(machine: Machine, root: string, options: Parsed['options'], status: Status): Status {
  const { hasBuildSystem, readme } = machine.project.metadata;
  if (status === 'failed' || !hasBuildSystem || readme === null) return status;
  if (options.has('--no-install-project') || options.has('--no-install-workspace')) return status;
  if (machine.stage.files.presence(resolvePath(root, readme)) !== 'absent') return status;
  return fail(
    machine,
    'file-not-found',
    { command: 'uv sync', path: readme, resolved: resolvePath(root, readme) },
    'dependencies-copied-first',
  );
}

function run(machine: Machine, args: readonly string[], global: Parsed['options']): Status {
  const parsed = parseOptions(args, runTable, true);
  const options = new Map([...global, ...parsed.options]);
  const aim = machine.phase === 'start' ? 'entrypoint-script' : null;
  let status = wrongOption(machine, parsed, 'uv run', runTable, aim);
  const { cwd, root } = whereFor(machine, options);
  const inner = subshell(machine, { cwd });
  const withoutProject = options.has('--no-project') || options.has('--isolated');
  if (root !== null && !withoutProject) {
    const folder = root === 'unknown' ? cwd : root;
    const environment = environmentFor(machine, folder, options);
    status = prepare(machine, folder, environment, root === 'unknown', options, status);
    inner.env.set('VIRTUAL_ENV', environment);
    inner.env.set('PATH', `${environment}/bin:${machine.env.get('PATH') ?? ''}`);
  }
  if (
    machine.phase === 'start' &&
    ['-w', '--with', '--with-requirements'].some((each) => options.has(each))
  ) {
    const what = options.get('--with')?.[0] ?? options.get('-w')?.[0] ?? '';
    status = fail(machine, 'needs-network', { what: `with ${what}`, folder: '' }, 'entrypoint-script');
  }
  const [command, ...rest] = parsed.operands;
  if (command === undefined) return status;
  inner.exec = machine.exec;
  const words =
    options.has('-m') || options.has('--module') ? ['python', '-m', command, ...rest] : [command, ...rest];
  const isScript = command.endsWith('.py') && !options.has('-m');
  const ran = inner.run.words(inner, isScript ? ['python', ...words] : words, null);
  if (ran === 'stops') return 'stops';
  return status === 'failed' ? 'failed' : ran;
}

/** What `uv run` does first: brings the environment up to date. At start that needs the network if anything is missing. */
function prepare(
  machine: Machine,
  root: string,
  folder: string,
  doubtful: boolean,
  options: Parsed['options'],
  status: Status,
): Status {
  const { stage } = machine;
  const environment = stage.environments.get(folder);
  const noSync = options.has('--no-sync') || truthy(machine.env.get('UV_NO_SYNC'));
  const withoutDev =
    options.has('--no-dev') || options.has('--no-default-groups') || truthy(machine.env.get('UV_NO_DEV'));
  // Without an environment it makes an empty one, and finds nothing in it.
  if (noSync && environment !== undefined) return status;
  const wantsDev = environment?.withoutDev === true && !withoutDev && machine.project.metadata.hasDevGroup;
  if (environment?.project === true && !wantsDev) return status;
  if (environment?.project === 'unknown' || doubtful) return unknown(machine, 'uv run');
  if (machine.phase === 'build') {
    const frozen =
      options.has('--frozen') ||
      options.has('--locked') ||
      truthy(machine.env.get('UV_FROZEN')) ||
      truthy(machine.env.get('UV_LOCKED'));
    install(
      machine,
      { command: 'uv run', implicit: true, exact: frozen, root, environment: folder, withoutDev },
      status,
    );
    return status;
  }
  if (stage.files.isVague) return unknown(machine, 'uv run');
  return fail(machine, 'needs-network', { what: wantsDev ? 'dev' : 'all', folder }, 'dependencies-installed');
}

/** `uv pip install`, into the system's Python or an environment. */
function pip(machine: Machine, args: readonly string[], global: Parsed['options']): Status {
  const [verb, ...rest] = args;
  if (verb !== 'install' && verb !== 'sync')
    return verb === 'compile' || verb === 'list' || verb === 'freeze' ? 'ok' : 'unknown';
  const parsed = parseOptions(rest, pipTable);
  const options = new Map([...global, ...parsed.options]);
  const command = ['uv pip', ...args].join(' ');
  let status = wrongOption(machine, parsed, `uv pip ${verb}`, pipTable, null);
  const system = options.has('--system') || truthy(machine.env.get('UV_SYSTEM_PYTHON'));
  const active = machine.env.get('VIRTUAL_ENV');
  const beside = [...machine.stage.environments.keys()].find(
    (folder) => folder === resolvePath(machine.cwd, '.venv'),
  );
  const python = options.get('-p')?.at(-1) ?? options.get('--python')?.at(-1);
  const environment = system ? systemPython : (python?.replace(/\/bin\/python3?$/, '') ?? active ?? beside);
  if (environment === undefined) {
    status = fail(machine, 'no-virtual-environment', { command: `uv pip ${verb}` }, 'dependencies-installed');
  }
  return requirements(
    machine,
    command,
    options,
    parsed.operands,
    environment ?? systemPython,
    status,
    verb === 'sync',
  );
}

/** What pip and `uv pip` share: packages by name, requirement files, the project itself. */
export function requirements(
  machine: Machine,
  command: string,
  options: Parsed['options'],
  operands: readonly string[],
  environment: string,
  given: Status,
  filesOnly = false,
): Status {
  let status = given;
  const files = [
    ...(options.get('-r') ?? []),
    ...(options.get('--requirement') ?? []),
    ...(options.get('--requirements') ?? []),
    ...(filesOnly ? operands : []),
  ];
  const local = [...(options.get('-e') ?? []), ...(options.get('--editable') ?? []), ...operands].filter(
    (name) => /^\.{0,2}\/|^\.{1,2}(?:\[|$)/.test(name) && !name.endsWith('.whl'),
  );
  let whole = local.length > 0;
  for (const written of local) {
    const folder = resolvePath(machine.cwd, written.replace(/\[.*$/, ''));
    const absent = ['pyproject.toml', 'setup.py'].every(
      (name) => machine.stage.files.presence(resolvePath(folder, name)) === 'absent',
    );
    if (!isKnown(folder) || !absent) continue;
    const phrase = `ERROR: Directory '${written}' is not installable. Neither 'setup.py' nor 'pyproject.toml' found.`;
    status = fail(
      machine,
      'pip-usage',
      { phrase, command },
      operands.includes('uv') ? 'installer-available' : 'dependencies-copied-first',
    );
  }
  for (const written of files) {
    const path = resolvePath(machine.cwd, written);
    const presence = isKnown(path) ? machine.stage.files.presence(path) : 'unknown';
    if (presence === 'absent') {
      const own = machine.project.dependencyFiles.some((file) => nameOf(file) === nameOf(path));
      status = fail(
        machine,
        'file-not-found',
        { command: command.split(' ').slice(0, 3).join(' '), path: written, resolved: path },
        own ? 'dependencies-copied-first' : 'dependencies-installed',
      );
    }
    if (
      nameOf(path) === 'pyproject.toml' ||
      /requirements[^/]*\.(?:txt|in)$/.test(path) ||
      presence !== 'absent'
    )
      whole = true;
  }
  if (whole) {
    const exported = files.some(
      (file) => machine.stage.files.get(resolvePath(machine.cwd, file))?.tool === 'uv-export',
    );
    const root = parentOf(resolvePath(machine.cwd, files[0] ?? `${local[0] ?? '.'}/x`));
    install(
      machine,
      { command, implicit: false, exact: exported, root, environment, withoutDev: false },
      status,
    );
  }
  const names = operands.filter((name) => !local.includes(name) && !(filesOnly && files.includes(name)));
  if (names.length > 0) addPackages(machine, environment, names);
  return status;
}

/** Packages by name: `uv` among them is the tool itself. */
export function addPackages(machine: Machine, environment: string, names: readonly string[]): void {
  const distributions = names.map((name) => normal(/^([A-Za-z0-9][\w.-]*)/.exec(name)?.[1] ?? ''));
  const before = machine.stage.environments.get(environment) ?? bareEnvironment;
  setEnvironment(machine, environment, {
    ...before,
    packages: new Set([...before.packages, ...distributions]),
    line: machine.place.line,
  });
  if (distributions.includes('uv'))
    putUv(machine, environment === systemPython ? '/usr/local/bin' : `${environment}/bin`, 'pip');
}

/** uv is there from now on. */
export function putUv(machine: Machine, folder: string, how: string): void {
  for (const tool of ['uv', 'uvx']) {
    machine.stage.files.put(`${folder}/${tool}`, {
      ...plainFile,
      executable: true,
      tool,
      line: machine.place.line,
      certain: machine.certain,
    });
  }
  machine.happenings.push({ kind: 'uv-installed', at: machine.place, stage: machine.stage.index, how });
}

const uv: Program = (machine, args, _input, name) => {
  const global = parseOptions(args, globalTable, true);
  const denied = name === 'assumed' ? false : beginsWithCache(machine, global, name);
  const status = subcommand(machine, global);
  // It goes on as if that were mended, so that nothing that only follows from it is told.
  return denied && status !== 'stops' ? 'failed' : status;
};

/** Notes that uv is used; whether its user has no place for its cache. */
function beginsWithCache(machine: Machine, global: Parsed, name: string): boolean {
  const found = machine.run.find(machine, name).kind;
  machine.happenings.push({
    kind: 'uv-used',
    at: machine.place,
    phase: machine.phase,
    stage: machine.stage.index,
    found: found === 'tool' ? true : 'unknown',
  });
  const cached =
    machine.env.has('UV_CACHE_DIR') ||
    machine.env.has('HOME') ||
    truthy(machine.env.get('UV_NO_CACHE')) ||
    global.options.has('--no-cache') ||
    global.options.has('-n');
  const homeless = !isRoot(machine.user) && isKnown(machine.user) && hasNoHome(machine.stage, machine.user);
  if (!homeless || cached) return false;
  const told = machine.failures.some(({ code }) => code === 'not-permitted');
  if (!told) fail(machine, 'not-permitted', { command: 'uv', path: '~/.cache/uv', user: machine.user });
  return true;
}

function subcommand(machine: Machine, global: Parsed): Status {
  const [command = '', ...rest] = global.operands;
  switch (command) {
    case 'sync':
      return sync(machine, rest, global.options);
    case 'run':
      return run(machine, rest, global.options);
    case 'x':
      return 'unknown';
    case 'pip':
      return pip(machine, rest, global.options);
    case 'venv': {
      const folder = resolvePath(
        machine.cwd,
        rest.find(
          (arg, index) =>
            !arg.startsWith('-') && !['-p', '--python', '--prompt'].includes(rest[index - 1] ?? ''),
        ) ?? '.venv',
      );
      if (isKnown(folder)) setEnvironment(machine, folder, { ...bareEnvironment, line: machine.place.line });
      return 'ok';
    }
    case 'export': {
      const output = rest[rest.findIndex((arg) => arg === '-o' || arg === '--output-file') + 1];
      if (output !== undefined && /^-o$|^--output-file$/.test(rest[rest.indexOf(output) - 1] ?? '')) {
        machine.stage.files.put(resolvePath(machine.cwd, output), {
          ...plainFile,
          tool: 'uv-export',
          line: machine.place.line,
        });
      }
      return 'ok';
    }
    case 'lock':
    case 'add':
    case 'remove': {
      const { root, start } = whereFor(machine, global.options);
      if (root === null) return noProject(machine, `uv ${command}`, start);
      if (command === 'add' && root !== 'unknown') {
        // It keeps to the versions of a lock file that is there.
        const exact = machine.stage.files.get(resolvePath(root, 'uv.lock'))?.from != null;
        const environment = environmentFor(machine, root, global.options);
        const command = `uv add ${rest.join(' ')}`;
        install(machine, { command, implicit: false, exact, root, environment, withoutDev: false }, 'ok');
        addPackages(
          machine,
          environment,
          rest.filter((arg) => !arg.startsWith('-')),
        );
      }
      if (root !== 'unknown')
        machine.stage.files.put(resolvePath(root, 'uv.lock'), { ...plainFile, line: machine.place.line });
      return 'ok';
    }
    case '':
    case 'python':
    case 'cache':
    case 'self':
    case 'version':
    case 'tree':
    case 'help':
      return 'ok';
    default:
      if (subcommands.has(command) || !isKnown(command)) return unknown(machine, `uv ${command}`);
      return fail(
        machine,
        'uv-usage',
        { phrase: `error: unrecognized subcommand '${command}'`, command: `uv ${command}` },
        machine.phase === 'build' ? 'dependencies-installed' : 'entrypoint-script',
      );
  }
}

/** uv's own installer: into ~/.local/bin (or where UV_INSTALL_DIR says), which is not on the PATH by itself. */
const uvInstaller: Program = (machine) => {
  const home = homeOf(machine.stage, machine.user) ?? '/root';
  const folder =
    machine.env.get('UV_INSTALL_DIR') ??
    machine.env.get('UV_UNMANAGED_INSTALL') ??
    machine.env.get('XDG_BIN_HOME') ??
    `${machine.env.get('HOME') ?? home}/.local/bin`;
  putUv(machine, resolvePath('/', folder), 'installer');
  machine.stage.files.put(`${resolvePath('/', folder)}/env`, { ...plainFile, line: machine.place.line });
  return 'ok';
};

export const uvTools: Readonly<Record<string, Program>> = {
  uv,
  uvx: (machine) => unknown(machine, 'uvx'),
  'uv-installer': uvInstaller,
};
