import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { fail, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { gzip, tar } from './archives.ts';
import { awk } from './awk/awk.ts';
import { rm, rmdir, transfer } from './copying-files.ts';
import { makeFolders, makePipe, mkdir, tee, touch, truncate } from './creating-files.ts';
import { dd } from './dd.ts';
import { secondsOf } from './durations.ts';
import { find } from './finding-files.ts';
import { hasOption, optionsOf } from './gnu/command-line.ts';
import { ln } from './linking-files.ts';
import { fileNotFound } from './operands.ts';
import { chgrp, chmod, chown } from './permissions.ts';
import { compare, grep } from './searching.ts';
import { sed } from './sed.ts';
import { cat, dos2unix, ends, inspectFiles, perl } from './text.ts';
import { tr } from './transliteration.ts';

/** A program that never ends and keeps a container alive. */
const runForever: Program = (machine, args, _input, name) => {
  if (machine.background) return 'ok';
  return machine.phase === 'start'
    ? 'stops'
    : fail(machine, { kind: 'never-ends', awaited: [name, ...args].join(' ') });
};

/** ls and similar programs fail for a missing file. */
const ls: Program = (machine, args, _input, name) => {
  let status: Status = 'ok';
  for (const written of optionsOf(name, args).operands) {
    const presence = isKnown(written)
      ? machine.stage.files.presence(resolvePath(machine.cwd, written))
      : 'unknown';
    if (presence === 'absent' || written === '' || (presence === 'file' && written.endsWith('/')))
      status = fileNotFound(machine, name, written, resolvePath(machine.cwd, written));
    else if (presence === 'unknown' && status === 'ok') status = 'unknown';
  }
  print(machine, unknownText);
  return status;
};

/** Seconds of sleep that exceed the time limits of any worker configuration. `usualStep` is what every build step has time for. */
const longest = { start: 600, build: 3600 } as const;
const usualStep = 200;

/** `sleep 5`, `sleep 1m 30s`: fails for an invalid duration. */
const sleep: Program = (machine, args, input, name) => {
  if (/^--(?:help|version)$/.test(args[0] ?? '')) return 'ok';
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

/** `tail -f file`: follows the file for ever if it exists. */
const tail: Program = (machine, args, input, name) => {
  const { options, operands } = optionsOf(name, args);
  const waits = hasOption(options, 'F', 'retry');
  if (!waits && !hasOption(options, 'f', 'follow')) return ends(machine, args, input, name);
  const paths = operands.map((operand) => resolvePath(machine.cwd, operand));
  const [first = ''] = paths;
  const areMissing = paths.every((path) => isKnown(path) && machine.stage.files.presence(path) === 'absent');
  if (!waits && areMissing && paths.length > 0) return fileNotFound(machine, name, operands[0] ?? '', first);
  return runForever(machine, args, input, name);
};

/** `yes`: runs until the program that reads from it ends. */
const yes: Program = (machine, args, input, name) => {
  if (machine.out === null) return runForever(machine, args, input, name);
  print(machine, unknownText);
  return 'ok';
};

/** Programs that read the given files and print a result. */
const inspectors = Object.fromEntries(
  `wc sort uniq cut md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum cksum sum base64 base32 comm paste nl tac rev
   fold od expand shuf`
    .split(/\s+/)
    .map((name): [string, Program] => [name, inspectFiles]),
);

/** Programs that create, move, change or read files. */
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
  tail,
  sleep,
  yes,
  ...inspectors,
  stat: ls,
  du: ls,
  diff: compare,
  cmp: compare,
  ls,
  tee,
  cat,
  find,
  tar,
  gzip,
  gunzip: gzip,
  zcat: gzip,
  truncate,
  unlink: rm,
  link: ln,
  mkfifo: makePipe,
  dd,
};
