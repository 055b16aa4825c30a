import { isKnown } from '../../../dockerfile/unknown-text.ts';
import { type Program, unknown } from '../machine.ts';

/**
 * `alias name='words'` takes effect in dash scripts from the next line on, in bash only interactively. Simulated as a function of that
 * name.
 */
export const alias: Program = (machine, args) => {
  if (machine.dialect === 'bash') return 'ok';
  for (const arg of args) {
    const [name = '', ...rest] = arg.split('=');
    const parsed = isKnown(arg) && rest.length > 0 ? machine.parseShell(`${rest.join('=')} "$@"`) : null;
    const [body] = parsed?.script ?? [];
    if (body === undefined || parsed?.broken === true || parsed?.script.length !== 1)
      return unknown(machine, 'alias');
    machine.functions.set(name, body);
  }
  return 'ok';
};

/** `unalias name`, `unalias -a`: fails for an alias that does not exist. */
export const unalias: Program = (machine, args) => {
  // bash scripts have no aliases here.
  if (machine.dialect === 'bash') return args.includes('-a') ? 'ok' : 'failed';
  if (machine.dialect !== 'dash' || args.includes('-a')) return unknown(machine, 'unalias');
  const missing = args.filter((name) => !machine.functions.delete(name));
  return missing.length === 0 ? 'ok' : 'failed';
};
