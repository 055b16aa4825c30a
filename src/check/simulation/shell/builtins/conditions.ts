import { isKnown } from '../../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../image/files.ts';
import { globMatches } from '../glob.ts';
import type { Machine, Program } from '../machine.ts';
import { mayWrite } from '../redirect.ts';
import type { Status } from '../status.ts';

const statusOf = (value: boolean): Status => (value ? 'ok' : 'failed');
function negated(status: Status): Status {
  if (status === 'ok') return 'failed';
  return status === 'failed' ? 'ok' : status;
}

/** The closing word that `[` and `[[` require. */
const closings: Readonly<Record<string, string>> = { '[': ']', '[[': ']]' };

/** `[ … ]`, `test …` and `[[ … ]]`: decided if everything they ask about is known. A malformed one is false. */
export const test: Program = (machine, args, _input, name) => {
  const closing = closings[name];
  // Without the closing word the shell prints an error, and the test is false.
  if (closing !== undefined && args.at(-1) !== closing) return 'failed';
  const words = closing === undefined ? args : args.slice(0, -1);
  return expression(machine, words, name === '[[');
};

/** `!`, `( … )`, and expressions joined by `-a`, `-o`, `&&` or `||`. */
function expression(machine: Machine, words: readonly string[], isDouble: boolean): Status {
  for (const operator of isDouble ? ['||', '&&'] : ['-o', '-a']) {
    const at = words.length > 3 ? words.indexOf(operator, 1) : -1;
    if (at < 0) continue;
    const left = expression(machine, words.slice(0, at), isDouble);
    const right = expression(machine, words.slice(at + 1), isDouble);
    const decides: Status = operator === '||' || operator === '-o' ? 'ok' : 'failed';
    if (left === decides || right === decides) return decides;
    return left === 'unknown' || right === 'unknown' ? 'unknown' : negated(decides);
  }
  if (words[0] === '!' && words.length > 1) return negated(expression(machine, words.slice(1), isDouble));
  if (words[0] === '(' && words.at(-1) === ')' && words.length > 2)
    return expression(machine, words.slice(1, -1), isDouble);
  return single(machine, words, isDouble);
}

function single(machine: Machine, words: readonly string[], isDouble: boolean): Status {
  const [left = '', operator = '', right = ''] = words;
  if (words.length === 0) return 'failed';
  if (words.length === 1) return isKnown(left) ? statusOf(left !== '') : 'unknown';
  if (words.length === 2) return unary(machine, left, operator);
  if (words.length > 3) return isDouble ? 'unknown' : 'failed';
  return binary(machine, left, operator, right, isDouble);
}

function unary(machine: Machine, operator: string, operand: string): Status {
  if (!isKnown(operand)) return 'unknown';
  switch (operator) {
    case '-n':
      return statusOf(operand !== '');
    case '-z':
      return statusOf(operand === '');
    case '-t':
      return 'failed';
    case '-v':
      return machine.dialect === 'bash' ? statusOf(machine.env.has(operand)) : 'failed';
    default:
      if (/^-[abcdefghkprsuwxLONS]$/.test(operator)) return testFile(machine, operator, operand);
      // `[ x y ]` prints “unexpected operator”.
      return isKnown(operator) ? 'failed' : 'unknown';
  }
}

const numeric: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '-eq': (left, right) => left === right,
  '-ne': (left, right) => left !== right,
  '-gt': (left, right) => left > right,
  '-ge': (left, right) => left >= right,
  '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right,
};

function binary(machine: Machine, left: string, operator: string, right: string, isDouble: boolean): Status {
  if (!isKnown(left) || !isKnown(right) || !isKnown(operator)) return 'unknown';
  if (Object.hasOwn(numeric, operator)) {
    const numbers = [left, right].map((text) => (/^\s*[-+]?\d+\s*$/.test(text) ? Number(text) : null));
    const [one = null, other = null] = numbers;
    // The shell prints “Illegal number”, and the test is false.
    if (one === null || other === null) return isDouble ? 'unknown' : 'failed';
    return statusOf(numeric[operator]?.(one, other) === true);
  }
  const equal = isDouble ? globMatches(right, left) : left === right;
  switch (operator) {
    case '=':
      return statusOf(equal);
    case '==':
      // dash prints “unexpected operator”.
      return machine.dialect === 'dash' ? 'failed' : statusOf(equal);
    case '!=':
      return statusOf(!equal);
    case '=~':
    case '<':
    case '>':
    case '-nt':
    case '-ot':
    case '-ef':
      return 'unknown';
    default:
      return 'failed';
  }
}

/** A test of a file. */
function testFile(machine: Machine, operator: string, name: string): Status {
  if (name === '') return 'failed';
  const { files } = machine.stage;
  const path = resolvePath(machine.cwd, name);
  const presence = files.presence(path);
  if (presence === 'unknown') return 'unknown';
  if (presence === 'absent') return 'failed';
  const entry = files.get(path);
  switch (operator) {
    case '-e':
    case '-a':
    case '-r':
      return entry?.executable === 'private' ? 'unknown' : 'ok';
    case '-d':
      return statusOf(presence === 'folder');
    case '-f':
      return statusOf(presence === 'file');
    case '-s':
      if (presence === 'folder') return 'ok';
      return entry?.text == null ? 'unknown' : statusOf(entry.text !== '');
    case '-x':
      if (presence === 'folder' || entry?.executable === true) return 'ok';
      return entry?.executable === false ? 'failed' : 'unknown';
    case '-w': {
      const may = mayWrite(machine, path);
      return may === 'unknown' ? 'unknown' : statusOf(may);
    }
    default:
      return 'unknown';
  }
}
