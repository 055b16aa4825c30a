import { type GnuProgramText, many, onlyWith, operandsWith } from './program.ts';
import { shaped, type ValueReader } from './reading.ts';
import {
  buffering,
  count,
  duration,
  existingFile,
  existingFolder,
  group,
  separator,
  signal,
  unsetName,
  user,
  writableFile,
} from './values.ts';

/** A file to lock, or the number of an open file descriptor. */
const lockFile: ValueReader = (value, machine, option) =>
  /^\d+$/.test(value) ? { kind: 'fine' } : writableFile(value, machine, option);

/** Programs that start another program; the arguments after its name belong to that one. */
export const startingProgramTexts: Readonly<Record<string, GnuProgramText>> = {
  timeout: {
    options: '+fk:ps:v | kill-after= signal= verbose foreground preserve-status',
    values: [
      ['k kill-after', duration],
      ['s signal', signal],
    ],
    operands: [2, many],
    words: [duration],
    newer: 'f p',
  },
  nice: {
    options: '+n: | adjustment=',
    values: [['n adjustment', shaped(/^[-+]?\d+$/, 'adjustment')]],
    rules: [operandsWith('n adjustment', 1)],
    older: [[/^--?(\d+)$/, '-n$1']],
  },
  nohup: { options: '+|', operands: [1, many] },
  stdbuf: {
    options: '+i:o:e: | input= output= error=',
    values: [['i o e input output error', buffering]],
    operands: [1, many],
    rules: [
      {
        kind: 'needed',
        options: 'i o e input output error'.split(' '),
        phrase: 'you must specify a buffering mode option',
      },
    ],
  },
  env: {
    options:
      '+a:C:iS:u:v0 | argv0= ignore-environment null unset= chdir= default-signal? ignore-signal? block-signal? list-signal-handling debug split-string=',
    values: [
      ['u unset', unsetName],
      ['C chdir', existingFolder],
    ],
    newer: 'a argv0',
  },
  xargs: {
    options:
      '+0a:E:e?I:i?L:l?n:prs:txP:d:o | null arg-file= delimiter= eof? replace? max-lines? max-args= open-tty interactive no-run-if-empty max-chars= show-limits verbose exit max-procs= process-slot-var=',
    values: [
      ['n L max-args max-lines l', count('number', 1)],
      ['P max-procs', count('number')],
      ['s max-chars', count('number', 1)],
      ['a arg-file', existingFile],
      ['d delimiter', separator],
    ],
  },
  setsid: { options: '+cfwVh | ctty fork wait', operands: [1, many] },
  flock: {
    options:
      '+sexnoFuw:E:c:hV | shared exclusive unlock nonblock nb wait= timeout= conflict-exit-code= close no-fork command= verbose',
    values: [
      ['w wait timeout', shaped(/^\d+(?:\.\d+)?$/, 'timeout value')],
      ['E conflict-exit-code', shaped(/^(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/, 'exit code')],
    ],
    operands: [1, many],
    words: [lockFile],
  },
  setpriv: {
    options:
      '+dhV | dump nnp no-new-privs ambient-caps= inh-caps= bounding-set= ruid= euid= rgid= egid= reuid= regid= clear-groups keep-groups init-groups groups= securebits= pdeathsig= selinux-label= apparmor-profile= reset-env list-caps',
    values: [
      ['ruid euid reuid', user],
      ['rgid egid regid', group],
    ],
    operands: [1, many],
    rules: [
      onlyWith(
        'rgid egid regid',
        'clear-groups keep-groups init-groups groups',
        '--[re]gid requires --keep-groups, --clear-groups, --init-groups, or --groups',
      ),
    ],
  },
  runuser: {
    options:
      '+u:c:s:g:G:lmpfPw:hV | user= command= shell= group= supp-group= login fast preserve-environment pty whitelist-environment= session-command=',
    values: [['u user', user]],
  },
};
