import { isKnown, unknownText } from '../../../dockerfile/unknown-text.ts';
import { type Machine, type Program, setVariable, unknown } from '../machine.ts';
import type { Status } from '../status.ts';

/** `getopts letters NAME`: parses the script's next option; fails if there is none left. */
export const getopts: Program = (machine, args) => {
  const [letters = '', name = '', ...given] = args;
  const words = given.length > 0 ? given : machine.args;
  const at = Number(machine.env.get('OPTIND') ?? '1');
  const word = words[at - 1];
  if (!isKnown(letters) || (word !== undefined && !isKnown(word))) return notKnown(machine, name);
  if (word === undefined || !/^-./.test(word) || word === '--') {
    setVariable(machine, name, '?');
    if (word === '--') setVariable(machine, 'OPTIND', String(at + 1));
    return 'failed';
  }
  const letter = word[1] ?? '';
  const rest = word.slice(2);
  const index = letter === ':' ? -1 : letters.indexOf(letter, letters.startsWith(':') ? 1 : 0);
  const takesValue = index >= 0 && letters[index + 1] === ':';
  // Several letters in one word are not supported.
  if (rest !== '' && !takesValue) return notKnown(machine, name);
  const isJoined = rest !== '';
  const value = isJoined ? rest : words[at];
  setVariable(machine, 'OPTIND', String(takesValue && !isJoined ? at + 2 : at + 1));
  const lacksValue = takesValue && value === undefined;
  const refusal = lacksValue && letters.startsWith(':') ? ':' : '?';
  setVariable(machine, name, index < 0 || lacksValue ? refusal : letter);
  if (takesValue && value !== undefined) setVariable(machine, 'OPTARG', value);
  return 'ok';
};

function notKnown(machine: Machine, name: string): Status {
  for (const each of [name, 'OPTARG', 'OPTIND']) setVariable(machine, each, unknownText);
  return unknown(machine, 'getopts');
}
