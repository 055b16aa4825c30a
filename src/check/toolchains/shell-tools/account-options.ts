import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { Stage } from '../../simulation/image/stage.ts';

/** The options of a program of the shadow package, as its manual lists them. */
interface AccountOptionTable {
  /** Letters that take a value, and those that stand alone. */
  readonly valued: string;
  readonly plain: string;
  /** Long names, each with its letter; getopt accepts the beginning of one. */
  readonly long: Readonly<Record<string, string>>;
}

const tables: Readonly<Record<string, AccountOptionTable>> = {
  useradd: {
    valued: 'bcdefgGkKpPRsuZ',
    plain: 'DFhlmMNorU',
    long: {
      ...{ badname: 'n', badnames: 'n', 'base-dir': 'b', 'btrfs-subvolume-home': 'n', comment: 'c' },
      ...{ 'home-dir': 'd', defaults: 'D', expiredate: 'e', inactive: 'f', 'add-subids-for-system': 'F' },
      ...{ gid: 'g', groups: 'G', help: 'h', skel: 'k', key: 'K', 'no-log-init': 'l', 'create-home': 'm' },
      ...{ 'no-create-home': 'M', 'no-user-group': 'N', 'non-unique': 'o', password: 'p', prefix: 'P' },
      ...{ system: 'r', root: 'R', shell: 's', uid: 'u', 'user-group': 'U', 'selinux-user': 'Z' },
    },
  },
  groupadd: {
    valued: 'gKpRPU',
    plain: 'fhor',
    long: {
      ...{ force: 'f', gid: 'g', help: 'h', key: 'K', 'non-unique': 'o', password: 'p', system: 'r' },
      ...{ root: 'R', prefix: 'P', users: 'U' },
    },
  },
};

/** `-ms /bin/bash --uid=1000 app` as `-m -s /bin/bash -u 1000 app`; the program's error where it knows an option not. */
export function readAccountOptions(
  program: string,
  args: readonly string[],
): { readonly words: readonly string[]; readonly refused: string | null } {
  const table = Object.hasOwn(tables, program) ? tables[program] : undefined;
  if (table === undefined) return { words: args, refused: null };
  const words: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!isKnown(arg) || !/^-./.test(arg)) words.push(arg);
    else if (arg === '--') return { words: [...words, ...args.slice(at + 1)], refused: null };
    else if (arg.startsWith('--')) {
      const equals = arg.indexOf('=');
      const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
      const letter = letterOf(table, name);
      if (letter === null) return { words, refused: `${program}: unrecognized option '--${name}'` };
      words.push(`-${letter}`);
      if (equals >= 0) words.push(arg.slice(equals + 1));
      else if (table.valued.includes(letter)) words.push(args[++at] ?? '');
    } else {
      for (let index = 1; index < arg.length; index += 1) {
        const letter = arg[index] ?? '';
        if (!table.plain.includes(letter) && !table.valued.includes(letter))
          return { words, refused: `${program}: invalid option -- '${letter}'` };
        words.push(`-${letter}`);
        if (!table.valued.includes(letter)) continue;
        words.push(index + 1 < arg.length ? arg.slice(index + 1) : (args[++at] ?? ''));
        break;
      }
    }
  }
  return { words, refused: null };
}

function letterOf({ long }: AccountOptionTable, name: string): string | null {
  if (Object.hasOwn(long, name)) return long[name] ?? null;
  const begun = Object.keys(long).filter((each) => each.startsWith(name));
  return begun.length === 1 ? (long[begun[0] ?? ''] ?? null) : null;
}

/**
 * What Debian's adduser and addgroup say to the options of Alpine's, of which they have none (measured, Debian 12): an
 * error, or with `-h` their help and no user. Null where there is no such option among the words.
 */
export function refusedByDebian(
  { base }: Stage,
  program: string,
  args: readonly string[],
): { readonly phrase: string } | 'help' | null {
  if (base.family !== 'debian' || !/^add(?:user|group)$/.test(program)) return null;
  for (const arg of args) {
    if (/^-[DGSsgmrdk]$/.test(arg)) {
      const letter = arg.slice(1).toLowerCase();
      const ambiguous = Object.hasOwn(ambiguities, letter) ? ambiguities[letter] : undefined;
      return {
        phrase:
          ambiguous === undefined
            ? `Unknown option: ${letter}`
            : `Option ${letter} is ambiguous (${ambiguous})`,
      };
    }
    if (/^-[hH]$/.test(arg)) return 'help';
  }
  return null;
}

const ambiguities: Readonly<Record<string, string>> = {
  d: 'debug, disabled-login, disabled-password',
  s: 'shell, system',
  g: 'gecos, gid, group',
};
