import { dateReading, stampReading } from './dates.ts';
import { apart, type GnuProgramText, many, needed, onlyWith, operandsWith } from './program.ts';
import { ofNewerReleases, oneOf, type ValueReader } from './reading.ts';
import { existingFile, existingFolder, group, mode, owner, size, user } from './values.ts';

const backup = oneOf('none off simple never existing nil numbered t');
const ofNothing: ValueReader = ofNewerReleases;
/** It is unknown whether the file system supports copies that share their contents. */
const sharing: ValueReader = (value, machine, option) => {
  const read = oneOf('auto always never')(value, machine, option);
  return read.kind === 'fine' && value.startsWith('al') ? { kind: 'unknown' } : read;
};
const attributes: ValueReader = (value, machine, option) =>
  value
    .split(',')
    .map((each) => oneOf('mode timestamps ownership links context xattr all')(each, machine, option))
    .find(({ kind }) => kind !== 'fine') ?? { kind: 'fine' };

const likeAnother = operandsWith('reference', 1);
const intoFolder = operandsWith('t target-directory', 1);
const onlyAsFolder = 'cannot combine --target-directory (-t) and --no-target-directory (-T)';
const notBoth = apart('t target-directory, T no-target-directory', onlyAsFolder);

/** Programs that create, move and change files, with Debian 12's options and those of newer releases. */
export const fileProgramTexts: Readonly<Record<string, GnuProgramText>> = {
  mkdir: {
    options: 'm:pvZ | mode= parents verbose context?',
    values: [['m mode', mode]],
    operands: [1, many],
  },
  cp: {
    options:
      'abdfiHlLnPpRrsS:t:TuvxZ | archive attributes-only backup? copy-contents debug force interactive keep-directory-symlink link dereference no-clobber no-dereference preserve? no-preserve= parents recursive reflink? remove-destination sparse= strip-trailing-slashes symbolic-link suffix= target-directory= no-target-directory update? verbose one-file-system context?',
    values: [
      ['backup', backup],
      ['sparse', oneOf('auto always never')],
      ['reflink', sharing],
      ['preserve no-preserve', attributes],
      ['t target-directory', existingFolder],
      ['update', ofNothing],
    ],
    rules: [notBoth],
    newer: 'debug keep-directory-symlink reflink',
  },
  mv: {
    options:
      'bfinS:t:TuvZ | backup? debug exchange force interactive no-clobber no-copy strip-trailing-slashes suffix= target-directory= no-target-directory update? verbose context',
    values: [
      ['backup', backup],
      ['t target-directory', existingFolder],
      ['update', ofNothing],
    ],
    rules: [notBoth],
    newer: 'debug exchange no-copy',
  },
  rm: {
    options:
      'fiIrRdv | force interactive? one-file-system no-preserve-root preserve-root? recursive dir verbose',
    values: [
      ['interactive', oneOf('never no none once always yes')],
      [
        'preserve-root',
        (value, machine, option) => oneOf('all')(value === 'all' ? value : '?', machine, option),
      ],
    ],
  },
  rmdir: { options: 'pv | ignore-fail-on-non-empty parents verbose', operands: [1, many] },
  ln: {
    options:
      'bdFfiLnPrsS:t:Tv | backup? directory force interactive logical no-dereference physical relative symbolic suffix= target-directory= no-target-directory verbose',
    values: [
      ['backup', backup],
      ['t target-directory', existingFolder],
    ],
    operands: [1, many],
    rules: [onlyWith('r relative', 's symbolic', 'cannot do --relative without --symbolic'), notBoth],
  },
  link: { options: '|', operands: [2, 2] },
  unlink: { options: '|', operands: [1, 1] },
  mkfifo: { options: 'm:Z | context? mode=', values: [['m mode', mode]], operands: [1, many] },
  touch: {
    options: 'acd:fhmr:t: | no-create date= no-dereference reference= time=',
    values: [
      ['d date', dateReading],
      ['t', stampReading],
      ['r reference', existingFile],
      ['time', oneOf('atime access use mtime modify')],
    ],
    operands: [1, many],
    rules: [apart('t, d date r reference', 'cannot specify times from more than one source')],
  },
  truncate: {
    options: 'cor:s: | no-create io-blocks reference= size=',
    values: [
      [
        's size',
        (value, machine, option) => size('number')(value.replace(/^[<>/%]\s*/, ''), machine, option),
      ],
      ['r reference', existingFile],
    ],
    operands: [1, many],
    rules: [needed('s size r reference', 'you must specify either ‘--size’ or ‘--reference’')],
  },
  chmod: {
    options:
      'cfvRhHLP | changes silent quiet verbose no-preserve-root preserve-root reference= recursive dereference no-dereference',
    values: [['reference', existingFile]],
    newer: 'h H L P dereference no-dereference',
  },
  chown: {
    options:
      'cfvhRHLP | changes silent quiet verbose dereference no-dereference from= no-preserve-root preserve-root reference= recursive',
    values: [
      ['from', owner],
      ['reference', existingFile],
    ],
    operands: [2, many],
    words: [owner],
    rules: [likeAnother],
  },
  chgrp: {
    options:
      'cfvhRHLP | changes silent quiet verbose dereference no-dereference from= no-preserve-root preserve-root reference= recursive',
    values: [['reference', existingFile]],
    operands: [2, many],
    words: [(value, machine, option) => (value === '' ? { kind: 'fine' } : group(value, machine, option))],
    rules: [likeAnother],
    newer: 'from',
  },
  install: {
    options:
      'bcCdDg:m:o:psS:t:TvZ | backup? compare debug directory group= mode= owner= preserve-timestamps strip strip-program= suffix= target-directory= no-target-directory verbose preserve-context context?',
    values: [
      ['m mode', mode],
      ['o owner', user],
      ['g group', group],
      ['backup', backup],
    ],
    operands: [2, many],
    rules: [operandsWith('d directory', 1), intoFolder, notBoth],
    newer: 'debug s strip',
  },
  tee: {
    options: 'aip | append ignore-interrupts output-error?',
    values: [['output-error', oneOf('warn warn-nopipe exit exit-nopipe')]],
  },
};
