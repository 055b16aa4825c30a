import { apart, type GnuProgramText, needed, onlyWith, operandsWith } from './program.ts';
import { ofNewerReleases, oneOf, shaped } from './reading.ts';
import { count, delimiter, existingFile, fieldList, size, sortKey, tab, writableFile } from './values.ts';

const lines = size('number of lines');
const bytes = size('number of bytes');
const oneList = 'only one list may be specified';

/** `-c` of the checksum programs, and the options that require it. */
const checksums: GnuProgramText = {
  options: 'bctzw | binary check tag text zero ignore-missing quiet status strict warn',
  rules: [
    onlyWith(
      'ignore-missing quiet status strict warn w',
      'c check',
      'the option is meaningful only when verifying checksums',
    ),
    apart('tag, t text, c check', 'the options are meaningless together'),
  ],
};

const sortKinds = oneOf('general-numeric human-numeric month numeric random version');
const encoded: GnuProgramText = {
  options: 'dDiw: | decode ignore-garbage wrap=',
  values: [['w wrap', count('wrap size')]],
  operands: [0, 1],
};
/** Programs that read texts, with Debian 12's options and those of newer releases. */
export const textProgramTexts: Readonly<Record<string, GnuProgramText>> = {
  cat: {
    options:
      'AbeEnstTuv | show-all number-nonblank show-ends number squeeze-blank show-tabs show-nonprinting',
  },
  head: {
    options: 'c:n:qvz | bytes= lines= quiet silent verbose zero-terminated',
    values: [
      ['n lines', lines],
      ['c bytes', bytes],
    ],
    older: [[/^-(\d+)$/, '-n$1']],
  },
  tail: {
    options:
      'c:fFn:qs:vz | bytes= debug follow? lines= max-unchanged-stats= pid= quiet retry silent sleep-interval= verbose zero-terminated',
    values: [
      ['n lines', lines],
      ['c bytes', bytes],
      ['s sleep-interval', shaped(/^\d+(?:\.\d+)?$/, 'number of seconds')],
      ['pid', count('PID')],
      ['follow', oneOf('descriptor name')],
    ],
    newer: 'debug',
    older: [[/^([-+]\d+)$/, '-n$1']],
  },
  wc: {
    options: 'cmlLw | bytes chars lines files0-from= max-line-length total= words debug',
    values: [['files0-from total', ofNewerReleases]],
    newer: 'debug',
  },
  sort: {
    options:
      'bcCdfghik:mMno:rRsS:t:T:uVz | ignore-leading-blanks check? compress-program= debug dictionary-order ignore-case files0-from= general-numeric-sort ignore-nonprinting key= merge month-sort numeric-sort human-numeric-sort version-sort random-sort random-source= sort= output= reverse stable batch-size= buffer-size= field-separator= temporary-directory= unique zero-terminated parallel=',
    values: [
      ['k key', sortKey],
      ['t field-separator', tab],
      ['S buffer-size', shaped(/^\d+[%bkKmMGTPE]?$/, '-S argument')],
      ['parallel batch-size', count('--parallel argument', 1)],
      ['sort', sortKinds],
      ['check', oneOf('quiet silent diagnose-first')],
      ['o output', writableFile],
      ['files0-from random-source', existingFile],
    ],
    rules: [
      apart(
        'n numeric-sort, g general-numeric-sort, h human-numeric-sort, M month-sort, R random-sort V version-sort d dictionary-order',
        'options are incompatible',
      ),
      apart('c check C, o output', 'options are incompatible'),
    ],
    older: [[/^\+\d+$/, '--reverse']],
  },
  uniq: {
    options:
      'cdDf:is:uw:z | count repeated all-repeated? group? skip-fields= ignore-case skip-chars= unique check-chars= zero-terminated',
    values: [
      ['f skip-fields', count('number of fields to skip')],
      ['s skip-chars', count('number of bytes to skip')],
      ['w check-chars', count('number of bytes to compare')],
      ['group', oneOf('prepend append separate both')],
      ['all-repeated', oneOf('none prepend separate')],
    ],
    operands: [0, 2],
    rules: [
      apart('D all-repeated, c count', 'printing all duplicated lines and repeat counts is meaningless'),
      apart(
        'group, c count d repeated D all-repeated u unique',
        '--group is mutually exclusive with -c/-d/-D/-u',
      ),
    ],
    older: [[/^-(\d+)$/, '-f$1']],
  },
  cut: {
    options:
      'b:c:d:f:nsz | bytes= characters= delimiter= fields= complement only-delimited output-delimiter= zero-terminated',
    values: [
      ['b c f bytes characters fields', fieldList],
      ['d delimiter', delimiter],
    ],
    rules: [
      needed('b c f bytes characters fields', 'you must specify a list of bytes, characters, or fields'),
      apart('b bytes, c characters, f fields', oneList),
      onlyWith(
        'd delimiter',
        'f fields',
        'an input delimiter may be specified only when operating on fields',
      ),
      onlyWith(
        's only-delimited',
        'f fields',
        'suppressing non-delimited lines makes sense only with fields',
      ),
    ],
  },
  tr: {
    options: 'cCdst | complement delete squeeze-repeats truncate-set1',
  },
  base64: encoded,
  base32: encoded,
  md5sum: checksums,
  sha1sum: checksums,
  sha224sum: checksums,
  sha256sum: checksums,
  sha384sum: checksums,
  sha512sum: checksums,
  b2sum: { ...checksums, options: `l:${checksums.options} length=`, values: [['l length', count('length')]] },
  cksum: {
    options: 'a:l: | algorithm= base64 check debug length= raw tag untagged zero',
    values: [['a algorithm', oneOf('sysv bsd crc md5 sha1 sha224 sha256 sha384 sha512 blake2b sm3')]],
    newer: 'base64 raw check',
  },
  sum: { options: 'rs | sysv' },
  comm: {
    options: '123z | check-order nocheck-order output-delimiter= total zero-terminated',
    operands: [2, 2],
  },
  paste: {
    options: 'd:sz | delimiters= serial zero-terminated',
    values: [['d delimiters', shaped(/^(?:[^\\]|\\[\s\S])*$/, 'delimiter list')]],
  },
  nl: {
    options:
      'b:d:f:h:i:l:n:ps:v:w: | body-numbering= section-delimiter= footer-numbering= header-numbering= line-increment= join-blank-lines= number-format= no-renumber number-separator= starting-line-number= number-width=',
    values: [
      [
        'b f h body-numbering footer-numbering header-numbering',
        shaped(/^(?:[atn]|p.*)$/s, 'numbering style'),
      ],
      ['w number-width', count('line number field width', 1)],
      ['n number-format', oneOf('ln rn rz')],
      ['i v line-increment starting-line-number', shaped(/^[-+]?\d+$/, 'line number')],
      ['l join-blank-lines', count('line number of blank lines', 1)],
    ],
  },
  tac: { options: 'brs: | before regex separator=' },
  fold: {
    options: 'bcsw: | bytes characters spaces width=',
    values: [['w width', count('number of columns', 1)]],
    newer: 'c characters',
    older: [[/^-(\d+)$/, '-w$1']],
  },
  shuf: {
    options: 'ei:n:o:rz | echo head-count= input-range= output= random-source= repeat zero-terminated',
    values: [
      ['n head-count', count('line count')],
      [
        'i input-range',
        (value, machine, option) => {
          const [, low = '', high = ''] = /^(\d+)-(\d+)$/.exec(value) ?? [];
          return shaped(/^\d+-\d+$/, 'input range')(
            Number(high) + 1 < Number(low) ? '?' : value,
            machine,
            option,
          );
        },
      ],
      ['random-source', existingFile],
      ['o output', writableFile],
    ],
    operands: [0, 1],
    rules: [
      operandsWith('e echo', 0),
      operandsWith('i input-range', 0, 0),
      apart('e echo, i input-range', 'cannot combine -e and -i options'),
    ],
  },
  od: {
    options:
      'A:abcdDeEfFhHiIj:lLN:oOsS:t:vw?xX | address-radix= endian= format= output-duplicates read-bytes= skip-bytes= strings? traditional width?',
    values: [
      ['A address-radix', shaped(/^[doxn]/, 'output address radix')],
      ['N j read-bytes skip-bytes', size('argument')],
      ['t format', shaped(/^(?:(?:[ac]|[doux](?:[CSIL]|\d+)?|f(?:[FDLBH]|\d+)?)z?)+$/, 'type string')],
    ],
  },
  expand: {
    options: 'it: | initial tabs=',
    values: [['t tabs', shaped(/^[+/]?\d+(?:[, ][+/]?\d+)*$/, 'tab size')]],
    older: [[/^-(\d+)$/, '-t$1']],
  },
  split: {
    options:
      'a:b:C:del:n:t:ux | additional-suffix= bytes= elide-empty-files filter= hex-suffixes? line-bytes= lines= number= numeric-suffixes? separator= suffix-length= unbuffered verbose',
    values: [
      ['l lines', count('number of lines', 1)],
      ['b C bytes line-bytes', shaped(/^0*[1-9]\d*(?:[bkKmMGTPE](?:i?B)?)?$/, 'number of bytes')],
      ['a suffix-length', count('suffix length')],
      ['n number', shaped(/^(?:[lr]\/)?(?:\d+\/)?0*[1-9]\d*$/, 'number of chunks')],
    ],
    operands: [0, 2],
    older: [[/^-(\d+)$/, '-l$1']],
  },
};
