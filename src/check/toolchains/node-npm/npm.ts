import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { optionTable, type ParsedCommandLine, parseOptions } from '../../simulation/programs/options.ts';
import { type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { downloadAtStart } from '../at-start.ts';
import { cleanInstall, installUnseen, lockOf, plainInstall } from './install.ts';
import { hasPackage, isInstalled, packageProgram } from './node-modules.ts';
import { refuse } from './refuse.ts';
import { type FoundPackage, findPackage, programFolders, runPackageScript } from './scripts.ts';

const table = optionTable(
  '--prefix -C --omit --include --only --registry --cache --loglevel --userconfig --tag --maxsockets --fetch-timeout --install-strategy -w --workspace',
  `-g --global --production --prod --ignore-scripts --no-audit --audit --no-fund --fund --no-optional --legacy-peer-deps --force -f
   --silent -s --quiet -q --verbose --no-progress --progress --prefer-offline --offline --no-save --save -S --save-dev -D --save-exact
   -E --save-prod -P --package-lock-only --no-package-lock --if-present --no-update-notifier --unsafe-perm -y --yes --workspaces -ws
   --strict-peer-deps --no-bin-links -v --version -h --help --no-color --frozen-lockfile --immutable`,
);

/** npm's aliases of its commands (`npm help install`), including the typos that it accepts. */
const aliases: ReadonlyMap<string, string> = new Map(
  [
    ['install', 'i in ins inst insta instal isnt isnta isntal isntall add'],
    ['ci', 'clean-install ic install-clean isntall-clean'],
    ['run', 'run-script rum urn'],
    ['test', 't tst'],
  ].flatMap(([verb = '', others = '']) => [verb, ...others.split(' ')].map((each) => [each, verb] as const)),
);

/** Commands that change nothing relevant in the image. */
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
  const doubtful = ['-w', '--workspace', '--workspaces', '-ws', '--package-lock-only'].find((each) =>
    line.options.has(each),
  );
  if (doubtful !== undefined) return unseen(machine, `npm ${doubtful}`, line);
  const verb = aliases.get(written) ?? written;
  // A lesson requires a command by its canonical name, without the options that may precede it.
  if (args[0] !== verb && machine.phase === 'build')
    machine.commands.push({
      words: ['npm', verb, ...operands, ...args.filter((arg) => arg.startsWith('-'))],
      line: machine.place.line,
      stage: machine.stage,
    });
  if (harmless.has(verb)) return 'ok';
  if (verb === 'install' && isGlobal(line)) return installGlobally(machine, operands);
  const folder = line.options.get('--prefix')?.at(-1) ?? line.options.get('-C')?.at(-1);
  if (folder === undefined) return inPackage(machine, verb, { line, operands, passed });
  // npm then looks for the project in that folder, and runs its scripts there.
  const { cwd } = machine;
  machine.cwd = resolvePath(cwd, folder);
  try {
    return inPackage(machine, verb, { line, operands, passed });
  } finally {
    machine.cwd = cwd;
  }
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
  /** The words after `--`, which npm passes to a script. */
  readonly passed: readonly string[];
}

/** Commands that need the project's package.json. */
function inPackage(machine: Machine, verb: string, { line, operands, passed }: NpmCall): Status {
  if (!/^(?:install|ci|run|start|test|stop|restart)$/.test(verb)) return unseen(machine, `npm ${verb}`, line);
  const found = findPackage(machine, line.options.has('--prefix') || line.options.has('-C'));
  if (found.kind === 'refused') return found.status;
  if (found.kind === 'unknown') return unseen(machine, `npm ${verb}`, line);
  if (machine.phase === 'start' && (verb === 'ci' || verb === 'install')) {
    // With everything installed, npm downloads nothing. The contents of npm's cache are not simulated.
    const isDone = verb === 'install' && operands.length === 0 && isInstalled(machine, found.root) === true;
    return isDone ? 'ok' : unknown(machine, `npm ${verb}`);
  }
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
            line.options.has('--if-present') ? 'may-be-missing' : 'must-be-there',
          );
    default:
      return runNamed(machine, found, verb, [...operands, ...passed]);
  }
}

export function runNamed(
  machine: Machine,
  found: FoundPackage & { readonly kind: 'read' },
  name: string,
  args: readonly string[],
  presence: 'must-be-there' | 'may-be-missing' = 'must-be-there',
): Status {
  if (!found.package.scripts.has(name)) {
    if (presence === 'may-be-missing') return 'ok';
    if (name === 'start' && machine.stage.files.presence(`${found.root}/server.js`) === 'file')
      return machine.host.runWords(machine, ['node', 'server.js'], null);
    return refuse(machine, `npm error Missing script: "${name}"`, 'no-script');
  }
  return lacksProgram(machine, found, name) ?? runPackageScript(machine, found, name, args);
}

/** Fails when a script begins with the program of a package that is not installed; null when it is installed or that is unknown. */
function lacksProgram(
  machine: Machine,
  { root, package: { scripts, devDependencies } }: FoundPackage & { readonly kind: 'read' },
  name: string,
): Status | null {
  const program = /^(?:\w{1,60}=[^\s'"]{0,100} )*([\w.-]{1,60})(?= |$)/.exec(scripts.get(name) ?? '')?.[1];
  const { files } = machine.stage;
  const isThere = programFolders(root).some((folder) => files.get(`${folder}/${program}`) !== null);
  const installed = isInstalled(machine, root);
  if (program === undefined || isThere || installed === 'unknown') return null;
  const lock = lockOf(machine, root);
  if (lock === 'absent' || lock === 'unknown') return null;
  const brings = lock.packages.find(({ programs }) => programs.includes(program));
  if (brings === undefined) return null;
  const lacksDev = [...devDependencies.keys()].some((each) => hasPackage(machine, root, each) === false);
  const isLinkedAway =
    brings.linkedTo !== null && files.presence(resolvePath(root, brings.linkedTo)) === 'absent';
  if (installed && !lacksDev && !isLinkedAway) return null;
  const missing = lacksDev ? 'dev-left-out' : 'folder-not-there';
  return refuse(machine, `sh: 1: ${program}: not found`, installed ? missing : 'not-installed');
}

/** Programs of packages that are commonly installed globally. */
const globalPrograms: ReadonlyMap<string, readonly string[]> = new Map([
  ['pnpm', ['pnpm', 'pnpx']],
  ['yarn', ['yarn', 'yarnpkg']],
  ['npm', []],
]);

function installGlobally(machine: Machine, operands: readonly string[]): Status {
  if (machine.phase === 'start') return downloadAtStart(machine, `npm install -g ${operands.join(' ')}`);
  for (const written of operands) {
    // Start after the first character, because an @ there marks a scope.
    const version = written.indexOf('@', 1);
    const name = version < 0 ? written : written.slice(0, version);
    const programs = globalPrograms.get(name);
    for (const each of programs ?? [name.slice(name.lastIndexOf('/') + 1)])
      machine.stage.files.put(`/usr/local/bin/${each}`, {
        ...plainFile,
        executable: true,
        tool: programs === undefined ? packageProgram : each,
        line: machine.place.line,
        certain: machine.certain,
      });
  }
  return 'ok';
}
