import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { fail, type Machine, subshell } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { readAll } from './editing.ts';
import { hasOption, optionsOf, optionValue } from './gnu/command-line.ts';
import type { GivenOption } from './gnu/getopt.ts';
import { startProgram } from './starting.ts';

/** Limit on the commands that are simulated. */
const mostCommands = 200;

/** A word of the input when no option changes the separator: separated by blanks outside quotes. */
const word = /(?:"[^"\n]*"|'[^'\n]*'|\\[\s\S]|[^\s"'\\])+/g;

/** The words of the input; null when a quote is not closed. */
function wordsOf(text: string, options: readonly GivenOption[]): readonly string[] | null {
  const mark = optionValue(options, 'd', 'delimiter');
  if (hasOption(options, '0', 'null')) return text.split('\0').filter((each) => each !== '');
  if (mark !== null) {
    const separator = { '\\n': '\n', '\\t': '\t', '\\0': '\0' }[mark] ?? mark;
    return (text.endsWith(separator) ? text.slice(0, -1) : text).split(separator);
  }
  if (text.replace(word, '').trim() !== '') return null;
  const byLine = hasOption(options, 'I', 'i', 'replace');
  const found = byLine
    ? text
        .split('\n')
        .map((line) => line.trimStart())
        .filter((line) => line !== '')
    : [...text.matchAll(word)].map(([each]) => each);
  return found.map((each) => each.replace(/"([^"]*)"|'([^']*)'|\\([\s\S])/g, '$1$2$3'));
}

/** The commands that xargs starts. */
function commandsOf(
  words: readonly string[],
  command: readonly string[],
  options: readonly GivenOption[],
): readonly (readonly string[])[] {
  if (hasOption(options, 'I', 'i', 'replace')) {
    const mark = optionValue(options, 'I', 'i', 'replace') ?? '{}';
    return words.map((each) => command.map((own) => own.replaceAll(mark, () => each)));
  }
  const skips = hasOption(options, 'r', 'no-run-if-empty');
  if (words.length === 0) return skips ? [] : [command];
  const most = Number(optionValue(options, 'n', 'max-args') ?? words.length);
  const commands: (readonly string[])[] = [];
  for (let at = 0; at < words.length && commands.length < mostCommands; at += most)
    commands.push([...command, ...words.slice(at, at + most)]);
  return commands;
}

/** `… | xargs command`: takes arguments from the input. */
export function xargs(machine: Machine, args: readonly string[], input: string | null): Status {
  const { options, operands } = optionsOf('xargs', args);
  const command = operands.length > 0 ? operands : ['echo'];
  const file = optionValue(options, 'a', 'arg-file');
  const text = file === null ? (input ?? '') : readAll(machine, 'xargs', [file]).text;
  const isFollowed = !hasOption(options, 'L', 'l', 'max-lines', 's', 'max-chars', 'E', 'p', 'interactive');
  if (!isKnown(text) || !isFollowed) {
    machine.host.runWords(subshell(machine, { certain: false }), [...command, unknownText], null);
    return 'unknown';
  }
  if (file === null) machine.input.text = '';
  const words = wordsOf(text, options);
  if (words === null)
    return fail(machine, {
      kind: 'command-failed',
      phrase: 'xargs: unmatched quote; by default quotes are special to xargs unless you use the -0 option',
    });
  let status: Status = 'ok';
  for (const each of commandsOf(words, command, options)) {
    const ran = startProgram(machine, each, null);
    if (ran === 'stops') return ran;
    if (ran === 'failed' || status === 'ok') status = ran;
  }
  return status;
}
