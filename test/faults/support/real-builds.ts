import { join } from 'node:path';
import { hurtable } from './processes.ts';
import { type Rig, recorded } from './rig.ts';

/**
 * A worker as an operator starts it, with real boxes, that takes its share of the class until it has built so many.
 *
 * @returns how to end it before
 */
export async function buildForReal(
  rig: Rig,
  boxes: string,
  wanted: number,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const worker = hurtable({
    entry: '../../../bin/dockhand.js',
    args: ['worker'],
    env: { ...rig.env, SANDBOX_BOXES: boxes },
    log: join(rig.folder, 'worker-real.log'),
    readyMs: 3_000,
  });
  await worker.start();
  const built = (): number => {
    try {
      return recorded(rig.database).filter(({ checker }) => checker !== 'timed' && checker !== '').length;
    } catch {
      return 0;
    }
  };
  let ended: Promise<void> | null = null;
  const end = (): Promise<void> => {
    clearInterval(looking);
    ended ??= worker.stop().then(() => say(`${built()} were built for real`));
    return ended;
  };
  const looking = setInterval(() => {
    if (built() >= wanted) void end();
  }, 2_000);
  return end;
}
