import { image, programsOfEveryImage, usualPath } from '../../simulation/image/base-image.ts';
import { slimPrograms } from '../../simulation/image/slim-image.ts';
import { words } from '../../simulation/image/word-list.ts';
import { alpinePrograms } from '../alpine/alpine.ts';
import { fullPrograms } from '../debian/debian.ts';
import type { Toolchain } from '../toolchain.ts';
import { go } from './go.ts';
import { foreignProgram, linkedProgram, program, unknownProgram } from './program.ts';

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

/** Go: its official images, and the programs that `go build` produces. */
export const goToolchain: Toolchain = {
  name: 'go',
  fetching: /^go$/,
  programs: {
    go,
    gofmt: () => 'ok',
    'go-program': program,
    'go-linked-program': linkedProgram,
    'go-foreign-program': foreignProgram,
    'go-unknown-program': unknownProgram,
  },
  oftenMissing: goPrograms,
  baseImage: (name) => {
    if (name.path !== 'golang') return null;
    return name.label.includes('alpine')
      ? image(name, { family: 'alpine', programs: onAlpine, env, workdir: '/go' })
      : image(name, { family: 'debian', programs: onDebian, env, workdir: '/go' });
  },
};
