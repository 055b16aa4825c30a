import { isKnown, unknownText } from '../../../dockerfile/unknown-text.ts';
import { exportFunctions, exportVariable } from '../exported.ts';
import { endShell, exitShell, fail, type Machine, type Program, setVariable, unknown } from '../machine.ts';
import type { Status } from '../status.ts';

const variableName = /^[A-Za-z_]\w*$/;

/** `export`, `readonly`, `local` …: an invalid name ends dash; in bash the command fails and the script goes on. */
export const assign: Program = (machine, args, _input, name) => {
  if (/^(?:declare|typeset|local)$/.test(name) && args.some((arg) => /^-\w*n/.test(arg)))
    return referTo(machine, args, name);
  let status: Status = 'ok';
  if (name === 'export' && args[0] === '-f') exportFunctions(machine, args.slice(1));
  const exports = marksExported(name, args);
  for (const [index, arg] of args.entries()) {
    if (index === 0 && /^[-+]/.test(arg) && (machine.dialect !== 'dash' || /^-[pn]$|^--$/.test(arg)))
      continue;
    const equals = arg.indexOf('=');
    const variable = equals < 0 ? arg : arg.slice(0, equals);
    if (!isKnown(variable)) status = unknown(machine, name);
    else if (!variableName.test(variable)) {
      if (machine.dialect === 'dash')
        return exitShell(machine, `${name}: ${/^[A-Za-z_]\w*/.exec(arg)?.[0] ?? ''}: bad variable name`);
      status = fail(machine, {
        kind: 'command-failed',
        phrase: `${name}: \`${arg}': not a valid identifier`,
      });
    } else if (equals > 0) {
      const refused = refusedConstant(machine, variable);
      if (refused !== null) return refused;
      setVariable(machine, variable, arg.slice(equals + 1));
    }
    if (exports && variableName.test(variable)) exportVariable(machine, variable);
  }
  return status;
};

/** Whether a declaration exports its variables: `export`, or `declare -x` in bash. */
const marksExported = (name: string, args: readonly string[]): boolean =>
  name === 'export' ? args[0] !== '-n' : name !== 'readonly' && args.some((arg) => /^-\w*x/.test(arg));

/** bash's `declare` and `typeset`: in a function the variables are local unless -g is given. */
export const declare: Program = (machine, args, input, name) =>
  machine.locals === null || args.some((arg) => /^-\w*g/.test(arg))
    ? assign(machine, args, input, name)
    : local(machine, args, input, name);

/** `declare -n ref=NAME`: both names mean the same variable from here on, which is not simulated. */
function referTo(machine: Machine, args: readonly string[], name: string): Status {
  const pairs = args.filter((arg) => !arg.startsWith('-')).flatMap((arg) => arg.split('=', 2));
  for (const each of pairs) if (variableName.test(each)) setVariable(machine, each, unknownText);
  if (!pairs.every(isKnown)) machine.variablesUnfollowed = true;
  return unknown(machine, `${name} -n`);
}

/** `local NAME=value` is only valid in a function: elsewhere it ends dash, and fails in bash. */
export const local: Program = (machine, args, input, name) => {
  if (machine.locals !== null) {
    for (const arg of args) keepHidden(machine, arg.split('=')[0] ?? '');
    return assign(machine, args, input, name);
  }
  if (machine.dialect === 'other') return assign(machine, args, input, name);
  const isDash = machine.dialect === 'dash';
  const phrase = isDash ? 'local: not in a function' : 'local: can only be used in a function';
  const cause = { kind: 'command-failed', phrase } as const;
  return isDash ? endShell(machine, cause) : fail(machine, cause);
};

/** Remembers the value that a function's local variable hides until the function ends. */
function keepHidden({ env, locals }: Machine, name: string): void {
  if (locals !== null && variableName.test(name) && !locals.has(name))
    locals.set(name, env.get(name) ?? null);
}

/** `readonly NAME=value`: the variable can no longer be set. */
export const readOnly: Program = (machine, args, input, name) => {
  const status = assign(machine, args, input, name);
  const names = args.map((arg) => arg.split('=')[0] ?? '').filter((each) => variableName.test(each));
  machine.constants = new Set([...machine.constants, ...names]);
  return status;
};

/** Fails if a read-only variable is set or removed: that ends dash, and fails in bash. Null if the variable is not read-only. */
export function refusedConstant(machine: Machine, name: string): Status | null {
  if (machine.constants.size === 0 || !machine.constants.has(name)) return null;
  return machine.dialect === 'dash'
    ? exitShell(machine, `${name}: is read only`)
    : fail(machine, { kind: 'command-failed', phrase: `${name}: readonly variable` });
}

export const unset: Program = (machine, args) => {
  if (args[0] === '-f') {
    for (const name of args.slice(1)) machine.functions.delete(name);
    return 'ok';
  }
  for (const name of args) {
    const refused = refusedConstant(machine, name);
    if (refused !== null) return refused;
    machine.env.delete(name);
    // Without PATH neither shell finds a program.
    if (name === 'PATH') machine.env.set(name, '');
    machine.marks.delete(name);
    machine.arrays.delete(name);
  }
  return 'ok';
};
