import { apart, type GnuProgramText } from './program.ts';
import { oneOf } from './reading.ts';
import { count, existingFile, size } from './values.ts';

const context = count('context length argument');

const grep: GnuProgramText = {
  options:
    '0123456789A:B:C:D:EFGHILPTUVX:abcd:e:f:hiLlm:noqRrsuvwxyZz | extended-regexp fixed-strings basic-regexp perl-regexp after-context= before-context= context= group-separator= no-group-separator binary-files= binary byte-offset color? colour? count devices= directories= exclude= exclude-from= exclude-dir= file= files-with-matches files-without-match ignore-case no-ignore-case include= initial-tab label= line-buffered line-number line-regexp max-count= no-filename no-messages null null-data only-matching quiet silent recursive dereference-recursive regexp= invert-match unix-byte-offsets with-filename word-regexp',
  values: [
    ['A B C after-context before-context context', context],
    ['m max-count', (value, machine, option) => count('max count')(value.replace(/^-/, ''), machine, option)],
    ['binary-files', oneOf('binary text without-match')],
    ['d directories', oneOf('read recurse skip')],
    ['D devices', oneOf('read skip')],
    ['f file exclude-from', existingFile],
  ],
  rules: [
    apart(
      'E extended-regexp, P perl-regexp, F fixed-strings, G basic-regexp',
      'conflicting matchers specified',
    ),
  ],
};

/** Programs that search, change or compare texts. */
export const searchProgramTexts: Readonly<Record<string, GnuProgramText>> = {
  grep,
  egrep: grep,
  fgrep: grep,
  sed: {
    options:
      'bEe:f:i?l:nrsuz | debug expression= file= follow-symlinks in-place? line-length= null-data zero-terminated quiet posix regexp-extended sandbox separate silent unbuffered binary',
    values: [['f file', existingFile]],
  },
  diff: {
    options:
      'aBbcC:dD:eEF:hHiI:lL:nNpPqrsS:tTuU:vwW:x:X:yZ0123456789 | brief changed-group-format= color? context? ed exclude= exclude-from= expand-tabs forward-ed from-file= horizon-lines= ifdef= ignore-all-space ignore-blank-lines ignore-case ignore-file-name-case ignore-matching-lines= ignore-space-change ignore-tab-expansion ignore-trailing-space inhibit-hunk-merge initial-tab label= left-column line-format= minimal new-file new-group-format= new-line-format= no-dereference no-ignore-file-name-case normal old-group-format= old-line-format= paginate palette= rcs recursive report-identical-files sdiff-merge-assist show-c-function show-function-line= side-by-side speed-large-files starting-file= strip-trailing-cr suppress-blank-empty suppress-common-lines tabsize= text to-file= unchanged-group-format= unchanged-line-format= unidirectional-new-file unified? width=',
    values: [
      ['U C unified context', context],
      ['W width tabsize', count('width', 1)],
      ['color', oneOf('always never auto')],
    ],
    operands: [2, 2],
  },
  cmp: {
    options: 'bci:ln:sv | bytes= ignore-initial= print-bytes print-chars quiet silent verbose',
    values: [['n bytes', size('--bytes value')]],
    operands: [1, 4],
  },
};
