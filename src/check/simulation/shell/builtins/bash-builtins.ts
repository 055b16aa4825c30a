import { isKnown, unknownText } from '../../../dockerfile/unknown-text.ts';
import { fail, type Program, unknown } from '../machine.ts';
import { sourceFile } from '../scripts.ts';
import { print } from '../streams.ts';
import { letBuiltin } from './arithmetic-commands.ts';
import { popd, pushd } from './cd.ts';
import { test } from './conditions.ts';
import { declare } from './declarations.ts';
import { mapfile } from './mapfile.ts';

/** Options of bash that change what a script does. The first two are simulated. */
const harmfulOptions = ['nullglob', 'lastpipe', 'failglob', 'nocasematch', 'expand_aliases', 'dotglob'];

/** `shopt -s option`. */
const shopt: Program = (machine, args) => {
  const [sign = '', ...names] = args;
  if (sign !== '-s' && sign !== '-u') return 'ok';
  const isOn = sign === '-s';
  const before = [...machine.shopt].filter((each) => !names.includes(each));
  machine.shopt = new Set(isOn ? [...machine.shopt, ...names] : before);
  const odd = names.find((each) => harmfulOptions.indexOf(each) > 1 || !isKnown(each));
  return isOn && odd !== undefined ? unknown(machine, `shopt ${odd}`) : 'ok';
};

/** Builtins that only print, or only matter interactively. */
export const prints: Program = (machine) => {
  print(machine, unknownText);
  return 'ok';
};

/** Builtins whose result depends on things that are not simulated: jobs, callers, a terminal. */
const notFollowed: Program = (machine, _args, _input, name) => unknown(machine, name);

const words: Readonly<Record<string, Program>> = {
  declare,
  typeset: declare,
  let: letBuiltin,
  shopt,
  pushd,
  popd,
  '[[': test,
  mapfile,
  readarray: mapfile,
  source: sourceFile,
  dirs: prints,
  help: prints,
  history: prints,
  complete: prints,
  enable: notFollowed,
  compgen: notFollowed,
  compopt: notFollowed,
  bind: notFollowed,
  caller: notFollowed,
  coproc: notFollowed,
  disown: notFollowed,
  logout: notFollowed,
  suspend: notFollowed,
};

/** Builtins that bash has and dash lacks. */
export const bashBuiltins: Readonly<Record<string, Program>> = Object.fromEntries(
  Object.entries(words).map(([name, program]): [string, Program] => [
    name,
    (machine, args, input) =>
      machine.dialect === 'dash'
        ? fail(machine, { kind: 'command-not-found', command: name })
        : program(machine, args, input, name),
  ]),
);
