import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { SimulatedFailureCause } from '../../simulation/failures.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { bareEnvironment, type Environment, systemEnvironment } from '../../simulation/image/stage.ts';
import { within } from '../../simulation/image/within.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { userFolder } from '../pip/requirements.ts';
import { missingPackage } from './installation.ts';
import { moduleOf } from './project.ts';
import { isOfOtherPython, pythonOf } from './version.ts';

/** The environment of the interpreter that a command resolves to. */
export function environmentOf(machine: Machine, name: string): string {
  const found = machine.host.resolve(machine, name);
  const path = found.kind === 'tool' ? found.path : null;
  if (path === null) return systemEnvironment;
  for (const folder of machine.stage.environments.keys())
    if (folder !== systemEnvironment && within(folder, path)) return folder;
  return systemEnvironment;
}

/** Whether the interpreter finds all packages that the application needs. */
export function withDjango(machine: Machine, name: string): Status {
  const found = environmentsOf(machine, name);
  if (found.some(({ project }) => project === true)) return 'ok';
  const other = ofOtherPython(machine, environmentOf(machine, name));
  if (other !== null)
    return fail(machine, other, { file: machine.project.dockerfile, line: machine.stage.line });
  const packages = new Set(found.flatMap((each) => [...each.packages]));
  const [leftOut] = found.flatMap((each) => each.leftOut.filter((name) => !packages.has(name)));
  if (leftOut !== undefined)
    return fail(machine, { kind: 'module-not-found', command: name, module: moduleOf(leftOut), where: null });
  const missing =
    packages.size === 0 ? 'django' : missingPackage(machine, packages.has('django') ? packages : new Set());
  if (missing === null) return 'ok';
  const isReported = [...machine.failures, ...machine.fatal].some(({ kind }) => kind === 'needs-network');
  if (isReported) return 'ok';
  if (
    found.some(({ project }) => project === 'unknown') ||
    machine.stage.files.isVague ||
    machine.stage.base.programs === null ||
    /[\u0000-\u001f]/.test(machine.env.get('PYTHONPATH') ?? '') ||
    !isKnown(machine.env.get('PYTHONPATH') ?? '')
  )
    return unknown(machine, 'django');
  const elsewhere = [...machine.stage.environments].find(
    ([, each]) => each.project === true && !isOfOtherPython(machine, each),
  )?.[0];
  const module = moduleOf(missing);
  return fail(machine, { kind: 'module-not-found', command: name, module, where: elsewhere ?? null });
}

/** Folders in which an interpreter finds packages: its own environment, the user's folder, and those in PYTHONPATH. */
export function packageFolders(machine: Machine, name: string): readonly string[] {
  const own = environmentOf(machine, name);
  const folders = [own];
  if (own === systemEnvironment && !/^1/.test(machine.env.get('PYTHONNOUSERSITE') ?? ''))
    folders.push(userFolder(machine));
  const python = pythonOf(machine);
  for (const entry of (machine.env.get('PYTHONPATH') ?? '').split(':')) {
    const folder = resolvePath(machine.cwd, entry);
    const [, home, version] = /^(.+)\/lib\/python(3\.\d+)\/site-packages$/.exec(folder) ?? [];
    if (home !== undefined && (python === null || python === version)) folders.push(home);
    else if (entry !== '') folders.push(folder);
  }
  return folders;
}

/** The environments and other package folders that an interpreter uses. */
export function environmentsOf(machine: Machine, name: string): readonly Environment[] {
  const { environments } = machine.stage;
  return packageFolders(machine, name).map((folder) => {
    const environment = environments.get(folder) ?? bareEnvironment;
    return isOfOtherPython(machine, environment) ? bareEnvironment : environment;
  });
}

/** Why an environment has no packages for the image's Python; null when it has, or may have. */
export function ofOtherPython(
  machine: Machine,
  folder: string,
): SimulatedFailureCause<'other-python'> | null {
  const environment = machine.stage.environments.get(folder);
  const made = environment?.python ?? null;
  const own = pythonOf(machine);
  if (environment === undefined || made === null || own === null || !isOfOtherPython(machine, environment))
    return null;
  const place = folder === systemEnvironment ? `/usr/local/lib/python${made}` : folder;
  return { kind: 'other-python', module: 'django', folder: place, made, own };
}
