import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { longestName } from '../../simulation/shell/expand.ts';
import { globMatches } from '../../simulation/shell/glob.ts';
import { type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { fileNotFound } from './operands.ts';

/** A pattern for the last part of a path, or for the whole of it as it is found from its root. */
interface FileTest {
  readonly of: 'name' | 'path';
  readonly pattern: string;
  readonly matches: boolean;
}

/** What `find` was asked for, as far as it is followed. */
interface FindSearch {
  readonly roots: readonly string[];
  readonly tests: readonly FileTest[];
  /** `f` or `d`. */
  readonly type: string | null;
  /** How many folders deep it looks. */
  readonly deepest: number;
  readonly deletes: boolean;
  /** Commands of `-exec`, without the braces. */
  readonly commands: readonly (readonly string[])[];
  /** It asks for something else, too: which files it finds is not known. */
  readonly isVague: boolean;
}

function readSearch(args: readonly string[]): FindSearch {
  const first = args.findIndex((arg) => /^[-(!]/.test(arg));
  const roots = args.slice(0, first < 0 ? args.length : first);
  const tests: FileTest[] = [];
  const commands: string[][] = [];
  let type: string | null = null;
  let deepest = Number.POSITIVE_INFINITY;
  let [deletes, isVague, matches] = [false, false, true];
  for (let at = roots.length; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    const value = args[at + 1] ?? '';
    if (arg === '!' || arg === '-not') {
      matches = !matches;
      continue;
    }
    if (arg === '-name' || arg === '-path' || arg === '-wholename') {
      tests.push({ of: arg === '-name' ? 'name' : 'path', pattern: value, matches });
      at += 1;
    } else if (arg === '-type' && matches) {
      type = value;
      at += 1;
    } else if (arg === '-maxdepth' && /^\d+$/.test(value)) {
      deepest = Number(value);
      at += 1;
    } else if (arg === '-exec' || arg === '-execdir') {
      const length = args.slice(at + 1).findIndex((word) => word === ';' || word === '+');
      const words = length < 0 ? args.slice(at + 1) : args.slice(at + 1, at + 1 + length);
      commands.push(words.filter((word) => word !== '{}'));
      // A command of its own for each file, or a name put together from it.
      if (words.some((word) => /.\{\}|\{\}./.test(word) || word === '-c')) isVague = true;
      at += words.length + 1;
    } else if (arg === '-delete') deletes = true;
    else if (!/^-(?:print0?|depth|xdev|mount|noleaf|ls)$/.test(arg)) isVague = true;
    matches = true;
  }
  return { roots: roots.length > 0 ? roots : ['.'], tests, type, deepest, deletes, commands, isVague };
}

/** `find . -name '*.sh' -exec chmod +x {} +` and its like. */
export const find: Program = (machine, args) => {
  const search = readSearch(args);
  const missing = search.roots.find(
    (root) => isKnown(root) && machine.stage.files.presence(resolvePath(machine.cwd, root)) === 'absent',
  );
  if (missing !== undefined) return fileNotFound(machine, 'find', missing, resolvePath(machine.cwd, missing));
  if (!search.deletes && search.commands.length === 0) return 'ok';
  const paths = search.roots.flatMap((root) => found(machine, search, root));
  if (paths.length === 0) return 'ok';
  if (search.isVague) return markUncertain(machine, paths);
  let status: Status = 'ok';
  for (const command of search.commands) {
    const ran = machine.host.runWords(machine, [...command, ...paths], null);
    if (ran === 'stops') return ran;
    if (ran === 'unknown' || (ran === 'failed' && status === 'ok')) status = ran;
  }
  if (search.deletes) for (const path of paths) machine.host.runWords(machine, ['rm', '-rf', path], null);
  return status;
};

/** Files and folders below one of its roots that it finds, among those that are followed. */
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
