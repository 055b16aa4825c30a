import { type Machine, subshell } from './machine.ts';

/** From here on commands get the variable, whether it is set already or not. */
export const exportVariable = (machine: Machine, name: string): void => {
  machine.marks.set(name, 'exported');
};

/** `export -f`, which bash alone knows: another bash gets these functions. */
export const exportFunctions = (machine: Machine, names: readonly string[]): void => {
  machine.exportedFunctions = new Set([...machine.exportedFunctions, ...names]);
};

/** What another program gets of a shell: the variables that are exported, and none of the shell's own functions. */
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
