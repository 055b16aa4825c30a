import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { downloadAtStart } from '../at-start.ts';
import { isRequired } from '../python/known-distributions.ts';
import { neededPackages } from '../python/project.ts';
import { readRequirement } from '../python/requirement.ts';
import { environmentAt } from '../python/version.ts';

/** What pip or `uv pip` is asked to install when the container starts. */
interface StartInstall {
  readonly command: string;
  readonly options: ParsedOptions;
  /** Folders in which the packages may be: the installation's target, and others that its Python searches. */
  readonly folders: readonly string[];
  readonly names: ReadonlySet<string>;
  /** Requirements of named packages, as written. */
  readonly written: readonly string[];
  /** Whether a project or a wheel is to be installed, which may require building packages. */
  readonly local: boolean;
  /** Whether the installer's cache may contain earlier downloads. */
  readonly cached: boolean;
}

/** Options that make the installer download packages even if they are installed. */
const anew =
  '--force-reinstall --ignore-installed --reinstall --reinstall-package --target --prefix --root'.split(' ');

/**
 * Without a network, an installer succeeds only if everything is installed (measured with pip 24 and uv 0.13; with `--upgrade` they only
 * warn).
 */
export function judgeInstallAtStart(machine: Machine, request: StartInstall): Status {
  const { command, options, written } = request;
  if (options.has('--no-index') || options.has('--find-links')) return unknown(machine, command);
  if (anew.some((each) => options.has(each)))
    return request.cached ? unknown(machine, command) : downloadAtStart(machine, command);
  const installed = installedIn(machine, request.folders);
  if (installed === 'unknown' || request.local) return unknown(machine, command);
  const lacking = [...request.names].filter((name) => !isRequired(installed, name));
  if (lacking.length > 0) {
    const mayBeCached = request.cached && lacking.every((name) => isRequired(packagesOf(machine), name));
    return mayBeCached ? unknown(machine, command) : downloadAtStart(machine, command);
  }
  // It is unknown whether the installed version satisfies the requirement.
  const isBound = written.some((each) => (readRequirement(each)?.specifier ?? '') !== '');
  return isBound ? unknown(machine, command) : 'ok';
}

/** Names of the packages installed in any of the folders that one Python searches. */
function installedIn(machine: Machine, folders: readonly string[]): readonly string[] | 'unknown' {
  const { files, base } = machine.stage;
  const found = folders.flatMap((folder) => environmentAt(machine, folder) ?? []);
  if (files.isVague || base.programs === null || found.some(({ project }) => project === 'unknown'))
    return 'unknown';
  const own = found.some(({ project }) => project === true) ? packagesOf(machine) : [];
  return ['pip', ...own, ...found.flatMap(({ packages }) => [...packages])];
}

const packagesOf = (machine: Machine): readonly string[] => [...machine.project.fact(neededPackages)];
