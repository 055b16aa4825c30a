import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { fail, type Program } from '../../simulation/shell/machine.ts';
import { print } from '../../simulation/shell/streams.ts';
import { optionsOf } from './gnu/command-line.ts';

/** seq: prints numbers, one on each line. */
export const seq: Program = (machine, args) => {
  const { options, operands } = optionsOf('seq', args);
  const numbers = operands.map(Number);
  // seq LAST, seq FIRST LAST, seq FIRST STEP LAST
  const [first = 1, second, third] = numbers;
  const from = second === undefined ? 1 : first;
  const by = third === undefined ? 1 : (second ?? 1);
  const to = third ?? second ?? first;
  if (by === 0 && operands.every(isKnown))
    return fail(machine, { kind: 'command-failed', phrase: 'seq: invalid Zero increment value: ‘0’' });
  if (!numbers.every(Number.isInteger) || options.length > 0 || Math.abs((to - from) / by) > 100) {
    print(machine, unknownText);
    return operands.every(isKnown) ? 'ok' : 'unknown';
  }
  for (let value = from; by > 0 ? value <= to : value >= to; value += by) print(machine, `${value}\n`);
  return 'ok';
};
