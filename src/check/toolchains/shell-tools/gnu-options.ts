import { fail, type Program } from '../../simulation/shell/machine.ts';
import { getoptTable, readGetopt } from './getopt.ts';

/** Options of GNU's programs, as `--help` of Debian 12 lists them, with those that newer releases have. */
const tables = new Map(
  Object.entries({
    mkdir: 'm:pvZ | mode= parents verbose context? help version',
    cp: 'abdfiHlLnPpRrsS:t:TuvxZ | archive attributes-only backup? copy-contents debug force interactive keep-directory-symlink link dereference no-clobber no-dereference preserve? no-preserve= parents recursive reflink? remove-destination sparse= strip-trailing-slashes symbolic-link suffix= target-directory= no-target-directory update? verbose one-file-system context? help version',
    mv: 'bfinS:t:TuvZ | backup? debug exchange force interactive no-clobber no-copy strip-trailing-slashes suffix= target-directory= no-target-directory update? verbose context help version',
    rm: 'fiIrRdv | force interactive? one-file-system no-preserve-root preserve-root? recursive dir verbose help version',
    rmdir: 'pv | ignore-fail-on-non-empty parents verbose help version',
    ln: 'bdFfiLnPrsS:t:Tv | backup? directory force interactive logical no-dereference physical relative symbolic suffix= target-directory= no-target-directory verbose help version',
    touch: 'acd:fhmr:t: | no-create date= no-dereference reference= time= help version',
    chown:
      'cfvhRHLP | changes silent quiet verbose dereference no-dereference from= no-preserve-root preserve-root reference= recursive help version',
    chgrp:
      'cfvhRHLP | changes silent quiet verbose dereference no-dereference from= no-preserve-root preserve-root reference= recursive help version',
    cat: 'AbeEnstTuv | show-all number-nonblank show-ends number squeeze-blank show-tabs show-nonprinting help version',
    ls: 'aAbBcCdDfFgGhHiI:klLmnNopqQrRsStT:uUvw:xXZ1 | all almost-all author escape block-size= ignore-backups color? directory dired classify? file-type format= full-time group-directories-first no-group human-readable si dereference-command-line dereference-command-line-symlink-to-dir hide= hyperlink? indicator-style= inode ignore= kibibytes dereference numeric-uid-gid literal hide-control-chars show-control-chars quote-name quoting-style= reverse recursive size sort= time= time-style= tabsize= width= context zero help version',
    wc: 'cmlLw | bytes chars lines files0-from= max-line-length total= words debug help version',
    tee: 'aip | append ignore-interrupts output-error? help version',
    tr: 'cCdst | complement delete squeeze-repeats truncate-set1 help version',
    cut: 'b:c:d:f:nsz | bytes= characters= delimiter= fields= complement only-delimited output-delimiter= zero-terminated help version',
    basename: 'as:z | multiple suffix= zero help version',
    dirname: 'z | zero help version',
    readlink:
      'femnqsvz | canonicalize canonicalize-existing canonicalize-missing no-newline quiet silent verbose zero help version',
    realpath:
      'EemLPqsz | canonicalize canonicalize-existing canonicalize-missing logical physical quiet relative-to= relative-base= strip no-symlinks zero help version',
    stat: 'Lfc:t | dereference file-system cached= format= printf= terse help version',
    id: 'aZgGnruz | context group groups name real user zero help version',
    whoami: '| help version',
    install:
      'bcCdDg:m:o:psS:t:TvZ | backup? compare debug directory group= mode= owner= preserve-timestamps strip strip-program= suffix= target-directory= no-target-directory verbose preserve-context context? help version',
    md5sum: 'bctzw | binary check tag text zero ignore-missing quiet status strict warn help version',
    sha256sum: 'bctzw | binary check tag text zero ignore-missing quiet status strict warn help version',
    base64: 'dDiw: | decode ignore-garbage wrap= help version',
  }).map(([name, text]) => [name, getoptTable(text)] as const),
);

const folderOption = /^(?:-t|--target-directory)$/;

/** `cp -t folder file` is `cp file folder`. */
function withFolderLast(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg) => folderOption.test(arg) || /^--target-directory=/.test(arg));
  if (at < 0) return args;
  const joined = /^--target-directory=(.*)$/s.exec(args[at] ?? '')?.[1];
  const folder = joined ?? args[at + 1] ?? '';
  const rest = args.filter((_, index) => index !== at && (joined !== undefined || index !== at + 1));
  return [...rest, folder.endsWith('/') ? folder : `${folder}/`];
}

/** How many words a program needs beside its options, where it does not look itself. */
const least: Readonly<Record<string, number>> = {
  touch: 1,
  rmdir: 1,
  ln: 1,
  stat: 1,
  readlink: 1,
  realpath: 1,
  basename: 1,
  dirname: 1,
  chown: 2,
  chgrp: 2,
};

function lacksOperand(name: string, args: readonly string[], operands: readonly string[]): boolean {
  const needed = Object.hasOwn(least, name) ? (least[name] ?? 0) : 0;
  // Another file stands in the owner's place.
  const isLikeAnother = args.some((arg) => arg.startsWith('--reference'));
  return operands.length < needed - (isLikeAnother ? 1 : 0);
}

const takesFolder = new Set(['cp', 'mv', 'install']);

/** A program whose options GNU's getopt reads: what it refuses ends it, and its options come written out. Other families have others. */
const withOptions =
  (program: Program, name: string): Program =>
  (machine, args, input, called) => {
    const table = machine.stage.base.family === 'debian' ? tables.get(name) : undefined;
    if (table === undefined) return program(machine, args, input, called);
    const read = readGetopt(name, table, args);
    if (read.kind === 'refused') return fail(machine, { kind: 'command-failed', phrase: read.phrase });
    if (read.args.includes('--help') || read.args.includes('--version')) return 'ok';
    if (lacksOperand(name, read.args, read.operands))
      return fail(machine, { kind: 'command-failed', phrase: `${name}: missing operand` });
    const words = takesFolder.has(name) ? withFolderLast(read.args) : read.args;
    return program(machine, words, input, called);
  };

/** The same for each of several programs. */
export const withGnuOptions = (
  programs: Readonly<Record<string, Program>>,
): Readonly<Record<string, Program>> =>
  Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, withOptions(program, name)]));
