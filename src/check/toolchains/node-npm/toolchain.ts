import { image, programsOfEveryImage, usualPath } from '../../simulation/image/base-image.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { slimPrograms } from '../../simulation/image/slim-image.ts';
import { words } from '../../simulation/image/word-list.ts';
import { type Program, unfollowed } from '../../simulation/shell/machine.ts';
import { alpinePrograms } from '../alpine/alpine.ts';
import { fullPrograms } from '../debian/debian.ts';
import type { Toolchain } from '../toolchain.ts';
import { node } from './node.ts';
import { packageProgram } from './node-modules.ts';
import { npm } from './npm.ts';
import { pnpm, yarn } from './other-managers.ts';
import { runPackageProgram } from './scripts.ts';

const nodePrograms = words('node nodejs npm npx yarn yarnpkg corepack');
const onDebian = { full: fullPrograms, slim: [] };
const debianPrograms = (kind: keyof typeof onDebian): ReadonlySet<string> =>
  new Set([...programsOfEveryImage, ...slimPrograms, ...onDebian[kind], ...nodePrograms]);
const sets = {
  full: debianPrograms('full'),
  slim: debianPrograms('slim'),
  alpine: new Set([...programsOfEveryImage, ...alpinePrograms, ...nodePrograms]),
};

/** `npx program …`: runs an installed package, or downloads it. */
const npx: Program = (machine, args) => unfollowed(machine, ['npx', ...args.slice(0, 1)].join(' '));

/** `corepack enable` puts yarn and pnpm on the PATH. */
const corepack: Program = (machine, [verb]) => {
  if (verb === 'enable' || verb === 'prepare' || verb === 'use') {
    for (const name of ['yarn', 'pnpm'])
      machine.stage.files.put(`/usr/local/bin/${name}`, {
        ...plainFile,
        executable: true,
        tool: name,
        line: machine.place.line,
        certain: machine.certain,
      });
  }
  return 'ok';
};

/** Node with its package managers, and its official images. */
export const nodeNpm: Toolchain = {
  name: 'node-npm',
  fetching: /^(?:npm|pnpm|yarn)$/,
  programs: {
    node,
    nodejs: node,
    npm,
    npx,
    yarn,
    yarnpkg: yarn,
    pnpm,
    corepack,
    [packageProgram]: (machine, args, _input, name) =>
      runPackageProgram(machine, name.slice(name.lastIndexOf('/') + 1), args),
  },
  oftenMissing: words('node npm npx yarn pnpm corepack vite tsc webpack ng react-scripts'),
  interpreter: { shebang: /\bnode\b/, program: 'node' },
  baseImage: (name) => {
    if (name.path !== 'node') return null;
    const alpine = name.label.includes('alpine');
    const slim = name.label.includes('slim');
    return image(name, {
      family: alpine ? 'alpine' : 'debian',
      programs: alpine ? sets.alpine : sets[slim ? 'slim' : 'full'],
      env: { PATH: usualPath },
      users: { node: '/home/node' },
      launcher: 'node',
    });
  },
};
