import { image, programsOfEveryImage } from '../../simulation/image/base-image.ts';
import { slimPrograms } from '../../simulation/image/slim-image.ts';
import { words } from '../../simulation/image/word-list.ts';
import { fail, type Program } from '../../simulation/shell/machine.ts';
import type { Toolchain } from '../toolchain.ts';
import { apt } from './apt.ts';
import { configuration } from './configuration.ts';
import { programsOf } from './packages.ts';
import { isKeptElsewhere } from './places.ts';

/** The packages that provide a program, where their names differ from it. */
const packageOf: Readonly<Record<string, readonly string[]>> = {
  nc: ['nmap-ncat', 'busybox', 'netcat-openbsd'],
  pg_isready: ['postgresql-client', 'postgresql'],
  psql: ['postgresql-client', 'postgresql'],
  gcc: ['build-base'],
  make: ['build-base'],
  node: ['nodejs'],
  python3: ['python3', 'python3-pip', 'python3-venv', 'python3-full', 'python3-dev'],
  pip3: ['python3-pip', 'py3-pip'],
  pip: ['python3-pip', 'py3-pip'],
  pipx: ['pipx'],
};

/** What the full Debian images have in addition to the slim ones. */
export const fullPrograms = words(
  `curl wget git gcc g++ make ps patch unzip hg svn file xz pkg-config autoconf automake ssh bzip2`,
);

const plainDebian: ReadonlySet<string> = new Set([...programsOfEveryImage, ...slimPrograms]);

/** A package manager of another distribution. */
const foreignPackageManager: Program = (machine, _args, _input, name) =>
  fail(machine, { kind: 'command-not-found', command: name });

/** Debian and Ubuntu: apt, the programs of its packages, and the plain base images. */
export const debian: Toolchain = {
  name: 'debian',
  fetching: /^apt(?:-get)?$/,
  programs: { apt, 'apt-get': apt, ...configuration, yum: foreignPackageManager, dnf: foreignPackageManager },
  oftenMissing: [...fullPrograms, ...words('yum dnf microdnf brew choco pacman zypper')],
  commonPrograms: ['apt-get'],
  baseImage: (name) =>
    name.path === 'debian' || name.path === 'ubuntu'
      ? image(name, { family: 'debian', programs: plainDebian })
      : null,
  isInPackages: (packages, name) =>
    packageOf[name]?.some((each) => packages.has(each)) === true ||
    [...packages].some((each) => programsOf(each)?.has(name) === true),
  isKeptElsewhere,
  mayBringMore: ({ packages }) => [...packages].some((each) => programsOf(each) === null),
};
