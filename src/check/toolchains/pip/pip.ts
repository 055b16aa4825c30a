import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { bareEnvironment } from '../../simulation/image/stage.ts';
import { type ParsedOptions, parseOptions } from '../../simulation/programs/options.ts';
import { isNowhere } from '../../simulation/remote.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { downloadAtStart } from '../at-start.ts';
import { setPackages } from '../python/installation.ts';
import { isWellKnown } from '../python/known-distributions.ts';
import { neededPackages } from '../python/project.ts';
import { readRequirement } from '../python/requirement.ts';
import { environmentAt } from '../python/version.ts';
import { readNamedPackages } from './named-packages.ts';
import {
  completeOptions,
  installTable,
  plainTable,
  refusedValue,
  uninstallTable,
  wheelTable,
} from './options.ts';
import { nothingGiven, readInstall, refusedInstall } from './read-install.ts';
import { installRequirements, type PipPurpose } from './requirements.ts';

/** Options whose effect on what is installed is unknown. */
const open =
  `--constraint --build-constraint --group --requirements-from-script --only-binary --no-binary --no-deps --only-deps
  --require-hashes --platform --python-version --implementation --abi --root --index-url --extra-index-url --python --pre
  --ignore-requires-python --report --no-build-isolation --uploaded-prior-to --all-releases --only-final`.split(
    /\s+/,
  );

const commands = new Set(
  `install lock download uninstall freeze inspect list show check config search cache index wheel hash completion debug
   help`.split(/\s+/),
);

/** `pip …`, run by the Python that has the environment. */
export function pip(machine: Machine, args: readonly string[], environment: string, name: string): Status {
  const global = parseOptions(completeOptions(args, plainTable), plainTable, 'before-operands');
  const [verb, ...rest] = global.operands;
  const usage = (phrase: string, about: PipPurpose): Status =>
    fail(machine, { kind: 'install-refused', tool: 'pip', phrase, about });
  const [wrong] = global.foreign;
  if (wrong !== undefined)
    return usage(`no such option: ${wrong}`, args.includes('uv') ? 'installer' : 'other');
  const odd = refusedValue(global.options);
  if (odd !== null) return usage(odd, args.includes('uv') ? 'installer' : 'other');
  if (verb === undefined) return 'ok';
  if (!isKnown(verb)) return unknown(machine, name);
  if (!commands.has(verb))
    return usage(`ERROR: unknown command "${verb}"`, rest.includes('uv') ? 'installer' : 'other');
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
    case 'show':
      return shows(machine, rest, environment) ? 'ok' : unknown(machine, `${name} ${verb}`);
    case 'check':
      return packagesIn(machine, environment).every(isWellKnown) ? 'ok' : unknown(machine, `${name} ${verb}`);
    case 'cache':
      return ['dir', 'info', 'list', 'purge', 'remove'].includes(rest[0] ?? '')
        ? 'ok'
        : unknown(machine, `${name} cache`);
    case 'config':
      // With another index or folder, it is unknown what gets installed.
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

/** Matches `uv`, also with a stray comma, quotes or brackets around it. */
const meansUv = (written: string): boolean =>
  readRequirement(written)?.name === 'uv' || /^[^\w./:]{0,3}uv(?![\w.-])/.test(written);

const packagesIn = (machine: Machine, environment: string): readonly string[] => [
  ...(environmentAt(machine, environment)?.packages ?? []),
];

/** Whether all packages that `pip show` names are installed. */
const shows = (machine: Machine, args: readonly string[], environment: string): boolean => {
  const packages = new Set([...packagesIn(machine, environment), 'pip']);
  return args.every((each) => each.startsWith('-') || packages.has(each.toLowerCase()));
};

interface PipCall {
  readonly environment: string;
  readonly name: string;
  readonly usage: (phrase: string, about: PipPurpose) => Status;
}

/** `pip install`, `pip wheel`, `pip download`. */
function pipInstall(machine: Machine, verb: string, args: readonly string[], call: PipCall): Status {
  const read = readInstall(machine, verb === 'install' ? installTable : wheelTable, args);
  const { options, operands } = read;
  const command = [call.name, verb, ...args].join(' ');
  const about = operands.some(meansUv) ? 'installer' : 'packages';
  if (options.has('-h') || options.has('--help')) return 'ok';
  if (!read.isKnown) return unknown(machine, `${call.name} ${verb}`);
  const refused = read.refused ?? refusedInstall(machine, options, operands, call.environment);
  if (refused !== null) return call.usage(refused, refused === nothingGiven ? 'nothing' : about);
  const doubtful = openOption(options, operands);
  const status = doubtful === null ? 'ok' : unknown(machine, `${call.name} ${verb} ${doubtful}`);
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
    // pip does not put the programs of a --target folder on the PATH.
    separate: folder !== undefined,
  });
}

/** The first option whose effect on what is installed is unknown; null when there is none. */
function openOption(options: ParsedOptions, operands: readonly string[]): string | null {
  if (!open.some((each) => options.has(each))) return null;
  // uv has no dependencies and is published as wheels.
  const isUvAlone = operands.length > 0 && operands.every((each) => readRequirement(each)?.name === 'uv');
  const harmless = isUvAlone ? ['--no-deps', '--only-binary', '--no-build-isolation'] : [];
  // pip only warns about an additional index that does not answer.
  if (options.get('--extra-index-url')?.every(isNowhere) === true) harmless.push('--extra-index-url');
  return open.find((each) => options.has(each) && !harmless.includes(each)) ?? null;
}

/** `pip wheel`, `pip download`: keep packages in a folder to install them from there later. */
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
  if (machine.phase === 'start' && !options.has('--no-index') && !options.has('--find-links'))
    return downloadAtStart(machine, command);
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
  const before = environmentAt(machine, environment);
  const present = [...names].filter((name) => before?.packages.has(name) === true);
  // It prompts, and nobody can answer.
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
