import { image, programsOfEveryImage } from '../../simulation/image/base-image.ts';
import { words } from '../../simulation/image/word-list.ts';
import type { Program } from '../../simulation/shell/machine.ts';
import { downloadAtStart } from '../at-start.ts';
import type { Toolchain } from '../toolchain.ts';

const apk: Program = (machine, args) => {
  const words = args.filter(
    (arg, index) => !arg.startsWith('-') && args[index - 1] !== '-t' && args[index - 1] !== '--virtual',
  );
  if (words[0] !== 'add') return 'ok';
  const { packages } = machine.stage;
  if (
    machine.phase === 'start' &&
    !words.slice(1).every((each) => packages.has(each.split(/[=<>~]/)[0] ?? each))
  )
    return downloadAtStart(machine, ['apk', ...args].join(' '));
  for (const each of words.slice(1)) machine.stage.packages.add(each.split(/[=<>~]/)[0] ?? each);
  return 'ok';
};

/** Programs that Alpine has in addition to those of every image; busybox provides most of them. */
export const alpinePrograms = words(
  `apk adduser addgroup deluser wget nc vi unzip ping ps top less more busybox ash fgrep egrep bzip2`,
);

/** The Alpine package with the account programs that Debian ships by default. */
const ofShadow = new Set(
  words('useradd userdel usermod groupadd groupdel groupmod groupmems chpasswd newusers gpasswd'),
);

/** Alpine Linux: its packages and its image. */
export const alpine: Toolchain = {
  name: 'alpine',
  fetching: /^apk$/,
  programs: { apk },
  oftenMissing: alpinePrograms,
  isInPackages: (packages, name) => packages.has('shadow') && ofShadow.has(name),
  baseImage: (name) =>
    name.path === 'alpine'
      ? image(name, { family: 'alpine', programs: new Set([...programsOfEveryImage, ...alpinePrograms]) })
      : null,
};
