import { isKnown, unknownText } from '../../../dockerfile/unknown-text.ts';
import { fail, type Program, unknown } from '../machine.ts';
import { sourceFile } from '../scripts.ts';
import { print } from '../streams.ts';
import { letBuiltin } from './arithmetic-commands.ts';
import { popd, pushd } from './cd.ts';
import { test } from './conditions.ts';
import { declare } from './declarations.ts';
import { mapfile } from './mapfile.ts';

/** Of bash's own options these change what a script does; the first two are followed. */
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

/** Words that only print, or serve somebody who types. */
export const prints: Program = (machine) => {
  print(machine, unknownText);
  return 'ok';
};

/** Words whose outcome depends on what is not followed: jobs, callers, a terminal. */
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

/** Words that bash has and dash has not. */
export const bashBuiltins: Readonly<Record<string, Program>> = Object.fromEntries(
  Object.entries(words).map(([name, program]): [string, Program] => [
    name,
    (machine, args, input) =>
      machine.dialect === 'dash'
        ? fail(machine, { kind: 'command-not-found', command: name })
        : program(machine, args, input, name),
  ]),
);
