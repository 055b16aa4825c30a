import { slimPrograms } from '../../simulation/image/slim-image.ts';
import { type Environment, type Stage, systemEnvironment } from '../../simulation/image/stage.ts';
import type { ResolvedProgram } from '../../simulation/programs/program-call.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { projectMetadata } from './project.ts';
import { normalizedName } from './requirement.ts';
import { pythonOf } from './version.ts';

/** Programs whose package has a different name. */
const packageOfProgram: Readonly<Record<string, string>> = {
  'waitress-serve': 'waitress',
  'django-admin': 'django',
};

/** A program in a virtual environment's bin folder. */
export function inEnvironment(machine: Machine, path: string): ResolvedProgram | null {
  const { stage } = machine;
  for (const [folder, environment] of stage.environments) {
    if (folder === systemEnvironment || !path.startsWith(`${folder}/bin/`)) continue;
    const name = path.slice(folder.length + 5);
    const exists = stage.files.get(path) !== null;
    if (environment.madeAt !== null && !exists && mayBeOfPackage(environment, name)) {
      const inOld = ofOldPlace(machine, environment, { path, name });
      if (inOld !== null) return inOld;
    }
    const isOwn = /^python3\.\d+$/.test(name) && name === `python${pythonOf(machine)}`;
    if (isOwn && stage.files.get(`${folder}/bin/python`) !== null)
      return { kind: 'tool', tool: 'python', path: `${folder}/bin/python` };
    const from = packageOfProgram[name];
    if (
      environment.packages.has(normalizedName(name)) ||
      (from !== undefined && environment.packages.has(from))
    )
      return { kind: 'tool', tool: name, path };
    const found = ofProject(machine, environment, name);
    if (found !== null) return found === 'unknown' ? { kind: 'unknown' } : { kind: 'tool', tool: name, path };
  }
  return null;
}

/**
 * A program of an environment that has been moved: its first line (`#!`) names the Python at the old path. Null when none of the
 * environment's packages provides the program.
 */
function ofOldPlace(
  machine: Machine,
  environment: Environment,
  { path, name }: { readonly path: string; readonly name: string },
): ResolvedProgram | null {
  if (environment.project === false && environment.packages.size === 0) return null;
  const old = `${environment.madeAt}/bin/python`;
  const isCertain =
    (environment.packages.has(normalizedName(name)) || ofProject(machine, environment, name) === true) &&
    machine.stage.files.presence(old) === 'absent';
  return isCertain ? { kind: 'tool', tool: programOfOldPlace, path } : { kind: 'unknown' };
}

/** The tool name of such a program, which cannot be started. */
export const programOfOldPlace = 'program of an environment that was moved';

/** Whether a program comes from the project's dependencies; null when it does not. */
function ofProject(machine: Machine, { project }: Environment, name: string): true | 'unknown' | null {
  if (project === false) return null;
  const { dependencies } = machine.project.fact(projectMetadata);
  const from = packageOfProgram[name] ?? normalizedName(name);
  if (dependencies === null) return slimPrograms.has(name) ? null : 'unknown';
  return dependencies.has(from) ? project : null;
}

/** Whether a package may have provided a program with this name: the system has none, and for uv its package is installed. */
const mayBeOfPackage = ({ packages }: Environment, name: string): boolean =>
  /^[a-z]/.test(name) &&
  !/^python/.test(name) &&
  !slimPrograms.has(name) &&
  (name !== 'uv' || packages.has('uv'));

/** `python3.11`, `pip3.11`: Python's official images have those of their own version. */
function withVersion(machine: Machine, name: string): ResolvedProgram | null {
  const [, tool, version] = /^(python|pip)(3\.\d+)$/.exec(name) ?? [];
  if (tool === undefined || machine.stage.base.env?.PYTHON_VERSION === undefined) return null;
  const own = pythonOf(machine);
  if (own === null) return { kind: 'unknown' };
  return own === version ? { kind: 'tool', tool, path: null } : null;
}

/** A program of a package that is installed for the system's Python. */
export function inSystemPackages(machine: Machine, name: string): ResolvedProgram | null {
  const versioned = withVersion(machine, name);
  if (versioned !== null) return versioned;
  const system = machine.stage.environments.get(systemEnvironment);
  if (system === undefined) return null;
  // Package names ignore case, but their programs are in lower case.
  if (name !== name.toLowerCase()) return null;
  const found: ResolvedProgram = { kind: 'tool', tool: name, path: null };
  // uv has a file of its own in the simulation, so it is found there and not through its package.
  const from = packageOfProgram[name] ?? normalizedName(name);
  if (name !== 'uv' && system.packages.has(from)) return found;
  const isInProject = machine.project.fact(projectMetadata).dependencies?.has(from) === true;
  if (!isInProject || system.project === false) return null;
  return system.project === true ? found : { kind: 'unknown' };
}

/** Packages that provide no program, or one whose name is known. */
const bringsItsName = new Set(
  'uv pip setuptools wheel django djangorestframework gunicorn uvicorn pipx poetry pipenv psycopg psycopg2 psycopg2-binary whitenoise requests virtualenv'.split(
    ' ',
  ),
);

/** The packages among them that do not depend on Python's tools for environments and programs. */
export const needsNoTool: ReadonlySet<string> = new Set(
  [...bringsItsName].filter((each) => !['pipx', 'poetry', 'pipenv', 'virtualenv'].includes(each)),
);

export const mayBringMore = ({ environments }: Stage): boolean =>
  [...(environments.get(systemEnvironment)?.packages ?? [])].some((each) => !bringsItsName.has(each));
