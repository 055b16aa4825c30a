import { isKnown } from '../dockerfile/unknown-text.ts';
import { django, environmentOf } from './djangotools.ts';
import { plainFile, resolvePath } from './files.ts';
import { pythonMends } from './filetools/text.ts';
import { noteInstall, setEnvironment } from './install.ts';
import { fail, type Machine, type Program, type Status, setVariable, subshell, unknown } from './machine.ts';
import { optionTable, parseOptions } from './options.ts';
import { requirements } from './requirements.ts';
import { bareEnvironment } from './stage.ts';

const pipTable = optionTable(
  `-r --requirement -e --editable -c --constraint -i --index-url --extra-index-url -f --find-links -t --target --prefix --root
   --platform --python-version --implementation --abi --src --upgrade-strategy -C --config-settings --global-option --no-binary
   --only-binary --progress-bar --root-user-action --report --group --python --log --proxy --retries --timeout --exists-action
   --trusted-host --cert --client-cert --cache-dir --use-feature --use-deprecated --require-virtualenv`,
  `--no-cache-dir --no-cache -U --upgrade --user --pre --no-deps -q --quiet -v --verbose --disable-pip-version-check
   --no-input --break-system-packages --force-reinstall -I --ignore-installed --no-build-isolation --use-pep517
   --no-warn-script-location --no-compile --compile --no-index --prefer-binary --require-hashes --no-color -y --yes -h --help
   --isolated --dry-run --ignore-requires-python --no-clean --no-python-version-warning --no-warn-conflicts --debug`,
);

/** Options of uv that pip does not know. */
const uvOnly = new Set(
  '--frozen --locked --system --no-dev --dev --all-extras --no-install-project'.split(' '),
);

function pip(machine: Machine, args: readonly string[], environment: string, name: string): Status {
  const global = parseOptions(args, pipTable, true);
  const [verb, ...rest] = global.operands;
  if (verb === undefined || !isKnown(verb)) return 'unknown';
  if (verb === 'uninstall') return uninstall(machine, rest);
  if (verb !== 'install') {
    if (
      [
        'list',
        'freeze',
        'show',
        'check',
        'cache',
        'config',
        'wheel',
        'download',
        'help',
        '--version',
      ].includes(verb)
    )
      return 'ok';
    return fail(
      machine,
      'pip-usage',
      { phrase: `ERROR: unknown command "${verb}"`, command: `${name} ${verb}` },
      rest.includes('uv') ? 'installer-available' : null,
    );
  }
  const parsed = parseOptions(rest, pipTable);
  const options = new Map([...global.options, ...parsed.options]);
  if (
    parsed.operands.length === 0 &&
    !['-r', '--requirement', '-e', '--editable', '--group'].some((each) => options.has(each))
  ) {
    return fail(
      machine,
      'pip-usage',
      {
        phrase: 'ERROR: You must give at least one requirement to install (see "pip help install")',
        command: `${name} install`,
      },
      'installer-available',
    );
  }
  const ofUv = parsed.foreign.find((option) => uvOnly.has(option));
  if (ofUv !== undefined) {
    return fail(
      machine,
      'pip-usage',
      { phrase: `no such option: ${ofUv}`, command: `${name} install` },
      parsed.operands.includes('uv') ? 'installer-available' : 'dependencies-installed',
    );
  }
  if (parsed.foreign.length > 0) unknown(machine, `${name} ${parsed.foreign[0] ?? ''}`);
  return requirements(machine, [name, ...args].join(' '), options, parsed.operands, environment, 'ok');
}

/** What pip has put somewhere is gone again. */
function uninstall(machine: Machine, args: readonly string[]): Status {
  const { files } = machine.stage;
  const operands = args.filter((arg) => !arg.startsWith('-'));
  for (const [path, { tool }] of files.find(({ tool }) => tool !== null && operands.includes(tool)))
    if (tool !== 'python') files.remove(path);
  return 'ok';
}

const python: Program = (machine, args, input, name) => {
  let at = 0;
  while (at < args.length && /^-[^mc]/.test(args[at] ?? ''))
    at += args[at] === '-W' || args[at] === '-X' ? 2 : 1;
  const first = args[at];
  const rest = args.slice(at + 1);
  if (first === undefined)
    return machine.phase === 'start' && input === null ? unknown(machine, 'python') : 'ok';
  if (first === '-c') return asksOutside(machine, rest[0] ?? '');
  if (first === '-m') return module(machine, rest[0] ?? '', rest.slice(1), name);
  if (first.startsWith('-m')) return module(machine, first.slice(2), rest, name);
  const path = resolvePath(machine.cwd, first);
  const isManage = first === machine.project.manage || first.endsWith(`/${machine.project.manage}`);
  if (!isKnown(path)) return unknown(machine, 'python');
  if (isManage) return django(machine, path, first, rest, name);
  const read = machine.stage.files.get(path);
  // A script that was not sent is one for a shell by its name.
  if (isShellText(read?.text ?? '') || (read?.from != null && read.text === null && path.endsWith('.sh'))) {
    const named = machine.place.file === machine.project.dockerfile;
    const aim = machine.phase === 'build' ? null : named ? 'entrypoint-used' : 'entrypoint-script';
    return fail(machine, 'not-python', { command: name, path: first }, aim);
  }
  if (machine.stage.files.presence(path) === 'absent') {
    return fail(
      machine,
      'file-not-found',
      { command: name, path: first, resolved: path },
      machine.phase === 'start' ? 'entrypoint-script' : null,
    );
  }
  return unknown(machine, `${name} ${first}`);
};

