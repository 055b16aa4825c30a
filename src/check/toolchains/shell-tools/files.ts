import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { fail, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { ln, rm, rmdir, transfer } from './copying-files.ts';
import { makeFolders, mkdir, tee, touch } from './creating-files.ts';
import { secondsOf } from './durations.ts';
import { find } from './finding-files.ts';
import { fileNotFound, splitOperands } from './operands.ts';
import { chgrp, chmod, chown } from './permissions.ts';
import { compare, grep } from './searching.ts';
import { awk, cat, dos2unix, ends, inspectFiles, perl, sed, tr } from './text.ts';

/** What never ends, and keeps a container alive. */
const runForever: Program = (machine, args, _input, name) => {
  if (machine.background) return 'ok';
  return machine.phase === 'start'
    ? 'stops'
    : fail(machine, { kind: 'never-ends', awaited: [name, ...args].join(' ') });
};

/** ls and its like: what is not there is a failure. */
const ls: Program = (machine, args, _input, name) => {
  let status: Status = 'ok';
  const valued = ['-c', '-d', '-t', '-B', '--format', '--printf'];
  for (const written of splitOperands(args, name === 'ls' ? [] : valued).operands) {
    const presence = isKnown(written)
      ? machine.stage.files.presence(resolvePath(machine.cwd, written))
      : 'unknown';
    if (presence === 'absent')
      status = fileNotFound(machine, name, written, resolvePath(machine.cwd, written));
    else if (presence === 'unknown' && status === 'ok') status = 'unknown';
  }
  print(machine, unknownText);
  return status;
};

/** Seconds of sleep that no start and no build step waits for, whatever the settings of a worker say; and that each build step does. */
const longest = { start: 600, build: 3600 } as const;
const usualStep = 200;

/** `sleep 5`, `sleep 1m 30s`: a word that is not a time is a failure. */
const sleep: Program = (machine, args, input, name) => {
  if (/^inf/.test(args[0] ?? '')) return runForever(machine, args, input, name);
  const times = args.map(secondsOf);
  const wrong = args.find((arg, index) => isKnown(arg) && times[index] === null);
  if (wrong !== undefined || args.length === 0) {
    const phrase = wrong === undefined ? 'sleep: missing operand' : `sleep: invalid time interval ‘${wrong}’`;
    return fail(machine, { kind: 'command-failed', phrase });
  }
  const seconds = times.reduce<number>((sum, time) => sum + (time ?? 0), 0);
  if (seconds >= longest[machine.phase]) return runForever(machine, args, input, name);
  if (machine.background) return 'ok';
  if (machine.phase === 'start') machine.budget.asleep += seconds;
  else if (seconds > usualStep) unknown(machine, ['sleep', ...args].join(' '));
  return 'ok';
};

/** `yes`, which only what reads from it ends. */
const yes: Program = (machine, args, input, name) => {
  if (machine.out === null) return runForever(machine, args, input, name);
  print(machine, unknownText);
  return 'ok';
};

/** Programs that make, move, change or read files. */
export const fileTools: Readonly<Record<string, Program>> = {
  chmod,
  chown,
  chgrp,
  mkdir,
  rmdir,
  touch,
  cp: (machine, args) => transfer(machine, 'cp', args, false),
  install: (machine, args) =>
    args.some((arg) => /^-[a-zA-Z]*d$|^--directory$/.test(arg))
      ? makeFolders(machine, args)
      : transfer(machine, 'install', args, false),
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
  sleep,
  yes,
  wc: inspectFiles([]),
  sort: inspectFiles(['-k', '-t', '-o', '-S', '-T']),
  uniq: inspectFiles(['-f', '-s', '-w']),
  cut: inspectFiles(['-d', '-f', '-c', '-b']),
  md5sum: inspectFiles([]),
  sha256sum: inspectFiles([]),
  stat: ls,
  du: ls,
  base64: inspectFiles(['-w']),
  diff: compare,
  cmp: compare,
  ls,
  tee,
  cat,
  find,
};
