import { InstructionError } from './instruction-error.ts';
import { type Keyword, keywords, type Pair } from './keywords.ts';
import { cutAtBlank, isSpace, trim } from './text.ts';
import { blankWords, jsonStrings, quotedWords, takeFlags } from './words.ts';

/** The arguments of a line, split with its keyword's syntax. BuildKit finds the errors thrown here while it reads lines. */
export interface Shape {
  readonly args: readonly string[];
  readonly pairs: readonly Pair[];
  readonly json: boolean;
}

export const newShape = (args: readonly string[], json = false, pairs: readonly Pair[] = []): Shape => ({
  args,
  json,
  pairs,
});

function maybeJson(rest: string, orWords: boolean): Shape {
  const json = jsonStrings(rest);
  if (json.kind === 'strings') return newShape(json.values, true);
  if (json.kind === 'mixed') {
    throw new InstructionError(
      'JsonNotStrings',
      'when using JSON array syntax, arrays must be comprised of strings only',
    );
  }
  if (orWords) return newShape(blankWords(rest));
  return newShape(rest === '' ? [] : [rest]);
}

function keyValues(keyword: 'ENV' | 'LABEL', rest: string, escapeMark: string): Shape {
  const words = quotedWords(rest, escapeMark);
  const first = words[0];
  if (first === undefined) return newShape([]);
  if (!first.includes('=')) {
    const [name, value] = cutAtBlank(rest);
    if (value === null) {
      throw new InstructionError('KeyValueFormat', `${keyword} must have two arguments`, {
        instruction: keyword,
        word: name,
      });
    }
    return newShape([], false, [{ name, value, legacy: true }]);
  }
  const pairs = words.map((word): Pair => {
    const equals = word.indexOf('=');
    if (equals < 0) {
      throw new InstructionError(
        'KeyValueFormat',
        `Syntax error - can't find = in ${JSON.stringify(word)}. Must be of the form: name=value`,
        { instruction: keyword, word },
      );
    }
    return { name: word.slice(0, equals), value: word.slice(equals + 1), legacy: false };
  });
  return newShape([], false, pairs);
}

export function shapeOf(keyword: Keyword, rest: string, escapeMark: string): Shape {
  switch (keyword) {
    case 'add':
    case 'copy':
    case 'volume':
      return maybeJson(rest, true);
    case 'cmd':
    case 'entrypoint':
    case 'run':
    case 'shell':
      return maybeJson(rest, false);
    case 'env':
      return keyValues('ENV', rest, escapeMark);
    case 'label':
      return keyValues('LABEL', rest, escapeMark);
    case 'arg':
      return newShape(quotedWords(rest, escapeMark));
    case 'expose':
    case 'from':
      return newShape(blankWords(rest));
    case 'healthcheck': {
      let cut = 0;
      while (cut < rest.length && !isSpace(rest[cut] ?? '')) cut += 1;
      if (cut === 0) return newShape([]);
      const command = maybeJson(trim(rest.slice(cut)), false);
      return newShape([rest.slice(0, cut), ...command.args], command.json);
    }
    case 'onbuild':
      return rest === '' ? newShape([]) : onbuildShape(rest, escapeMark);
    default:
      return newShape(rest === '' ? [] : [rest]);
  }
}

function onbuildShape(rest: string, escapeMark: string): Shape {
  const [word, body] = cutAtBlank(rest);
  const keyword = keywords.find((each) => each === word.toLowerCase());
  if (keyword !== undefined) shapeOf(keyword, trim(takeFlags(body ?? '', escapeMark).rest), escapeMark);
  return newShape([word, ...(body === null ? [] : [body])]);
}
