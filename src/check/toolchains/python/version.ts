import type { Environment } from '../../simulation/image/stage.ts';
import type { Machine } from '../../simulation/shell/machine.ts';

/** The first two numbers of the image's own Python; null where that is not known. */
export function pythonOf({ stage }: Machine): string | null {
  return /^\d+\.\d+/.exec(stage.base.env?.PYTHON_VERSION ?? '')?.[0] ?? null;
}

/** Whether an environment came from an image with another Python, which keeps its packages in another folder. */
export function isOfOtherPython(machine: Machine, { python, downloaded }: Environment): boolean {
  const own = pythonOf(machine);
  return python !== null && downloaded === null && own !== null && python !== own;
}

/** The environment at a folder as the image's Python finds it: of packages for another one it sees nothing. */
export function environmentAt(machine: Machine, folder: string): Environment | undefined {
  const found = machine.stage.environments.get(folder);
  return found === undefined || isOfOtherPython(machine, found) ? undefined : found;
}
