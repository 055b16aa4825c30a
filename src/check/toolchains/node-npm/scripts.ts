import { plainFile } from '../../simulation/image/entry.ts';
import { type Files, nameOf, parentOf, resolvePath } from '../../simulation/image/files.ts';
import type { ProjectFact } from '../../simulation/project.ts';
import { type Machine, setVariable, subshell, unfollowed } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { type PackageJson, readPackageJson } from './package-json.ts';
import { deniedAt, refuse } from './refuse.ts';

/** The package that a folder belongs to. */
export type FoundPackage =
  | { readonly kind: 'read'; readonly root: string; readonly package: PackageJson }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly status: Status };

/** package.json of the folder itself, or of one above it, as npm looks for it. */
export function findPackage(machine: Machine, isNamed = false): FoundPackage {
  const { files } = machine.stage;
  for (let root = machine.cwd; ; root = resolvePath(root, '..')) {
    const path = resolvePath(root, 'package.json');
    const presence = files.presence(path);
    if (presence === 'file') {
      const text = files.get(path)?.text ?? null;
      if (text === null) return { kind: 'unknown' };
      const read = readPackageJson(text);
      if (read !== null) return { kind: 'read', root, package: read };
      return {
        kind: 'refused',
        status: refuse(machine, 'npm error code EJSONPARSE', 'broken-package-json'),
      };
    }
    if (presence === 'unknown') return { kind: 'unknown' };
    // A folder that the command names is the project's, whatever lies above it.
    if (root === '/' || isNamed) break;
  }
  const phrase = `npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '${resolvePath(machine.cwd, 'package.json')}'`;
  return {
    kind: 'refused',
    status: refuse(machine, phrase, 'no-package-json'),
  };
}

/** `npm run name`: the script with those before and after it. */
export function runPackageScript(
  machine: Machine,
  found: FoundPackage & { readonly kind: 'read' },
  name: string,
  args: readonly string[],
): Status {
  const { scripts } = found.package;
  const isTold = isBuild(name) && machine.phase === 'build' && machine.project.writes.length > 0;
  const before = isTold ? { files: machine.stage.files.copy(), events: machine.events.length } : null;
  let status: Status = 'ok';
  for (const each of [`pre${name}`, name, `post${name}`]) {
    const text = scripts.get(each);
    if (text === undefined) continue;
    const ended = runLine(machine, found, each === name ? [text, ...args].join(' ') : text);
    if (ended === 'failed' || ended === 'stops') return ended;
    if (ended === 'unknown') status = 'unknown';
  }
  if (before === null) return status;
  if (status === 'unknown') {
    if (!hasWhatItNames(machine, before.files, found.root, scripts.get(name) ?? '')) return status;
    // What a builder does cannot be seen, and need not be: the lesson says what comes out of it.
    machine.stage.files = before.files;
    const told = machine.events.splice(before.events).filter(({ kind }) => kind !== 'unknown');
    machine.events.push(...told);
  }
  const denied = machine.project.writes.map((path) =>
    deniedAt(machine, `npm run ${name}`, resolvePath(found.root, path)),
  );
  putWritten(machine, found.root);
  return denied.find((each) => each !== null) ?? 'ok';
}

/** Names of what the project has where its package.json lies. */
const ownNames: ProjectFact<ReadonlySet<string>> = {
  read: ({ texts }) => {
    const folders = [...texts.keys()].filter((path) => nameOf(path) === 'package.json').map(parentOf);
    const prefixes = folders.map((folder) => (folder === '/' ? '' : `${folder}/`));
    return new Set(
      [...texts.keys()].flatMap((path) =>
        prefixes.flatMap((prefix) =>
          path.startsWith(prefix) ? (path.slice(prefix.length).split('/', 1)[0] ?? []) : [],
        ),
      ),
    );
  },
  unknown: new Set(),
};

/** Where bundlers look for their sources by default. */
const usualSources = 'src';

/** Folders in which the program of a script is searched. */
export const programFolders = (root: string): readonly string[] => [
  `${root}/node_modules/.bin`,
  '/usr/local/bin',
  '/usr/bin',
];

/** Whether a build has its program, and of the project what its line names: else what comes out of it is not known. */
function hasWhatItNames({ project }: Machine, files: Files, root: string, text: string): boolean {
  const [program = '', ...named] = text.split(/\s+/, 50);
  const own = project.fact(ownNames);
  const needed = [usualSources, ...named].filter((name) =>
    own.has(name.replace(/^\.\//, '').split('/', 1)[0] ?? ''),
  );
  return (
    programFolders(root).some((folder) => files.presence(`${folder}/${program}`) !== 'absent') &&
    needed.every((name) => files.presence(resolvePath(root, name)) !== 'absent')
  );
}

const isBuild = (name: string): boolean => /^build(?:$|[:-])/.test(name);

/** A script's line, in a shell that finds the programs of the installed packages first. */
function runLine(machine: Machine, { root }: { readonly root: string }, text: string): Status {
  const inner = subshell(machine, { cwd: root, depth: machine.depth + 1, exec: false, direct: false });
  const path = machine.env.get('PATH') ?? '';
  setVariable(inner, 'PATH', `${root}/node_modules/.bin:${path}`);
  return machine.host.runText(inner, text, []);
}

/** What the lesson says that its project's build writes. */
function putWritten(machine: Machine, root: string): void {
  for (const path of machine.project.writes)
    machine.stage.files.put(resolvePath(root, path), {
      ...plainFile,
      line: machine.place.line,
      certain: machine.certain,
      ofSource: true,
    });
}

/** A program that a package brings: what it writes is not known. */
export function runPackageProgram(machine: Machine, name: string, args: readonly string[]): Status {
  const output = outputFolder(name, args);
  if (output === null) return unfollowed(machine, name);
  const path = resolvePath(machine.cwd, output);
  const { line } = machine.place;
  machine.stage.files.put(path, { ...plainFile, kind: 'folder', executable: true, line, ofSource: true });
  machine.stage.files.blur();
  return 'ok';
}

/** Where well-known builders write, unless their configuration says otherwise. */
const builders: ReadonlyMap<
  string,
  { readonly folder: string; readonly verb: string | null; readonly option: string | null }
> = new Map([
  ['vite', { folder: 'dist', verb: 'build', option: '--outDir' }],
  ['react-scripts', { folder: 'build', verb: 'build', option: null }],
  ['vue-cli-service', { folder: 'dist', verb: 'build', option: '--dest' }],
  ['astro', { folder: 'dist', verb: 'build', option: '--outDir' }],
  ['parcel', { folder: 'dist', verb: 'build', option: '--dist-dir' }],
  ['next', { folder: '.next', verb: 'build', option: null }],
]);

function outputFolder(name: string, args: readonly string[]): string | null {
  const known = builders.get(name);
  if (known === undefined || (known.verb !== null && args[0] !== known.verb)) return null;
  const at = known.option === null ? -1 : args.indexOf(known.option);
  return at < 0 ? known.folder : (args[at + 1] ?? known.folder);
}
