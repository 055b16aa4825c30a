import { dateReading } from './dates.ts';
import { apart, doubtful, type GnuProgramText, many, onlyWith, operandsWith } from './program.ts';
import { oneOf, refused, type ValueReader } from './reading.ts';
import {
  blockSize,
  count,
  existingFile,
  existingFolder,
  number,
  numberFormat,
  size,
  writableFile,
} from './values.ts';

const when = oneOf('always yes force never no none auto tty if-tty');
const width = count('line width');
const noName = 'cannot print only names or real IDs in default format';
const choices = 'cannot print "only" of more than one choice';
/** `date +FORMAT` prints; an operand without `+` would set the clock. */
const dateFormat: ValueReader = (value) =>
  value.startsWith('+') ? { kind: 'fine' } : refused(`invalid date ‘${value}’`);

const template: ValueReader = (value, machine, option) => {
  return value.slice(0, value.lastIndexOf('X') + 1).endsWith('XXX')
    ? writableFile(value, machine, option)
    : refused(`too few X's in template ‘${value}’`);
};

/** Only checked where times are shown. */
const timeStyle: ValueReader = (value) =>
  /^(?:\+|(?:posix-)?(?:full-iso|long-iso|iso|locale)$)/.test(value) ? { kind: 'fine' } : { kind: 'unknown' };

/** Programs that print information, with Debian 12's options and those of newer releases. */
export const queryProgramTexts: Readonly<Record<string, GnuProgramText>> = {
  ls: {
    options:
      'aAbBcCdDfFgGhHiI:klLmnNopqQrRsStT:uUvw:xXZ1 | all almost-all author escape block-size= ignore-backups color? directory dired classify? file-type format= full-time group-directories-first no-group human-readable si dereference-command-line dereference-command-line-symlink-to-dir hide= hyperlink? indicator-style= inode ignore= kibibytes dereference numeric-uid-gid literal hide-control-chars show-control-chars quote-name quoting-style= reverse recursive size sort= time= time-style= tabsize= width= context zero',
    values: [
      ['color classify hyperlink', when],
      ['w T width tabsize', width],
      ['block-size', blockSize],
      ['time-style', timeStyle],
      ['sort', oneOf('none size time version extension width')],
      ['time', oneOf('atime access use ctime status mtime modification birth creation')],
      ['format', oneOf('verbose long commas horizontal across vertical single-column')],
      ['indicator-style', oneOf('none slash file-type classify')],
      [
        'quoting-style',
        oneOf('literal shell shell-always shell-escape shell-escape-always c c-maybe escape locale clocale'),
      ],
    ],
  },
  stat: {
    options: 'Lfc:t | dereference file-system cached= format= printf= terse',
    values: [['cached', oneOf('default never always')]],
    operands: [1, many],
  },
  du: {
    options:
      '0aB:bcd:DhHklLmPsSt:xX: | null all apparent-size block-size= bytes total max-depth= dereference-args files0-from= human-readable inodes dereference no-dereference separate-dirs summarize si threshold= time? time-style= one-file-system exclude= exclude-from=',
    values: [
      ['B block-size', blockSize],
      ['d max-depth', count('maximum depth')],
      ['t threshold', size('--threshold argument')],
      ['time', oneOf('atime access use ctime status mtime modification birth creation')],
      ['time-style', timeStyle],
      ['X exclude-from files0-from', existingFile],
    ],
    rules: [
      apart('s summarize, a all', 'cannot both summarize and show all entries'),
      doubtful('s summarize, d max-depth'),
    ],
  },
  df: {
    options:
      'aB:hHiklPt:Tvx: | all block-size= human-readable inodes si local no-sync output? portability print-type sync total type= exclude-type=',
    values: [
      ['B block-size', blockSize],
      [
        'output',
        (value, machine, option) =>
          value
            .split(',')
            .map((each) =>
              oneOf('source fstype itotal iused iavail ipcent size used avail pcent file target')(
                each,
                machine,
                option,
              ),
            )
            .find(({ kind }) => kind !== 'fine') ?? { kind: 'fine' },
      ],
    ],
  },
  basename: {
    options: '+as:z | multiple suffix= zero',
    operands: [1, 2],
    rules: [operandsWith('a multiple s suffix', 1)],
  },
  dirname: { options: 'z | zero', operands: [1, many] },
  readlink: {
    options:
      'femnqsvz | canonicalize canonicalize-existing canonicalize-missing no-newline quiet silent verbose zero',
    operands: [1, many],
  },
  realpath: {
    options:
      'EemLPqsz | canonicalize canonicalize-existing canonicalize-missing logical physical quiet relative-to= relative-base= strip no-symlinks zero',
    operands: [1, many],
    newer: 'E canonicalize',
  },
  id: {
    options: 'aZgGnruz | context group groups name real user zero',
    rules: [
      apart('u user, g group, G groups', choices),
      onlyWith('n name r real', 'u g G user group groups', noName),
      onlyWith('z zero', 'u g G user group groups', 'option --zero not permitted in default format'),
    ],
  },
  groups: { options: '|' },
  whoami: { options: '|', operands: [0, 0] },
  logname: { options: '|', operands: [0, 0] },
  arch: { options: '|', operands: [0, 0] },
  nproc: {
    options: '| all ignore=',
    values: [['ignore', count('number')]],
    operands: [0, 0],
  },
  uname: {
    options:
      'asnrvmpio | all kernel-name nodename kernel-release kernel-version machine processor hardware-platform operating-system',
    operands: [0, 0],
  },
  printenv: { options: '+0 | null' },
  seq: {
    options: '#+f:s:w | format= separator= equal-width',
    values: [['f format', numberFormat]],
    operands: [1, 3],
    words: [1, 2, 3].map(() => number('floating point argument')),
    rules: [
      apart(
        'f format, w equal-width',
        'format string may not be specified when printing equal width strings',
      ),
    ],
  },
  date: {
    options:
      'd:f:I?r:Rs:u | date= debug file= iso-8601? reference= resolution rfc-822 rfc-email rfc-2822 rfc-3339= set= utc uct universal',
    values: [
      ['d date', dateReading],
      ['r reference f file', existingFile],
      ['I iso-8601', oneOf('hours minutes date seconds ns')],
      ['rfc-3339', oneOf('date seconds ns')],
    ],
    operands: [0, 1],
    words: [dateFormat],
    rules: [
      apart(
        'd date, r reference, f file',
        'the options to specify dates for printing are mutually exclusive',
      ),
    ],
    newer: 's set resolution',
  },
  mktemp: {
    options: 'dp:qtuV | directory dry-run quiet suffix= tmpdir?',
    values: [['p tmpdir', existingFolder]],
    operands: [0, 1],
    words: [template],
  },
  sync: {
    options: 'df | data file-system',
    rules: [operandsWith('d data', 1)],
  },
  tty: { options: 's | quiet silent', operands: [0, 0] },
  yes: { options: '+|' },
  factor: {
    options: 'h | exponents',
    words: [1, 2, 3].map(() => count('positive integer')),
    newer: 'h exponents',
  },
};
