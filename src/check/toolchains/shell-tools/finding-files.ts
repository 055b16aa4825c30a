import { resolvePath } from '../../simulation/image/files.ts';
import { longestName } from '../../simulation/shell/expand.ts';
import { globMatches } from '../../simulation/shell/glob.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { type FindWord, missingRoot, readFindExpression } from './find-expression.ts';
import { fileNotFound } from './operands.ts';
import { startProgram } from './starting.ts';

/** A pattern for the file name, or for the whole path as find prints it. */
interface FileTest {
  readonly of: 'name' | 'path';
  readonly pattern: string;
  readonly matches: boolean;
}

/** A command of `-exec`, without the braces; `joins` when it gets all files at once. */
interface FindCommand {
  readonly words: readonly string[];
  readonly joins: boolean;
}

/** The simulated parts of a `find` command line. */
interface FindSearch {
  readonly roots: readonly string[];
  readonly tests: readonly FileTest[];
  /** `f` or `d`. */
  readonly type: string | null;
  /** The maximum depth. */
  readonly deepest: number;
  readonly deletes: boolean;
  readonly commands: readonly FindCommand[];
  /** Whether it uses other tests, so that the found files are unknown. */
  readonly isVague: boolean;
}

function searchOf(roots: readonly string[], words: readonly FindWord[]): FindSearch {
  const tests: FileTest[] = [];
  const commands: FindCommand[] = [];
  let type: string | null = null;
  let deepest = Number.POSITIVE_INFINITY;
  let [deletes, isVague, matches] = [false, false, true];
  for (const { name, values, joins } of words) {
    const [value = ''] = values;
    if (name === '!' || name === '-not') {
      matches = !matches;
      continue;
    }
    if (name === '-name' || name === '-path' || name === '-wholename')
      tests.push({ of: name === '-name' ? 'name' : 'path', pattern: value, matches });
    else if (name === '-type' && matches && value.length === 1) type = value;
    else if (name === '-maxdepth') deepest = Number(value);
    else if (name === '-exec' || name === '-execdir') {
      commands.push({ words: values.filter((word) => word !== '{}'), joins });
      // The command is a script of its own for each file, or contains a word composed with the file name.
      if (values.some((word) => /.\{\}|\{\}./.test(word) || word === '-c')) isVague = true;
    } else if (name === '-delete') deletes = true;
    else if (!/^-(?:print0?|depth|xdev|mount|noleaf|ls|a|and)$/.test(name)) isVague = true;
    matches = true;
  }
  return { roots, tests, type, deepest, deletes, commands, isVague };
}

/** `find . -name '*.sh' -exec chmod +x {} +` and similar searches. */
export const find: Program = (machine, args) => {
  if (machine.stage.base.family === 'debian' && /^--?(?:help|version)$/.test(args[0] ?? '')) return 'ok';
  const { roots, words, reading } = readFindExpression(args, machine);
  // Other distributions support other tests.
  if (reading.kind === 'refused' && machine.stage.base.family === 'debian')
    return fail(machine, { kind: 'command-failed', phrase: `find: ${reading.phrase}` });
  const missing = missingRoot(machine, roots);
  if (missing !== null) return fileNotFound(machine, 'find', missing, resolvePath(machine.cwd, missing));
  const status = carryOut(machine, searchOf(roots, words));
  return status === 'ok' && reading.kind !== 'fine' ? unknown(machine, 'find') : status;
};

function carryOut(machine: Machine, search: FindSearch): Status {
  if (!search.deletes && search.commands.length === 0) return 'ok';
  const paths = search.roots.flatMap((root) => found(machine, search, root));
  if (paths.length === 0) return 'ok';
  if (search.isVague) return markUncertain(machine, paths);
  let status: Status = 'ok';
  for (const command of search.commands) {
    const before = machine.failures.length;
    const ran = startProgram(machine, [...command.words, ...paths], null);
    if (ran === 'stops') return ran;
    // With `;`, the command's exit code only acts as a test for its file.
    if (!command.joins) machine.failures.length = before;
    else if (ran === 'unknown' || (ran === 'failed' && status === 'ok')) status = ran;
  }
  return search.deletes ? removeFound(machine, paths, status) : status;
}

/** `-delete`: a folder that is not empty stays. */
function removeFound(machine: Machine, paths: readonly string[], before: Status): Status {
  const gone = new Set(paths);
  const full = paths.find((path) => machine.stage.files.under(path).some(([below]) => !gone.has(below)));
  for (const path of paths) if (path !== full) machine.host.runWords(machine, ['rm', '-rf', path], null);
  return full === undefined
    ? before
    : fail(machine, {
        kind: 'command-failed',
        phrase: `find: cannot delete ‘${full}’: Directory not empty`,
      });
}

/** The matching files and folders below a starting folder, among those that the simulation knows. */
function found(
  { stage, cwd }: Machine,
  { tests, type, deepest }: FindSearch,
  written: string,
): readonly string[] {
  const root = resolvePath(cwd, written);
  const kind = type === 'd' ? 'folder' : 'file';
  return stage.files
    .find(() => true)
    .filter(([path, entry]) => {
      if (path !== root && !path.startsWith(root === '/' ? '/' : `${root}/`)) return false;
      if (type !== null && entry.kind !== kind) return false;
      const below = path.slice(root === '/' ? 0 : root.length);
      if (deepest < below.length && deepest < below.split('/').length - 1) return false;
      const name = path.slice(path.lastIndexOf('/') + 1);
      return tests.every(({ of, pattern, matches }) => {
        const text = of === 'name' ? name : `${written.replace(/(?<=.)\/$/, '')}${below}`;
        return pattern.length <= longestName && globMatches(pattern, text) === matches;
      });
    })
    .map(([path]) => path);
}

function markUncertain(machine: Machine, paths: readonly string[]): Status {
  for (const path of paths) machine.stage.files.change(path, { certain: false });
  return unknown(machine, 'find');
}
