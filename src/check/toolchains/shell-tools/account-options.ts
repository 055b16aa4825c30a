import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { Stage } from '../../simulation/image/stage.ts';

/** A parsed command line of an account program: its options and operands, or that it only prints its help, or an error. */
export type AccountCommandLine =
  | {
      readonly kind: 'read';
      /** The last value of each option, by its long name. */
      readonly options: ReadonlyMap<string, string>;
      readonly operands: readonly string[];
    }
  | { readonly kind: 'tells' }
  | { readonly kind: 'refused'; readonly phrase: string };

/** An option with its long name and its letter, if it has one. */
interface AccountOption {
  readonly name: string;
  readonly letter: string;
  readonly isValued: boolean;
}

/** A program's options and the parser that it uses: getopt, Perl's Getopt::Long, or busybox, whose options are only partly known. */
interface AccountOptionTable {
  readonly reader: 'getopt' | 'perl' | 'busybox';
  readonly options: readonly AccountOption[];
}

const table = (reader: AccountOptionTable['reader'], valued: string, plain: string): AccountOptionTable => {
  const read = (list: string, isValued: boolean): readonly AccountOption[] =>
    list.split(/\s+/).map((each) => {
      const [name = '', letter = ''] = each.split(':');
      return { name, letter, isValued };
    });
  return { reader, options: [...read(valued, true), ...read(plain, false)] };
};

/** The programs of the shadow package, with the options in their manuals (Debian 12). */
const shadow: Readonly<Record<string, AccountOptionTable>> = {
  useradd: table(
    'getopt',
    `base-dir:b comment:c home-dir:d expiredate:e inactive:f gid:g groups:G skel:k key:K password:p prefix:P root:R shell:s uid:u
     selinux-user:Z`,
    `badname btrfs-subvolume-home defaults:D add-subids-for-system:F help:h no-log-init:l create-home:m no-create-home:M
     no-user-group:N non-unique:o system:r user-group:U`,
  ),
  usermod: table(
    'getopt',
    `comment:c home:d expiredate:e inactive:f gid:g groups:G login:l password:p root:R prefix:P shell:s uid:u add-subuids:v
     del-subuids:V add-subgids:w del-subgids:W selinux-user:Z`,
    'append:a badname:b help:h lock:L move-home:m non-unique:o remove:r unlock:U',
  ),
  userdel: table('getopt', 'root:R prefix:P', 'force:f help:h remove:r selinux-user:Z'),
  groupadd: table(
    'getopt',
    'gid:g key:K password:p root:R prefix:P users:U',
    'force:f help:h non-unique:o system:r',
  ),
};

/** Debian's adduser and addgroup, which are one script (Debian 12 and 13). */
const debian = table(
  'perl',
  `comment conf:c firstgid firstuid gecos gid home ingroup lastgid lastuid shell uid stdoutmsglevel stderrmsglevel logmsglevel`,
  `add-extra-groups add_extra_groups allow-all-names allow-badname allow-bad-names debug disabled-login disabled-password
   force-badname group help:h no-create-home quiet:q system verbose version:v`,
);

/** Alpine's versions, which are part of busybox. */
const busybox: Readonly<Record<string, AccountOptionTable>> = {
  adduser: table(
    'busybox',
    'home:h gecos:g shell:s ingroup:G uid:u skel:k',
    'system:S disabled-password:D no-create-home:H help',
  ),
  addgroup: table('busybox', 'gid:g', 'system:S help'),
};

export function readAccountOptions(
  { base }: Stage,
  program: string,
  args: readonly string[],
): AccountCommandLine {
  const known = shadow[program] ?? (base.family === 'debian' ? debian : (busybox[program] ?? debian));
  return new AccountOptionReader(known, program).read(args);
}

class AccountOptionReader {
  readonly #table: AccountOptionTable;
  readonly #program: string;
  readonly #options = new Map<string, string>();

  constructor(table: AccountOptionTable, program: string) {
    this.#table = table;
    this.#program = program;
  }

  read(args: readonly string[]): AccountCommandLine {
    const operands: string[] = [];
    for (let at = 0; at < args.length; at += 1) {
      const word = args[at] ?? '';
      if (word === '--') {
        operands.push(...args.slice(at + 1));
        break;
      }
      if (!isKnown(word) || !/^-./.test(word)) {
        operands.push(word);
        continue;
      }
      const isLong = word.startsWith('--') || this.#table.reader === 'perl';
      const next = args[at + 1];
      const step = isLong ? this.#readLong(word, next) : this.#readLetters(word.slice(1), next);
      if (typeof step !== 'number') return step;
      at += step;
    }
    return { kind: 'read', options: this.#options, operands };
  }

  /**
   * The number of additional words that an option consumes, or the result if the option ends the program; null when its value is missing.
   */
  #take(option: AccountOption, attached: string | undefined, next: string | undefined) {
    if (/^(?:help|version)$/.test(option.name)) return { kind: 'tells' } as const;
    const value = attached ?? (option.isValued ? next : '');
    if (value === undefined) return null;
    this.#options.set(option.name, value);
    return option.isValued && attached === undefined ? 1 : 0;
  }

  #readLong(word: string, next: string | undefined): AccountCommandLine | number {
    const [, written = '', attached] = /^--?([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    const isPerl = this.#table.reader === 'perl';
    const name = isPerl ? written.toLowerCase() : written;
    const { options } = this.#table;
    const exact = options.find((each) => each.name === name || (isPerl && each.letter === name));
    const begun = exact === undefined ? options.filter((each) => each.name.startsWith(name)) : [exact];
    const [option, other] = begun;
    if (option === undefined)
      return this.#refuse(isPerl ? `Unknown option: ${name}` : `unrecognized option '--${name}'`);
    if (other !== undefined) {
      const names = begun.map((each) => each.name).toSorted();
      return this.#refuse(
        isPerl ? `Option ${name} is ambiguous (${names.join(', ')})` : `option '--${name}' is ambiguous`,
      );
    }
    if (!option.isValued && attached !== undefined)
      return this.#refuse(
        isPerl
          ? `Option ${name} does not take an argument`
          : `option '--${option.name}' doesn't allow an argument`,
      );
    const taken = isPerl && attached === '' ? null : this.#take(option, attached, next);
    const needs = isPerl ? `Option ${name} requires an argument` : `option '--${name}' requires an argument`;
    return taken ?? this.#refuse(needs);
  }

  /** Combined letters: `-ms /bin/bash`, `-u1000`. */
  #readLetters(letters: string, next: string | undefined): AccountCommandLine | number {
    for (const [index, letter] of [...letters].entries()) {
      const option = this.#table.options.find((each) => each.letter === letter);
      if (option === undefined) {
        if (this.#table.reader === 'busybox') continue;
        return this.#refuse(`invalid option -- '${letter}'`);
      }
      const attached = option.isValued ? letters.slice(index + 1) || undefined : undefined;
      const taken = this.#take(option, attached, next);
      if (taken === null) return this.#refuse(`option requires an argument -- '${letter}'`);
      if (option.isValued || typeof taken !== 'number') return taken;
    }
    return 0;
  }

  /** If only some of a program's options are known, none is refused. */
  #refuse(phrase: string): AccountCommandLine | number {
    const { reader } = this.#table;
    if (reader === 'busybox') return 0;
    return { kind: 'refused', phrase: reader === 'perl' ? phrase : `${this.#program}: ${phrase}` };
  }
}