/** Lines that only a shell reads; Python ends at them with a SyntaxError. */
const isShellText = (text: string): boolean =>
  /^(?:set [-+][a-z]|exec |uv run |python3? \S|export \w+=|if \[)/m.test(text) &&
  !/^(?:import|from) \w/m.test(text);

/** A line of Python: it may wait for a database, else it is taken to work. */
function asksOutside(machine: Machine, code: string): Status {
  const mended = pythonMends(machine, code);
  if (mended !== null) return mended;
  // It may write what it likes.
  machine.stage.files.doubt(machine.cwd, code);
  if (machine.phase === 'build') machine.stage.files.blur();
  return /socket|connect|psycopg/.test(code)
    ? unknown(machine, 'asks the database')
    : unknown(machine, 'python -c');
}

/** The same shell with the folder of `pip install --user` on its PATH. */
const besideRoot = (machine: Machine): Machine => {
  const inner = subshell(machine);
  setVariable(inner, 'PATH', `${machine.env.get('PATH') ?? ''}:/root/.local/bin`);
  return inner;
};

function module(machine: Machine, name: string, args: readonly string[], interpreter: string): Status {
  const environment = environmentOf(machine, interpreter);
  switch (name) {
    case 'pip':
      return pip(machine, args, environment, `${interpreter} -m pip`);
    case 'pipx':
      return pipx(machine, args, null, 'pipx');
    case 'ensurepip':
      return 'ok';
    case 'venv':
    case 'virtualenv': {
      const folder = resolvePath(machine.cwd, args.find((arg) => !arg.startsWith('-')) ?? 'venv');
      setEnvironment(machine, folder, {
        ...bareEnvironment,
        packages: new Set(['pip']),
        line: machine.place.line,
      });
      return 'ok';
    }
    case 'uv':
    case 'gunicorn':
    case 'uvicorn':
    case 'hypercorn':
    case 'daphne': {
      const packages = machine.stage.environments.get(environment)?.packages;
      if (name === 'uv' && packages?.has('uv') !== true) {
        const known = machine.stage.base.programs !== null;
        if (known)
          return machine.run.words(
            { ...machine, env: new Map([['PATH', '/nowhere']]) },
            ['uv', ...args],
            null,
          );
        return unknown(machine, 'python -m uv');
      }
      // Python finds the program beside its package, on the PATH or not.
      const found = name !== 'uv' || machine.run.find(machine, name).kind === 'tool';
      return machine.run.words(found ? machine : besideRoot(machine), [name, ...args], null);
    }
    case 'django':
      return django(
        machine,
        resolvePath(machine.cwd, machine.project.manage),
        machine.project.manage,
        args,
        interpreter,
      );
    default:
      return unknown(machine, `python -m ${name}`);
  }
}

const options = (args: readonly string[]): readonly string[] => args.filter((arg) => !arg.startsWith('-'));

const pipx: Program = (machine, args) => {
  const names = options(args.slice(1));
  if (args[0] !== 'install') return 'ok';
  if (names.some((name) => /^uv\b/.test(name))) {
    const bin = machine.env.get('PIPX_BIN_DIR') ?? '/root/.local/bin';
    machine.stage.files.put(`${bin}/uv`, {
      ...plainFile,
      executable: true,
      tool: 'uv',
      line: machine.place.line,
      certain: machine.certain,
    });
    machine.happenings.push({
      kind: 'uv-installed',
      at: machine.place,
      stage: machine.stage.index,
      how: 'pipx',
    });
  }
  return 'ok';
};

/** poetry and pipenv: what they install is not known, but not by uv.lock. */
function otherInstaller(machine: Machine, name: string, args: readonly string[]): Status {
  if (args[0] === 'install' || args[0] === 'sync') {
    noteInstall(machine, {
      command: [name, ...args].join(' '),
      implicit: false,
      exact: false,
      root: machine.cwd,
    });
  }
  return unknown(machine, name);
}

const pipProgram: Program = (machine, args, _input, name) =>
  pip(machine, args, environmentOf(machine, name), name);

export const pythonTools: Readonly<Record<string, Program>> = {
  python,
  python3: python,
  'python3.11': python,
  'python3.12': python,
  'python3.13': python,
  pip: pipProgram,
  pip3: pipProgram,
  pipx,
  virtualenv: (machine, args) => module(machine, 'virtualenv', args, 'python'),
  'django-admin': (machine, args) =>
    django(machine, resolvePath(machine.cwd, machine.project.manage), machine.project.manage, args, 'python'),
  poetry: (machine, args) => otherInstaller(machine, 'poetry', args),
  pipenv: (machine, args) => otherInstaller(machine, 'pipenv', args),
};
