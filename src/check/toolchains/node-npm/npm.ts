import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/files.ts';
import { optionTable, type ParsedCommandLine, parseOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, type Program, type Status, unknown } from '../../simulation/shell/machine.ts';
import { cleanInstall, installUnseen, plainInstall } from './install.ts';
import { hasPackage, isInstalled } from './node-modules.ts';
import { type FoundPackage, findPackage, runPackageScript } from './scripts.ts';

const table = optionTable(
  '--prefix -C --omit --include --only --registry --cache --loglevel --userconfig --tag --maxsockets --fetch-timeout --install-strategy -w --workspace',
  `-g --global --production --prod --ignore-scripts --no-audit --audit --no-fund --fund --no-optional --legacy-peer-deps --force -f
   --silent -s --quiet -q --verbose --no-progress --progress --prefer-offline --offline --no-save --save -S --save-dev -D --save-exact
   -E --save-prod -P --package-lock-only --no-package-lock --if-present --no-update-notifier --unsafe-perm -y --yes --workspaces -ws
   --strict-peer-deps --no-bin-links -v --version -h --help --no-color --frozen-lockfile --immutable`,
);

/** npm's words for one thing (`npm help install`), typos that it forgives among them. */
const aliases: ReadonlyMap<string, string> = new Map(
  [
    ['install', 'i in ins inst insta instal isnt isnta isntal isntall add'],
    ['ci', 'clean-install ic install-clean isntall-clean'],
    ['run', 'run-script rum urn'],
    ['test', 't tst'],
  ].flatMap(([verb = '', others = '']) => [verb, ...others.split(' ')].map((each) => [each, verb] as const)),
);

/** Commands that change nothing in the image that matters here. */
const harmless = new Set(
  'config set get cache version view ls list outdated audit fund help ping prune dedupe whoami root bin prefix doctor explain'.split(
    ' ',
  ),
);

/** `npm …` */
export const npm: Program = (machine, args) => {
  const end = args.indexOf('--');
  const line = parseOptions(end < 0 ? args : args.slice(0, end), table);
  const passed = end < 0 ? [] : args.slice(end + 1);
  const [written, ...operands] = line.operands;
  if (line.options.has('-v') || line.options.has('--version') || written === undefined) return 'ok';
  if (!args.every(isKnown)) return unseen(machine, 'npm', line);
  const doubtful = ['--prefix', '-C', '-w', '--workspace', '--workspaces', '-ws', '--package-lock-only'].find(
    (each) => line.options.has(each),
  );
  if (doubtful !== undefined) return unseen(machine, `npm ${doubtful}`, line);
  const verb = aliases.get(written) ?? written;
  if (harmless.has(verb)) return 'ok';
  if (verb === 'install' && isGlobal(line)) return installGlobally(machine, operands);
  return inPackage(machine, verb, { line, operands, passed });
};

const isGlobal = ({ options }: ParsedCommandLine): boolean => options.has('-g') || options.has('--global');

function unseen(machine: Machine, what: string, { operands }: ParsedCommandLine): Status {
  machine.stage.files.blur();
  machine.stage.files.doubt(machine.cwd, operands.join(' '));
  return unknown(machine, what);
}

interface NpmCall {
  readonly line: ParsedCommandLine;
  readonly operands: readonly string[];
  /** Words behind `--`, which a script is given. */
  readonly passed: readonly string[];
}

/** Commands that need the project's package.json. */
function inPackage(machine: Machine, verb: string, { line, operands, passed }: NpmCall): Status {
  if (!/^(?:install|ci|run|start|test|stop|restart)$/.test(verb)) return unseen(machine, `npm ${verb}`, line);
  const found = findPackage(machine);
  if (found.kind === 'refused') return found.status;
  if (found.kind === 'unknown') return unseen(machine, `npm ${verb}`, line);
  switch (verb) {
    case 'ci':
      return cleanInstall(machine, found, line.options);
    case 'install':
      return operands.length > 0
        ? installUnseen(machine, found, 'npm install', 'ok')
        : plainInstall(machine, found, line.options);
    case 'run':
      return operands[0] === undefined
        ? 'ok'
        : runNamed(
            machine,
            found,
            operands[0],
            [...operands.slice(1), ...passed],
            line.options.has('--if-present'),
          );
    default:
      return runNamed(machine, found, verb, [...operands, ...passed], false);
  }
}

export function runNamed(
  machine: Machine,
  found: FoundPackage & { readonly kind: 'read' },
  name: string,
  args: readonly string[],
  ifPresent: boolean,
): Status {
  if (!found.package.scripts.has(name)) {
    if (ifPresent) return 'ok';
    if (name === 'start' && machine.stage.files.presence(`${found.root}/server.js`) === 'file')
      return machine.host.runWords(machine, ['node', 'server.js'], null);
    return fail(machine, {
      kind: 'node-refused',
      phrase: `npm error Missing script: "${name}"`,
      advice: 'no-script',
    });
  }
  const before = machine.failures.length;
  const status = runPackageScript(machine, found, name, args);
  return explained(machine, found, before, status);
}

/** A program of a package that is not there: why not, where that is known. */
function explained(
  machine: Machine,
  { root, package: { devDependencies } }: FoundPackage & { readonly kind: 'read' },
  before: number,
  status: Status,
): Status {
  const [failure] = machine.failures.slice(before);
  if (failure?.kind !== 'command-not-found') return status;
  const { command, at, phase } = failure;
  const installed = isInstalled(machine, root);
  const lacksDev = [...devDependencies.keys()].some((name) => hasPackage(machine, root, name) === false);
  const advice = installed === false ? 'not-installed' : 'dev-left-out';
  if (installed === 'unknown' || (installed && !lacksDev)) return status;
  machine.failures.splice(before, 1, {
    kind: 'node-refused',
    at,
    phase,
    phrase: `sh: 1: ${command}: not found`,
    advice,
  });
  return status;
}

/** Programs that packages bring by themselves, and that are installed for the whole system. */
const globalPrograms: ReadonlyMap<string, readonly string[]> = new Map([
  ['pnpm', ['pnpm', 'pnpx']],
  ['yarn', ['yarn', 'yarnpkg']],
  ['npm', []],
]);

function installGlobally(machine: Machine, operands: readonly string[]): Status {
  for (const written of operands) {
    const name = written.replace(/(?<=.)@[^/]*$/, '');
    const programs = globalPrograms.get(name);
    for (const each of programs ?? [name.slice(name.lastIndexOf('/') + 1)])
      machine.stage.files.put(`/usr/local/bin/${each}`, {
        ...plainFile,
        executable: true,
        tool: programs === undefined ? 'node-package-program' : each,
        line: machine.place.line,
        certain: machine.certain,
      });
  }
  return 'ok';
}
