import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot, userName } from '../../dockerfile/user.ts';
import type { SimulatedFailureCause } from '../../simulation/failures.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { parentOf, resolvePath } from '../../simulation/image/files.ts';
import { bareEnvironment, hasNoHome, systemEnvironment } from '../../simulation/image/stage.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { homeFolder } from '../../simulation/shell/home.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { install, setEnvironment, setPackages } from '../python/installation.ts';
import { isWellKnown } from '../python/known-distributions.ts';
import { neededPackages } from '../python/project.ts';
import { holds, readRequirement } from '../python/requirement.ts';
import { environmentAt, pythonOf } from '../python/version.ts';
import { textOf, uvFor } from '../python-uv/version.ts';
import { judgeInstallAtStart } from './at-start.ts';
import { type PackageRequest, readNamedPackages } from './named-packages.ts';
import { sourceBuild } from './source-builds.ts';

/** What a command line was to install. */
export type PipPurpose = SimulatedFailureCause<'install-refused'>['about'];

interface InstallRequest extends PackageRequest {
  readonly environment: string;
  readonly status: Status;
  /** What pip was to install, for the report of its failure. */
  readonly about?: PipPurpose;
  /** Whether the packages go to a separate folder, in which nothing is found automatically. */
  readonly separate?: boolean;
  /** Whether the installer's cache has packages. */
  readonly cached?: boolean;
}

/** Performs an installation, for both pip and `uv pip`. */
export function installRequirements(machine: Machine, request: InstallRequest): Status {
  const { command, options, operands } = request;
  const named = readNamedPackages(machine, request);
  let status = request.status;
  if (status !== 'failed' && named.status !== 'ok') status = named.status;
  const user = installsForUser(machine, options, request.environment) ? userFolder(machine) : null;
  const closed = user === null || request.filesOnly === true ? null : homeless(machine);
  if (closed !== null && status !== 'failed')
    status = fail(machine, {
      kind: 'not-permitted',
      command: 'pip install',
      user: machine.user,
      what: { kind: 'environment', path: closed },
    });
  const environment = user ?? request.environment;
  if (machine.phase === 'start' && status === 'ok') {
    const isProject = named.files.length === 0 || named.files.some((each) => each.endsWith('.toml'));
    const local = named.asked && isProject;
    return judgeInstallAtStart(machine, {
      ...{ command, options, names: named.names, written: named.written, local },
      folders: [environment, request.environment],
      cached: request.cached === true,
    });
  }
  const offline = options.has('--no-index') || options.has('--find-links');
  let exact: boolean = named.exact;
  if (offline && status !== 'failed') {
    const wheels = wheelsFor(machine, options);
    if (wheels === null) status = unknown(machine, command);
    else if (wheels.exact) exact = true;
  }
  if (named.asked) {
    const root = parentOf(resolvePath(machine.cwd, named.files[0] ?? `${operands[0] ?? '.'}/x`));
    const doubt = named.whole === 'unknown' && status === 'ok';
    if (doubt) status = unknown(machine, command);
    status = install(
      machine,
      {
        command,
        implicit: false,
        exact,
        root,
        environment,
        withoutDev: false,
        packages: named.whole === true && machine.project.fact(neededPackages).size > 0 ? null : named.names,
        separate: request.separate === true || user !== null,
      },
      status,
    );
  }
  const { meant, isCertain } = meantHere(machine, named.written);
  if (!isCertain && status !== 'failed') status = unknown(machine, command);
  if (meant.length === 0 || status === 'failed') return status;
  const judged = judgeNames(machine, meant, command, request.about ?? 'packages');
  if (judged === 'failed') return judged;
  const folder = environment === systemEnvironment ? '/usr/local/bin' : `${environment}/bin`;
  const separate = request.separate === true || user !== null;
  addPackages(machine, environment, meant, { programs: folder, separate });
  return judged === 'ok' ? status : judged;
}

/** The home folder that a user has by name but cannot create; null when it exists or may exist. */
function homeless({ stage, user, env }: Machine): string | null {
  const name = userName(user);
  if (env.has('HOME') || env.has('PYTHONUSERBASE') || !hasNoHome(stage, user)) return null;
  if (name === 'nobody') return '/nonexistent';
  return /^\d+$/.test(name) ? '/.local' : null;
}

