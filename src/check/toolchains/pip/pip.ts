import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile, resolvePath } from '../../simulation/image/files.ts';
import { bareEnvironment } from '../../simulation/image/stage.ts';
import {
  type OptionTable,
  optionTable,
  type ParsedOptions,
  parseOptions,
} from '../../simulation/programs/options.ts';
import { fail, type Machine, type Status, unknown } from '../../simulation/shell/machine.ts';
import { setPackages } from '../python/installation.ts';
import { neededPackages } from '../python/project.ts';
import { readRequirement } from '../python/requirement.ts';
import { readNamedPackages } from './named-packages.ts';
import { installRequirements, type PipPurpose } from './requirements.ts';

/** Options that every command of pip takes (`pip help`, pip 23 to 26). */
const globalValued = `--python --log --keyring-provider --proxy --retries --timeout --exists-action --trusted-host --cert --client-cert
  --cache-dir --use-feature --use-deprecated --resume-retries`;
const globalPlain = `--debug --isolated --require-virtualenv -v --verbose -q --quiet -V --version --no-input --no-cache-dir
  --disable-pip-version-check --no-color --no-python-version-warning --no-proxy-env -h --help`;
const installValued = `-r --requirement -c --constraint --build-constraint -e --editable -i --index-url --extra-index-url -f --find-links
  --src -C --config-settings --global-option --no-binary --only-binary --progress-bar --group --requirements-from-script
  --refresh-package --all-releases --only-final --uploaded-prior-to`;
const installPlain = `--no-deps --only-deps --pre --no-index --prefer-binary --require-hashes --no-require-hashes --no-build-isolation
  --use-pep517 --ignore-requires-python --no-clean --check-build-dependencies`;

const installTable = optionTable(
  `${globalValued} ${installValued} -t --target --prefix --root --platform --python-version --implementation --abi --upgrade-strategy
   --root-user-action --report`,
  `${globalPlain} ${installPlain} -U --upgrade --user --break-system-packages --force-reinstall -I --ignore-installed
   --no-warn-script-location --no-warn-conflicts --compile --no-compile --dry-run`,
);
const wheelTable = optionTable(
  `${globalValued} ${installValued} -w --wheel-dir --build-option -d --dest --platform --python-version --implementation --abi`,
  `${globalPlain} ${installPlain} --no-verify`,
);
const uninstallTable = optionTable(
  `${globalValued} -r --requirement --root-user-action`,
  `${globalPlain} -y --yes --break-system-packages`,
);
const plainTable = optionTable(globalValued, globalPlain);

/** Options whose effect on what is installed is not known. */
const open =
  `--constraint --build-constraint --group --requirements-from-script --only-binary --no-binary --no-deps --only-deps
  --require-hashes --platform --python-version --implementation --abi --root --index-url --extra-index-url --python --pre
  --ignore-requires-python --report --no-build-isolation --uploaded-prior-to --all-releases --only-final`.split(
    /\s+/,
  );

/** pip's own spelling of a short option. */
const long: Readonly<Record<string, string>> = {
  '-r': '--requirement',
  '-c': '--constraint',
  '-e': '--editable',
  '-i': '--index-url',
  '-f': '--find-links',
  '-t': '--target',
  '-w': '--wheel-dir',
  '-d': '--dest',
};

/** Completes abbreviated options, which pip accepts where they are unambiguous. */
function completeOptions(args: readonly string[], table: OptionTable): readonly string[] {
  const names = [...table.plain, ...table.valued];
  return args.map((arg) => {
    const [name = '', ...value] = arg.split('=');
    if (!/^--\w/.test(name) || names.includes(name)) return arg;
    const meant = names.filter((each) => each.startsWith(name));
    return meant.length === 1 ? [meant[0] ?? name, ...value].join('=') : arg;
  });
}

const commands = new Set(
  `install lock download uninstall freeze inspect list show check config search cache index wheel hash completion debug
   help`.split(/\s+/),
);

/** `pip …`, of the Python that has the environment. */
export function pip(machine: Machine, args: readonly string[], environment: string, name: string): Status {
  const global = parseOptions(completeOptions(args, plainTable), plainTable, true);
  const [verb, ...rest] = global.operands;
  const usage = (phrase: string, about: PipPurpose): Status =>
    fail(machine, { kind: 'pip-refused', phrase, about });
  const [wrong] = global.foreign;
  if (wrong !== undefined) return usage(`no such option: ${wrong}`, args.includes('uv') ? 'uv' : 'other');
  if (verb === undefined) return 'ok';
  if (!isKnown(verb)) return unknown(machine, name);
  if (!commands.has(verb))
    return usage(`ERROR: unknown command "${verb}"`, rest.includes('uv') ? 'uv' : 'other');
  switch (verb) {
    case 'install':
    case 'wheel':
    case 'download':
      return pipInstall(machine, verb, rest, { environment, name, usage });
    case 'uninstall':
      return uninstall(machine, rest, environment, usage);
    case 'list':
    case 'freeze':
    case 'help':
    case 'inspect':
    case 'debug':
      return 'ok';
    case 'cache':
      return ['dir', 'info', 'list', 'purge', 'remove'].includes(rest[0] ?? '')
        ? 'ok'
        : unknown(machine, `${name} cache`);
    case 'config':
      // With another index or folder, what gets installed is not known.
      if (
        /^(?:set|unset|edit)$/.test(rest[0] ?? '') &&
        !/^(?:global|install|site|user)\.(?:no-cache-dir|disable-pip-version-check|timeout|root-user-action|progress-bar)$/.test(
          rest[1] ?? '',
        )
      )
        return unknown(machine, `${name} config`);
      return 'ok';
    default:
      return unknown(machine, `${name} ${verb}`);
  }
}

