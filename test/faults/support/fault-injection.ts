import { flushCompileCache } from 'node:module';
import { z } from 'zod';

/** A fault that a test injects into one of its processes. */
const faultSchema = z.union([
  /** It is killed (SIGKILL) as soon as it reaches this point. */
  z.object({ crashAt: z.string() }),
  /** Its clock is off by this much from now on. Milliseconds. */
  z.object({ clock: z.number() }),
  /** Its event loop is blocked for this long. Milliseconds. */
  z.object({ busy: z.number() }),
]);
export type InjectedFault = z.output<typeof faultSchema>;

const realNow = Date.now;
let chosenPoint: string | null = null;

/** Injects the faults that the parent sends, and ends the process when the parent is gone, so that no test leaves processes behind. */
export function obeyInjectedFaults(): void {
  // Most of these processes are killed, and Node would write its compile cache only at a regular exit.
  flushCompileCache();
  process.on('message', (message) => {
    const fault = faultSchema.safeParse(message).data;
    if (fault === undefined) return;
    if ('crashAt' in fault) chosenPoint = fault.crashAt;
    else if ('clock' in fault) Date.now = () => realNow() + fault.clock;
    else {
      const end = performance.now() + fault.busy;
      while (performance.now() < end);
    }
  });
  const end = (): void => void process.kill(process.pid, 'SIGKILL');
  process.on('disconnect', end);
  if (process.connected === false) end();
}

/** A point at which the process can be killed, as suddenly as by a power cut. */
export function crashPoint(point: string): void {
  if (chosenPoint === point) process.kill(process.pid, 'SIGKILL');
}

/** The same object with a crash point before and after each of the named methods. */
export function withCrashPoints<T extends object>(
  whole: T,
  name: string,
  methods: readonly (keyof T & string)[],
): T {
  const points = new Set<string>(methods);
  return new Proxy(whole, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      // A proxy cannot access a class's private members.
      if (typeof key !== 'string' || !points.has(key)) return value.bind(target) as unknown;
      return async (...args: unknown[]) => {
        crashPoint(`${name}.${key}:before`);
        const answer: unknown = await Reflect.apply(value, target, args);
        crashPoint(`${name}.${key}:after`);
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
      // A proxy cannot access a class's private members.
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