/** The requirements whose environment marker holds, or may hold, for the image's Python. */
function meantHere(
  machine: Machine,
  written: readonly string[],
): { readonly meant: readonly string[]; readonly isCertain: boolean } {
  if (!written.some((each) => each.includes(';'))) return { meant: written, isCertain: true };
  const python = pythonOf(machine);
  const marked = written.map((each) => ({ each, held: holds(readRequirement(each)?.marker ?? '', python) }));
  return {
    meant: marked.filter(({ held }) => held !== false).map(({ each }) => each),
    isCertain: marked.every(({ held }) => held !== 'unknown'),
  };
}

/** The wheels in the folder of `--find-links`; null when they are unknown. */
function wheelsFor(machine: Machine, options: ParsedOptions) {
  const folder = options.get('--find-links')?.at(-1);
  return folder === undefined || /^\w+:/.test(folder)
    ? null
    : (machine.stage.environments.get(resolvePath(machine.cwd, folder)) ?? null);
}

/** Refuses invalid names, and versions of uv that do not exist. */
function judgeNames(
  machine: Machine,
  written: readonly string[],
  command: string,
  about: PipPurpose,
): Status {
  let status: Status = 'ok';
  for (const each of written) {
    if (/[/:]/.test(each)) {
      status = unknown(machine, command);
      continue;
    }
    const requirement = readRequirement(each);
    if (requirement === null) {
      // Show invisible characters as their code points.
      const shown = each.replace(
        /[\u0080-\uffff]/g,
        (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      return fail(machine, {
        kind: 'install-refused',
        tool: 'pip',
        phrase: `ERROR: Invalid requirement: '${shown}'`,
        about,
      });
    }
    const { name, specifier } = requirement;
    const build = sourceBuild(machine, name);
    if (build !== null && build !== 'unknown') return fail(machine, build);
    if (build !== null) status = unknown(machine, `${command} ${name}`);
    if (name === 'uv') {
      const { found } = uvFor(specifier);
      if (found === false)
        return fail(machine, {
          kind: 'install-refused',
          tool: 'pip',
          phrase: `ERROR: No matching distribution found for ${each}`,
          about,
        });
      if (found === 'unknown') status = unknown(machine, `${command} ${each}`);
    } else if (!isWellKnown(name)) status = unknown(machine, `${command} ${name}`);
    else if (/[=<~]/.test(specifier.replaceAll('>=', ''))) status = unknown(machine, `${command} ${each}`);
  }
  return status;
}

/** Whether pip installs for the user only: on request, or because the system's folders are not writable. */
const installsForUser = (machine: Machine, options: ParsedOptions, environment: string): boolean =>
  environment === systemEnvironment &&
  (options.has('--user') || (!isRoot(machine.user) && isKnown(machine.user)));

/** The folder in which `pip install --user` installs packages. Their programs are in its `bin`, which is not on the PATH by default. */
export const userFolder = (machine: Machine): string =>
  machine.env.get('PYTHONUSERBASE') ?? `${homeFolder(machine)}/.local`;

/** Records installed packages by name. For `uv`, it also adds the programs. */
export function addPackages(
  machine: Machine,
  environment: string,
  written: readonly string[],
  target: { readonly programs?: string; readonly separate?: boolean } = {},
): void {
  const read = written.flatMap((each) => readRequirement(each) ?? []);
  const before =
    environmentAt(machine, environment) ??
    (target.separate === true ? { ...bareEnvironment, interpreter: false } : bareEnvironment);
  const after = {
    ...before,
    packages: new Set([...before.packages, ...read.map(({ name }) => name)]),
    line: machine.place.line,
  };
  if (before.interpreter) setEnvironment(machine, environment, after);
  else setPackages(machine, environment, after);
  const uv = read.find(({ name }) => name === 'uv');
  if (uv === undefined) return;
  const programs =
    target.programs ?? (environment === systemEnvironment ? '/usr/local/bin' : `${environment}/bin`);
  putUv(machine, programs, textOf(uvFor(uv.specifier).version));
}

/** Installs uv into a folder. */
export function putUv(machine: Machine, folder: string, text: string | null = null): void {
  for (const tool of ['uv', 'uvx']) {
    machine.stage.files.put(`${folder}/${tool}`, {
      ...plainFile,
      executable: true,
      tool,
      text,
      line: machine.place.line,
      certain: machine.certain,
    });
  }
  machine.events.push({ kind: 'tool-installed', tool: 'uv', at: machine.place, stage: machine.stage.index });
}
