import { image, programsOfEveryImage, usualPath } from '../../simulation/image/base-image.ts';
import { slimPrograms } from '../../simulation/image/slim-image.ts';
import { words } from '../../simulation/image/word-list.ts';
import { fail, type Program, unknown } from '../../simulation/shell/machine.ts';
import { alpinePrograms } from '../alpine/alpine.ts';
import { fullPrograms } from '../debian/debian.ts';
import type { Toolchain } from '../toolchain.ts';
import { go } from './go.ts';

const goPrograms = words('go gofmt');
const onDebian: ReadonlySet<string> = new Set([
  ...programsOfEveryImage,
  ...slimPrograms,
  ...fullPrograms,
  ...goPrograms,
]);
const onAlpine: ReadonlySet<string> = new Set([...programsOfEveryImage, ...alpinePrograms, ...goPrograms]);
const env = {
  PATH: `/go/bin:/usr/local/go/bin:${usualPath}`,
  GOPATH: '/go',
  GOTOOLCHAIN: 'local',
};

/** A program that was built here: what it does is not known, only that it can be started. */
const program: Program = (machine, _args, _input, name) => unknown(machine, name);

/** One that needs the system's library, which an empty image does not have (measured: so says Docker of the program itself). */
const linkedProgram: Program = (machine, args, input, name) =>
  machine.stage.base.files === 'empty'
    ? fail(machine, { kind: 'command-failed', phrase: `exec ${name}: no such file or directory` })
    : program(machine, args, input, name);

/** One that was built for another system than the containers'. */
const foreignProgram: Program = (machine, _args, _input, name) =>
  fail(machine, { kind: 'command-failed', phrase: `exec ${name}: exec format error` });

/** Go: its official images, and what `go build` makes. */
export const goToolchain: Toolchain = {
  name: 'go',
  fetching: /^go$/,
  programs: {
    go,
    gofmt: () => 'ok',
    'go-program': program,
    'go-linked-program': linkedProgram,
    'go-foreign-program': foreignProgram,
  },
  oftenMissing: goPrograms,
  baseImage: (name) => {
    if (name.path !== 'golang') return null;
    return name.label.includes('alpine')
      ? image(name, { family: 'alpine', programs: onAlpine, env, workdir: '/go' })
      : image(name, { family: 'debian', programs: onDebian, env, workdir: '/go' });
  },
};