/** `uv`, also with a comma, quotes or brackets around that do not belong there. */
const meansUv = (written: string): boolean =>
  readRequirement(written)?.name === 'uv' || /^[^\w./:]{0,3}uv(?![\w.-])/.test(written);

interface PipCall {
  readonly environment: string;
  readonly name: string;
  readonly usage: (phrase: string, about: PipPurpose) => Status;
}

function pipInstall(machine: Machine, verb: string, args: readonly string[], call: PipCall): Status {
  const table = verb === 'install' ? installTable : wheelTable;
  const parsed = parseOptions(completeOptions(args, table), table);
  const options = new Map([...parsed.options].map(([each, values]) => [long[each] ?? each, values] as const));
  const { operands } = parsed;
  const command = [call.name, verb, ...args].join(' ');
  const about = operands.some(meansUv) ? 'uv' : 'packages';
  if (options.has('-h') || options.has('--help')) return 'ok';
  const [foreign] = parsed.foreign;
  if (foreign !== undefined) {
    if (!isKnown(foreign)) return unknown(machine, `${call.name} ${verb}`);
    return call.usage(`no such option: ${foreign}`, about);
  }
  const sources = ['--requirement', '--editable', '--group', '--requirements-from-script'];
  if (operands.length === 0 && !sources.some((each) => options.has(each)))
    return call.usage(
      'ERROR: You must give at least one requirement to install (see "pip help install")',
      'nothing',
    );
  if (options.has('--user') && (options.has('--target') || options.has('--prefix')))
    return call.usage("ERROR: Can not combine '--user' and '--target'", about);
  let status: Status = 'ok';
  const doubtful = open.find((each) => options.has(each));
  if (doubtful !== undefined) status = unknown(machine, `${call.name} ${verb} ${doubtful}`);
  const variable = [
    'PIP_TARGET',
    'PIP_USER',
    'PIP_PREFIX',
    'PIP_INDEX_URL',
    'PIP_NO_INDEX',
    'PIP_CONSTRAINT',
    'PIP_REQUIRE_VIRTUALENV',
  ].find((each) => (machine.env.get(each) ?? '') !== '');
  if (variable !== undefined) status = unknown(machine, `${call.name} ${verb} ${variable}`);
  if (options.has('--dry-run')) return status;
  if (verb !== 'install') return keeps(machine, { options, operands, command, verb, status });
  const folder = options.get('--target')?.at(-1) ?? options.get('--prefix')?.at(-1);
  return installRequirements(machine, {
    command,
    options,
    operands,
    environment: folder === undefined ? call.environment : resolvePath(machine.cwd, folder),
    status,
    about,
    byPip: true,
    // pip puts no programs of a --target on the PATH.
    separate: folder !== undefined,
  });
}

/** `pip wheel`, `pip download`: packages are kept in a folder, to be installed from there. */
function keeps(
  machine: Machine,
  request: {
    readonly options: ParsedOptions;
    readonly operands: readonly string[];
    readonly command: string;
    readonly verb: string;
    readonly status: Status;
  },
): Status {
  const { options, operands, command } = request;
  const written =
    (request.verb === 'wheel' ? options.get('--wheel-dir') : options.get('--dest'))?.at(-1) ?? '.';
  const folder = resolvePath(machine.cwd, written);
  const named = readNamedPackages(machine, { command, options, operands, byPip: true });
  if (named.status === 'failed') return 'failed';
  if (!isKnown(folder)) return unknown(machine, command);
  const before = machine.stage.environments.get(folder) ?? bareEnvironment;
  setPackages(machine, folder, {
    ...before,
    project: named.whole === 'unknown' ? 'unknown' : named.whole || before.project,
    packages: new Set([...before.packages, ...named.names]),
    exact: named.exact,
  });
  machine.stage.files.put(resolvePath(folder, 'packages.whl'), {
    ...plainFile,
    tool: 'wheels',
    line: machine.place.line,
    certain: machine.certain,
  });
  return named.status === 'unknown' ? 'unknown' : request.status;
}

/** Removes the programs that pip had installed. */
function uninstall(
  machine: Machine,
  args: readonly string[],
  environment: string,
  usage: PipCall['usage'],
): Status {
  const parsed = parseOptions(completeOptions(args, uninstallTable), uninstallTable);
  const [foreign] = parsed.foreign;
  if (foreign !== undefined) return usage(`no such option: ${foreign}`, 'other');
  const names = new Set(parsed.operands.map((each) => readRequirement(each)?.name ?? ''));
  const yes = parsed.options.has('-y') || parsed.options.has('--yes');
  const before = machine.stage.environments.get(environment);
  const present = [...names].filter((name) => before?.packages.has(name) === true);
  // It prompts, and there is nobody to answer.
  if (!yes && present.length > 0) return usage('Proceed (Y/n)? ERROR: Exception: EOFError', 'other');
  const { files } = machine.stage;
  for (const [path, { tool }] of files.find(({ tool }) => tool !== null && names.has(tool)))
    if (tool !== 'python') files.remove(path);
  if (before === undefined) return 'ok';
  const needed = machine.project.fact(neededPackages);
  machine.stage.environments.set(environment, {
    ...before,
    packages: new Set([...before.packages].filter((name) => !names.has(name))),
    project: [...names].some((name) => needed.has(name)) ? 'unknown' : before.project,
  });
  return 'ok';
}
