import { isKnown, unknownText } from '../../../dockerfile/unknown-text.ts';
import { type Program, unknown } from '../machine.ts';

/** `mapfile -t LINES`: reads the lines of the input into an array. */
export const mapfile: Program = (machine, args) => {
  const names = args.filter((arg) => arg !== '-t');
  const [name = 'MAPFILE'] = names;
  if (names.length > 1 || name.startsWith('-')) return unknown(machine, 'mapfile');
  const { text } = machine.input;
  const lines = isKnown(text) ? text.replace(/\n$/, '').split('\n') : [unknownText];
  machine.arrays.set(name, text === '' ? [] : lines);
  machine.input.text = '';
  return 'ok';
};
