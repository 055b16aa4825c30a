import { resolvePath } from './files.ts';
import { mkdir, tee, touch } from './filetools/making.ts';
import { ln, rm, transfer } from './filetools/moving.ts';
import { parted } from './filetools/operands.ts';
import { chmod, chown } from './filetools/permissions.ts';
import { cat, mended, sed } from './filetools/text.ts';
import type { Program } from './machine.ts';

/** `find . -name '*.sh' -exec chmod +x {} +` and its like. */
const find: Program = (machine, args) => {
  const exec = args.indexOf('-exec');
  if (exec < 0) return 'ok';
  const name = args[args.indexOf('-name') + 1] ?? '';
  const suffix = args.includes('-name') && /^\*[^*?[]+$/.test(name) ? name.slice(1) : null;
  const root = resolvePath(machine.cwd, args[0]?.startsWith('-') === true ? '.' : (args[0] ?? '.'));
  const command = args.slice(exec + 1).filter((word) => word !== ';' && word !== '+' && word !== '{}');
  if (suffix === null || command.length === 0) return 'ok';
  const paths = machine.stage.files
    .under(root)
    .filter(([path, { kind }]) => kind === 'file' && path.endsWith(suffix));
  return paths.length === 0
    ? 'ok'
    : machine.run.words(machine, [...command, ...paths.map(([path]) => path)], null);
};

/** Programs that make, move, change or read files. */
export const fileTools: Readonly<Record<string, Program>> = {
  chmod,
  chown,
  chgrp: () => 'ok',
  mkdir,
  rmdir: rm,
  touch,
  cp: (machine, args) => transfer(machine, 'cp', args, false),
  install: (machine, args) =>
    args.includes('-d') ? mkdir(machine, args, null, 'mkdir') : transfer(machine, 'install', args, false),
  mv: (machine, args) => transfer(machine, 'mv', args, true),
  rm,
  ln,
  sed,
  dos2unix: (machine, args) => mended(machine, parted(args).operands),
  tee,
  cat,
  find,
};
