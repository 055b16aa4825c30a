import type { World } from '../world/world.ts';

/**
 * Waits until `look` finds something, calling it again whenever anything happens; the error after the time limit says what there was
 * instead.
 */
export function waitUntil<T>(
  world: World,
  look: () => T | null,
  { ms = 5_000 }: { readonly ms?: number },
  otherwise: () => string,
): Promise<T> {
  const now = look();
  if (now !== null) return Promise.resolve(now);
  return new Promise((resolve, reject) => {
    const { stack } = new Error('waited here');
    const stop = world.listen(() => {
      const found = look();
      if (found === null) return;
      end();
      resolve(found);
    });
    const timer = setTimeout(() => {
      end();
      const error = new Error(`Waited ${ms} ms in vain; ${otherwise()}`);
      if (stack) error.stack = `${error.message}\n${stack.split('\n').slice(1).join('\n')}`;
      reject(error);
    }, ms);
    // An open classroom keeps the process alive by itself; in a closed one nothing more will happen.
    timer.unref();
    const end = (): void => {
      stop();
      clearTimeout(timer);
    };
  });
}
