import type { Aim } from '../../src/lesson/manifest.ts';
import type { studentReasons } from '../../src/submission/verdict.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import type { Saying, Values } from '../../src/wording/wording.ts';

export type StudentReason = (typeof studentReasons)[number];
type Cause = Parameters<typeof sayCause.later>[0];

/** An error text that is known, and what it means. */
interface Known {
  readonly when: RegExp;
  readonly reason: StudentReason;
  readonly cause: Cause;
  readonly values?: (match: RegExpExecArray) => Values;
  /** Which aims of the lesson it comes from, the likeliest first. */
  readonly aims?: readonly Aim[];
  /** Where the reader should look, when it is not the failed step of the Dockerfile. */
  readonly file?: 'dockerfile' | 'dockerignore' | 'entrypoint';
  /** Line in that file, where the text names it. */
  readonly line?: (match: RegExpExecArray) => number | null;
}

export interface Recognised {
  readonly reason: StudentReason;
  readonly explanation: Saying;
  readonly aims: readonly Aim[];
  readonly file: Known['file'] | null;
  readonly line: number | null;
  /** Finds the decisive line again. */
  readonly when: RegExp;
}

const word = (match: RegExpExecArray): Values => ({ word: match[1] ?? '' });
const path = (match: RegExpExecArray): Values => ({ path: match[1] ?? '' });
const said = (match: RegExpExecArray): Values => ({ said: (match[1] ?? '').slice(0, 200) });
const parseLine = (match: RegExpExecArray): number | null =>
  Number(/parse error (?:on )?line (\d+)/.exec(match.input)?.[1]) || null;

