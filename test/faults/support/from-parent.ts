import { z } from 'zod';

/** What a test tells one of its processes to suffer. */
const woeSchema = z.union([
  /** Dies (SIGKILL) at the next time that this point is reached. */
  z.object({ dieAt: z.string() }),
  /** The clock is this far off from now on. Milliseconds. */
  z.object({ clock: z.number() }),
  /** The event loop does nothing for so long. Milliseconds. */
  z.object({ busy: z.number() }),
]);
export type Woe = z.output<typeof woeSchema>;

const realNow = Date.now;
let armed: string | null = null;

/** Hears woes from the parent, and ends when the parent is gone: no test leaves processes behind. */
export function hearWoes(): void {
  process.on('message', (message) => {
    const woe = woeSchema.safeParse(message).data;
    if (woe === undefined) return;
    if ('dieAt' in woe) armed = woe.dieAt;
    else if ('clock' in woe) Date.now = () => realNow() + woe.clock;
    else {
      const end = performance.now() + woe.busy;
      while (performance.now() < end);
    }
  });
  const end = (): void => void process.kill(process.pid, 'SIGKILL');
  process.on('disconnect', end);
  if (process.connected === false) end();
}

/** A point at which the process may be killed: as sudden as a power cut. */
export function mayDie(point: string): void {
  if (armed === point) process.kill(process.pid, 'SIGKILL');
}

/** The same object, whose named methods are points to die at, before and after each. */
export function fragile<T extends object>(whole: T, name: string, methods: readonly (keyof T & string)[]): T {
  const points = new Set<string>(methods);
  return new Proxy(whole, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      // What is private to a class is not seen through a proxy.
      if (typeof key !== 'string' || !points.has(key)) return value.bind(target) as unknown;
      return async (...args: unknown[]) => {
        mayDie(`${name}.${key}:before`);
        const answer: unknown = await Reflect.apply(value, target, args);
        mayDie(`${name}.${key}:after`);
        return answer;
      };
    },
  });
}

/** The same object with some of its methods replaced. */
export function withMethods<T extends object>(whole: T, methods: Partial<T>): T {
  return new Proxy(whole, {
    get: (target, key) => {
      if (Object.hasOwn(methods, key)) return Reflect.get(methods, key) as unknown;
      const value: unknown = Reflect.get(target, key);
      // What is private to a class is not seen through a proxy.
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
