import type { Aim } from '../../lesson/manifest.ts';
import type { FailureKind, NamedFile, Phase, SimulatedFailure } from '../simulation/failures.ts';
import { nameOf } from '../simulation/image/files.ts';
import type { Project } from '../simulation/project.ts';
import { aimOfCopy } from './missing-copy.ts';
import type { Surroundings } from './rule.ts';

type AimsByKind = {
  readonly [Kind in FailureKind]: (failure: SimulatedFailure<Kind>, around: Surroundings) => Aim | null;
};

interface InPhase {
  readonly phase: Phase;
}

const always = (aim: Aim) => (): Aim => aim;
const none = (): null => null;

/** A command of the start belongs to the script that runs it; a step of the build that serves nothing else belongs to no TODO. */
const atStart = ({ phase }: InPhase): Aim | null => (phase === 'start' ? 'entrypoint-script' : null);

/** uv installs the dependencies while the image is built. */
const ofInstaller = ({ phase }: InPhase): Aim =>
  phase === 'start' ? 'entrypoint-script' : 'dependencies-installed';

/** Where the container starts beside manage.py, it is the script that goes astray; else it lacks a WORKDIR. */
function ofFolder({
  phase,
  startsBesideManage,
}: InPhase & { readonly startsBesideManage: boolean }): Aim | null {
  if (phase === 'build') return null;
  return startsBesideManage ? 'entrypoint-script' : 'project-directory';
}

/** What goes wrong at start by a line of the script; what an ENV causes belongs to no TODO. */
const ofScriptLine = ({ phase, at }: SimulatedFailure, { project }: Surroundings): Aim | null =>
  phase === 'start' && at.file !== project.dockerfile ? 'entrypoint-script' : null;

/** A file that is the start script, by its name in the image or in the build context. */
const ofFile = ({ resolved, from }: NamedFile): Aim | null =>
  /\.sh$|entrypoint/i.test(nameOf(resolved)) || /\.sh$/.test(from ?? '') ? 'entrypoint-script' : null;

const isDependencyFile = (path: string, { dependencyFiles }: Project): boolean =>
  dependencyFiles.some((file) => nameOf(file) === nameOf(path));

const ofPip = {
  uv: 'installer-available',
  nothing: 'installer-available',
  packages: 'dependencies-installed',
  other: null,
} as const;

const ofDownload = {
  python: 'entrypoint-script',
  option: 'entrypoint-script',
  packages: 'dependencies-installed',
  'dev-group': 'dependencies-installed',
  'packages-above': 'dependencies-copied-first',
} as const;

/** The one place that says which aim of a lesson a failure spoils. */
const aims: AimsByKind = {
  'command-not-found': none,
  'uv-not-found': always('installer-available'),
  'script-not-found': atStart,
  'script-runs-itself': atStart,
  'script-not-executable': atStart,
  'exec-format': atStart,
  'interpreter-not-found': atStart,
  'interpreter-arguments': atStart,
  'windows-line-endings': atStart,
  'not-python': ({ phase, at }, { project }) => {
    if (phase === 'build') return null;
    return at.file === project.dockerfile ? 'entrypoint-used' : 'entrypoint-script';
  },

  'shell-refused': atStart,
  'command-refused': none,
  'command-failed': atStart,
  'exit-code': atStart,
  'redirect-refused': atStart,
  'never-ends': none,

  // A file that is to go is not missed.
  'file-not-found': (failure) => (failure.command === 'rm' ? null : ofFile(failure)),
  'python-file-not-found': atStart,
  'sourced-file-not-found': atStart,
  'folder-not-found': ofFolder,
  'chmod-without-file': always('entrypoint-script'),
  'chmod-mode-refused': ({ file }) => ofFile(file),
  'not-permitted': ({ what }) => (what.kind === 'file' ? ofFile(what) : null),
  'user-not-found': none,
  'copy-not-found': aimOfCopy,

  'package-lists-missing': none,
  'package-not-found': (failure) => (failure.package === 'uv' ? 'installer-available' : null),
  'pip-refused': ({ about }) => ofPip[about],
  'project-not-installable': ({ withUv }) => (withUv ? 'installer-available' : 'dependencies-copied-first'),
  'requirements-refused': always('dependencies-installed'),
  'requirements-not-found': ({ path, purpose }, { project }) =>
    purpose === 'compile' || isDependencyFile(path, project)
      ? 'dependencies-copied-first'
      : 'dependencies-installed',
  'readme-not-found': always('dependencies-copied-first'),

  'uv-refused': (failure) => {
    if (failure.command === 'uv pip uninstall') return null;
    // What `uv run` runs may serve anything.
    return failure.command === 'uv run' ? atStart(failure) : ofInstaller(failure);
  },
  'uv-project-refused': ofInstaller,
  'only-dev-installed': ofInstaller,
  'no-virtual-environment': always('dependencies-installed'),
  'pyproject-not-found': always('dependencies-copied-first'),
  // Where the Dockerfile stood in that folder already, the files were put in the wrong place.
  'project-elsewhere': ({ astray }) =>
    astray === 'files' ? 'dependencies-copied-first' : 'dependencies-installed',
  'lock-not-found': always('dependencies-copied-first'),
  'lock-outdated': always('dependencies-installed'),
  'needs-network': ({ download }) => ofDownload[download.kind],

  'module-not-found': (failure) => (failure.where === null ? 'dependencies-installed' : atStart(failure)),
  'outside-project': atStart,
  'settings-not-found': ofScriptLine,
  'application-not-found': ofFolder,
  'manage-not-found': ofFolder,
  'source-not-found': ({ phase }) => (phase === 'start' ? 'project-directory' : null),
  'django-refused': atStart,
  'server-refused': atStart,
  'host-refused': ofScriptLine,
  'waits-for-database': ofScriptLine,
  'database-read-only': none,
};

/** The aim whose TODO a failure belongs to; null for what belongs to none. */
export function aimOf<Kind extends FailureKind>(
  failure: SimulatedFailure<Kind>,
  around: Surroundings,
): Aim | null {
  return aims[failure.kind](failure, around);
}
