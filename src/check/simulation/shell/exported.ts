import { type Machine, subshell } from './machine.ts';

/** Commands get the variable from here on, even if it is set only later. */
export const exportVariable = (machine: Machine, name: string): void => {
  machine.marks.set(name, 'exported');
};

/** `export -f`, which only bash has: child bash processes get these functions. */
export const exportFunctions = (machine: Machine, names: readonly string[]): void => {
  machine.exportedFunctions = new Set([...machine.exportedFunctions, ...names]);
};

/** What a shell passes to another program: exported variables, and none of its functions except exported ones. */
export function handedOn(machine: Machine): Machine {
  const { env, functions, exportedFunctions, marks } = machine;
  const own = [...marks].filter(([name, mark]) => mark === 'own' && env.has(name));
  const hasOwnFunctions = [...functions.keys()].some((name) => !exportedFunctions.has(name));
  if (own.length === 0 && !hasOwnFunctions) return { ...machine, allexport: true };
  const inner = subshell(machine, { shell: machine.shell, allexport: true, marks: new Map() });
  for (const [name] of own) inner.env.delete(name);
  for (const name of functions.keys()) if (!exportedFunctions.has(name)) inner.functions.delete(name);
  return inner;
}
