import type { Machine } from '../../simulation/shell/machine.ts';
import {
  addGrammar,
  exportGrammar,
  globalGrammar,
  lockGrammar,
  type OptionGrammar,
  pipGrammar,
  runGrammar,
  syncGrammar,
  venvGrammar,
} from './options.ts';
import { readUsage, type Usage } from './usage.ts';

const grammars: Readonly<Record<string, OptionGrammar>> = {
  sync: syncGrammar,
  run: runGrammar,
  lock: lockGrammar,
  add: addGrammar,
  export: exportGrammar,
  venv: venvGrammar,
  pip: pipGrammar,
};

/** The options about the cache, before or after the command's name. */
export function cacheOptions(machine: Machine, { options, operands }: Usage): Usage['options'] {
  const [command = '', ...rest] = operands;
  const grammar = Object.hasOwn(grammars, command) ? grammars[command] : undefined;
  const extent = command === 'run' ? 'before-operands' : 'anywhere';
  return new Map([...options, ...readUsage(machine, rest, grammar ?? globalGrammar, extent).options]);
}