/** What BuildKit itself says: errors of the Dockerfile, before or between its steps. */
export const engineTexts: readonly Known[] = [
  {
    when: /unknown instruction: (\S+)/,
    reason: 'build-failed',
    cause: 'unknown-instruction',
    values: word,
    line: parseLine,
  },
  { when: /no build stage in current context/, reason: 'build-failed', cause: 'no-from', line: parseLine },
  {
    when: /Dockerfile[^\n]*cannot be empty|file with no instructions/,
    reason: 'build-failed',
    cause: 'empty-dockerfile',
  },
  { when: /can't find = in "#/, reason: 'build-failed', cause: 'comment-in-env', line: parseLine },
  {
    when: /[Uu]nknown flag:? (\S+)/,
    reason: 'build-failed',
    cause: 'unknown-flag',
    values: (m) => ({ flag: m[1] ?? '' }),
    line: parseLine,
  },
  {
    when: /(COPY|ADD) requires at least two arguments/,
    reason: 'build-failed',
    cause: 'copy-arguments',
    values: word,
    line: parseLine,
  },
  {
    when: /When using (COPY|ADD) with more than one source file, the destination must be a directory/,
    reason: 'build-failed',
    cause: 'copy-directory',
    values: word,
    line: parseLine,
  },
  {
    when: /invalid from flag value (\S+?):? /,
    reason: 'build-failed',
    cause: 'no-such-stage',
    values: (m) => ({ stage: m[1] ?? '' }),
    line: parseLine,
  },
  {
    when: /illegal exclusion pattern: ("!")|dockerignore[^\n]*(syntax error in pattern)/,
    reason: 'build-failed',
    cause: 'ignore-pattern',
    values: (m) => ({ said: m[1] ?? m[2] ?? '' }),
    file: 'dockerignore',
  },
  {
    when: /no match for platform in manifest|no matching manifest for/,
    reason: 'base-image-not-found',
    cause: 'platform-missing',
  },
  {
    when: /parse error (?:on )?line \d+: ([^\n]+)/,
    reason: 'build-failed',
    cause: 'parse-error',
    values: said,
    line: parseLine,
  },
];

/** What programs in a RUN step print. */
export const stepTexts: readonly Known[] = [
  {
    when: /No `pyproject\.toml` found/,
    reason: 'build-failed',
    cause: 'pyproject-missing',
    aims: ['dependencies-copied-first', 'dependencies-installed'],
  },
  {
    when: /Unable to find lockfile at `uv\.lock`/,
    reason: 'build-failed',
    cause: 'lock-missing',
    aims: ['dependencies-copied-first', 'dependencies-installed'],
  },
  {
    when: /lockfile at `uv\.lock` needs to be updated/,
    reason: 'build-failed',
    cause: 'lock-stale',
    aims: ['exact-versions'],
  },
  {
    when: /(?:Readme file does not exist|failed to open file `?)\S*README\.md/,
    reason: 'build-failed',
    cause: 'readme-missing',
    aims: ['dependencies-copied-first'],
  },
  {
    when: /No interpreter found for (Python[^\n]*?) in|requires-python|requires a different Python: ([^\n]+)/,
    reason: 'build-failed',
    cause: 'python-too-old',
    values: (m) => ({ said: m[1] ?? m[2] ?? 'requires-python' }),
  },
  {
    when: /No matching distribution found for (\S+)/,
    reason: 'build-failed',
    cause: 'package-missing',
    values: word,
    aims: ['installer-available'],
  },
  {
    when: /(?:^|\s|: )uv: (?:command )?not found|exec: "uv": executable file not found/m,
    reason: 'build-failed',
    cause: 'uv-missing',
    aims: ['installer-available'],
  },
  {
    when: /chmod: (?:cannot access|can't access) '?([^':\n]+)'?: No such file/,
    reason: 'build-failed',
    cause: 'chmod-missing',
    values: path,
    aims: ['entrypoint-script'],
  },
  {
    when: /chmod: changing permissions of '?([^'\n]+)'?: Operation not permitted/,
    reason: 'build-failed',
    cause: 'chmod-forbidden',
    aims: ['entrypoint-script'],
  },
  { when: /ImproperlyConfigured: /, reason: 'build-failed', cause: 'settings-at-build' },
  {
    when: /can't open file '?([^'\n]*)\/manage\.py/,
    reason: 'build-failed',
    cause: 'manage-missing',
    values: (m) => ({ folder: m[1] ?? '' }),
    aims: ['project-directory'],
  },
  {
    when: /(?:sh|bash)(?:: line \d+|: \d+)?: ([\w./+-]+): (?:command )?not found/,
    reason: 'build-failed',
    cause: 'command-missing',
    values: word,
  },
  {
    when: /exec: "([^"]+)": (?:executable file not found|stat [^\n]*no such file)/,
    reason: 'build-failed',
    cause: 'command-missing',
    values: word,
  },
];

/** Signs in a container's log, once it has ended or will not listen. The first that fits wins. */
export const containerTexts: readonly Known[] = [
  {
    when: /(?:\[\s*'?([^\]\n']+)'?\s*\]|\[([^\]\n]+)\]): not found/,
    reason: 'exited',
    cause: 'entrypoint-single-quotes',
    aims: ['entrypoint-used'],
    file: 'dockerfile',
  },
  {
    when: /set: Illegal option (-o pipefail|\S+)/,
    reason: 'exited',
    cause: 'illegal-option',
    values: (m) => ({ ...word(m), file: 'entrypoint.sh' }),
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /set: illegal option -\s|: not found\r|\r: not found|set: -\r|invalid option.*\r/,
    reason: 'no-such-interpreter',
    cause: 'entrypoint-crlf',
    values: () => ({ file: 'entrypoint.sh' }),
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /can't open file '?([^'\n]*)\/manage\.py/,
    reason: 'exited',
    cause: 'manage-missing',
    values: (m) => ({ folder: m[1] ?? '' }),
    aims: ['project-directory'],
    file: 'dockerfile',
  },
  {
    when: /can't open file 'manage\.py'/,
    reason: 'exited',
    cause: 'manage-missing',
    values: () => ({ folder: 'its folder' }),
    aims: ['project-directory'],
    file: 'dockerfile',
  },
  {
    when: /could not translate host name "([^"]+)"|getaddrinfo for host "([^"]+)"|nc: bad address '([^']+)'/,
    reason: 'waits-for-a-database',
    cause: 'database-name',
    values: (m) => ({ word: m[1] ?? m[2] ?? m[3] ?? '' }),
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /[Ww]aiting for (?:the )?(?:postgres|database|db\b|mysql)/,
    reason: 'waits-for-a-database',
    cause: 'database-name',
    values: () => ({ word: 'db' }),
    aims: ['entrypoint-script'],
    file: 'entrypoint',
  },
  {
    when: /(?:^|\s|: )uv: (?:command )?not found|exec: uv: not found|"uv": executable file not found/m,
    reason: 'exited',
    cause: 'uv-missing',
    aims: ['installer-available'],
    file: 'dockerfile',
  },
  {
    when: /ModuleNotFoundError: No module named '([^']+)'|ImportError: Couldn't import (Django)/,
    reason: 'exited',
    cause: 'module-missing',
    values: (m) => ({ word: m[1] ?? m[2] ?? '' }),
    aims: ['dependencies-installed'],
    file: 'entrypoint',
  },
  {
    when: /(?:sh|bash)(?:: line \d+|: \d+)?: ([\w./+-]+): (?:command )?not found/,
    reason: 'exited',
    cause: 'command-missing',
    values: word,
    file: 'entrypoint',
  },
];

/** Signs that a container downloads its packages at start. */
export const networkAtStart =
  /Creating virtual environment|Failed to fetch: `|Failed to download|error sending request for url|dns error|Temporary failure in name resolution[\s\S]*(?:pip|uv)|Retrying \(Retry\(total/;

export const noTable = /no such table: (\S+)|relation "([^"]+)" does not exist/;
export const unappliedMigrations = /You have \d+ unapplied migration/;

/** The first known text in a log. */
export function recognise(known: readonly Known[], text: string): Recognised | null {
  for (const { when, reason, cause, values, aims, file, line } of known) {
    const match = when.exec(text);
    if (match === null) continue;
    return {
      reason,
      explanation: sayCause.later(cause, values?.(match) ?? {}),
      aims: aims ?? [],
      file: file ?? null,
      line: line?.(match) ?? null,
      when,
    };
  }
  return null;
}
