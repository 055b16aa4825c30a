import type { Environment } from '../../simulation/image/stage.ts';
import type { Machine } from '../../simulation/shell/machine.ts';

/** The first two numbers of the version of the image's own Python; null when unknown. */
export function pythonOf({ stage }: Machine): string | null {
  return /^\d+\.\d+/.exec(stage.base.env?.PYTHON_VERSION ?? '')?.[0] ?? null;
}

/** Whether an environment was created for another Python, whose packages are in a different folder. */
export function isOfOtherPython(machine: Machine, { python, downloaded }: Environment): boolean {
  const own = pythonOf(machine);
  return python !== null && downloaded === null && own !== null && python !== own;
}

/** The environment at a folder as the image's Python sees it: packages for another Python are invisible to it. */
export function environmentAt(machine: Machine, folder: string): Environment | undefined {
  const found = machine.stage.environments.get(folder);
  return found === undefined || isOfOtherPython(machine, found) ? undefined : found;
}
