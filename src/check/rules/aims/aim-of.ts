import type { Aim } from '../../../lesson/manifest/manifest.ts';
import type { FailureKind, NamedFile, Phase, SimulatedFailure } from '../../simulation/failures.ts';
import { nameOf } from '../../simulation/image/files.ts';
import type { Project } from '../../simulation/project.ts';
import { aimOfCopy } from '../missing-copy.ts';
import type { AimContext } from '../rule.ts';

type AimsByKind = {
  readonly [Kind in FailureKind]: (failure: SimulatedFailure<Kind>, context: AimContext) => Aim | null;
};

interface InPhase {
  readonly phase: Phase;
}

const alwaysAim = (aim: Aim) => (): Aim => aim;
const noAim = (): null => null;

/** A command that fails at start belongs to the start script's aim. A failing build step without an aim belongs to no TODO. */
const aimAtStart = ({ phase }: InPhase): Aim | null => (phase === 'start' ? 'entrypoint-script' : null);

/** At build time, uv installs the dependencies. */
const aimOfInstaller = ({ phase }: InPhase): Aim =>
  phase === 'start' ? 'entrypoint-script' : 'dependencies-installed';

/** If the container starts in the folder of manage.py, the script has left it; otherwise a WORKDIR is missing. */
function aimOfFolder({
  phase,
  startsInProject,
}: InPhase & { readonly startsInProject: boolean }): Aim | null {
  if (phase === 'build') return null;
  return startsInProject ? 'entrypoint-script' : 'project-directory';
}

/** A failure at start belongs to the script if one of its lines causes it. A failure caused by the Dockerfile (ENV) belongs to no TODO. */
const aimOfScriptLine = ({ phase, at }: SimulatedFailure, { project }: AimContext): Aim | null =>
  phase === 'start' && at.file !== project.dockerfile ? 'entrypoint-script' : null;

/** Whether a file is the start script, by its name in the image or in the build context. */
const aimOfFile = ({ resolved, from }: NamedFile): Aim | null =>
  /\.sh$|entrypoint/i.test(nameOf(resolved)) || /\.sh$/.test(from ?? '') ? 'entrypoint-script' : null;

const isDependencyFile = (path: string, { dependencyFiles }: Project): boolean =>
  dependencyFiles.some((file) => nameOf(file) === nameOf(path));

const aimsOfInstall = {
  installer: 'installer-available',
  nothing: 'installer-available',
  packages: 'dependencies-installed',
  other: null,
} as const;

const aimsOfDownload = {
  python: 'entrypoint-script',
  option: 'entrypoint-script',
  command: 'entrypoint-script',
  packages: 'dependencies-installed',
  'dev-group': 'dependencies-installed',
  'packages-above': 'dependencies-copied-first',
} as const;

/** The only place that determines which aim of a lesson a failure violates. */
const aimsByKind: AimsByKind = {
  'command-not-found': noAim,
  'tool-missing': alwaysAim('installer-available'),
  'script-not-found': aimAtStart,
  'script-runs-itself': aimAtStart,
  'script-not-executable': aimAtStart,
  'exec-format': aimAtStart,
  'interpreter-not-found': aimAtStart,
  'interpreter-arguments': aimAtStart,
  'windows-line-endings': aimAtStart,
  'not-python': ({ phase, at }, { project }) => {
    if (phase === 'build') return null;
    return at.file === project.dockerfile ? 'entrypoint-used' : 'entrypoint-script';
  },

  'shell-refused': aimAtStart,
  'variable-not-set': aimAtStart,
  'command-refused': noAim,
  'command-failed': aimAtStart,
  'exit-code': aimAtStart,
  'redirect-refused': aimAtStart,
  'never-ends': noAim,

  // Deleting a file that does not exist does not mean that the file is missing.
  'file-not-found': (failure, context) =>
    (failure.command === 'rm' ? null : aimOfFile(failure)) ?? aimOfScriptLine(failure, context),
  'python-file-not-found': aimAtStart,
  'sourced-file-not-found': aimAtStart,
  'folder-not-found': aimOfFolder,
  'chmod-without-file': alwaysAim('entrypoint-script'),
  'chmod-mode-refused': ({ file }) => aimOfFile(file),
  'not-permitted': ({ what }) => (what.kind === 'file' ? aimOfFile(what) : null),
  'user-not-found': noAim,
  'group-not-found': noAim,
  'owner-not-found': noAim,
  'copy-not-found': aimOfCopy,

  'host-not-found': noAim,
  'package-lists-missing': noAim,
  'package-not-found': (failure) => (failure.package === 'uv' ? 'installer-available' : null),
  'package-not-built': noAim,
  'install-refused': ({ about }) => aimsOfInstall[about],
  'project-not-installable': ({ withInstaller }) =>
    withInstaller ? 'installer-available' : 'dependencies-copied-first',
  'requirements-refused': aimOfInstaller,
  'requirements-not-found': ({ path, phase, purpose }, { project }) => {
    if (phase === 'start') return 'entrypoint-script';
    return purpose === 'compile' || isDependencyFile(path, project)
      ? 'dependencies-copied-first'
      : 'dependencies-installed';
  },
  'readme-not-found': alwaysAim('dependencies-copied-first'),

  'tool-refused': (failure) => {
    const { tool, command } = failure;
    if (command === 'uv pip uninstall') return null;
    // `uv run` and `poetry run` run any program, so only a failure at start has an aim.
    if (command === `${tool} run`) return aimAtStart(failure);
    return tool === 'uv' ? aimOfInstaller(failure) : 'dependencies-installed';
  },
  'project-refused': aimOfInstaller,
  'only-dev-installed': aimOfInstaller,
  'no-virtual-environment': aimOfInstaller,
  'project-file-not-found': alwaysAim('dependencies-copied-first'),
  // If the Dockerfile was already in the right folder, the files were copied to the wrong place.
  'project-elsewhere': ({ astray }) =>
    astray === 'files' ? 'dependencies-copied-first' : 'dependencies-installed',
  'lock-not-found': alwaysAim('dependencies-copied-first'),
  'lock-outdated': alwaysAim('dependencies-installed'),
  'needs-network': ({ download }) => aimsOfDownload[download.kind],

  'module-not-found': (failure) => (failure.where === null ? 'dependencies-installed' : aimAtStart(failure)),
  'other-python': alwaysAim('dependencies-installed'),
  'outside-project': aimAtStart,
  'settings-not-found': aimOfScriptLine,
  'application-not-found': aimOfFolder,
  'project-command-not-found': aimOfFolder,
  'source-not-found': ({ phase, removedAt }, { project }) => {
    if (removedAt !== null) return removedAt.file === project.dockerfile ? null : 'entrypoint-script';
    return phase === 'start' ? 'project-directory' : null;
  },
  'application-refused': aimAtStart,
  'server-refused': aimAtStart,
  'refused-with-advice': aimAtStart,
  'host-refused': aimOfScriptLine,
  'page-not-served': noAim,
  'waits-for-database': aimOfScriptLine,
  'database-read-only': noAim,
};

/** The aim that a failure violates; null if it belongs to no TODO. */
export function aimOf<Kind extends FailureKind>(
  failure: SimulatedFailure<Kind>,
  context: AimContext,
): Aim | null {
  return aimsByKind[failure.kind](failure, context);
}
