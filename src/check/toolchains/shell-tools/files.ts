import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { fail, type Program, type Status } from '../../simulation/shell/machine.ts';
import { print } from '../../simulation/shell/streams.ts';
import { ln, rm, transfer } from './copying-files.ts';
import { mkdir, tee, touch } from './creating-files.ts';
import { find } from './finding-files.ts';
import { fileNotFound, splitOperands } from './operands.ts';
import { chmod, chown } from './permissions.ts';
import { grep } from './searching.ts';
import { awk, cat, dos2unix, ends, inspectFiles, perl, sed, tr } from './text.ts';

/** What never ends, and keeps a container alive. */
const runForever: Program = (machine, args, _input, name) => {
  if (machine.background) return 'ok';
  return machine.phase === 'start'
    ? 'stops'
    : fail(machine, { kind: 'never-ends', awaited: [name, ...args].join(' ') });
};

/** ls: what is not there is a failure. */
const ls: Program = (machine, args) => {
  let status: Status = 'ok';
  for (const written of splitOperands(args).operands) {
    const presence = isKnown(written)
      ? machine.stage.files.presence(resolvePath(machine.cwd, written))
      : 'unknown';
    if (presence === 'absent')
      status = fileNotFound(machine, 'ls', written, resolvePath(machine.cwd, written));
    else if (presence === 'unknown' && status === 'ok') status = 'unknown';
  }
  print(machine, unknownText);
  return status;
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
  dos2unix,
  unix2dos: dos2unix,
  fromdos: dos2unix,
  perl,
  awk,
  mawk: awk,
  tr,
  grep,
  egrep: grep,
  fgrep: grep,
  head: ends,
  tail: (machine, args, input, name) =>
    args.some((arg) => /^-[a-zA-Z]*[fF]$|^--follow/.test(arg))
      ? runForever(machine, args, input, name)
      : ends(machine, args, input, name),
  sleep: (machine, args, input, name) =>
    /^inf/.test(args[0] ?? '') ? runForever(machine, args, input, name) : 'ok',
  wc: inspectFiles,
  sort: inspectFiles,
  uniq: inspectFiles,
  cut: inspectFiles,
  md5sum: inspectFiles,
  sha256sum: inspectFiles,
  stat: inspectFiles,
  ls,
  tee,
  cat,
  find,
};
