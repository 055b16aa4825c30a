import type { Machine } from '../../simulation/shell/machine.ts';

/** The first two numbers of the image's own Python; null where that is not known. */
export function pythonOf({ stage }: Machine): string | null {
  return /^\d+\.\d+/.exec(stage.base.env?.PYTHON_VERSION ?? '')?.[0] ?? null;
}
