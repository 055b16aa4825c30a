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

/** Finds the package.json of the folder itself or of one above it, as npm does. */
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
    // A folder that the command names is the project's folder, even if one above it has a package.json.
    if (root === '/' || isNamed) break;
  }
  const phrase = `npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '${resolvePath(machine.cwd, 'package.json')}'`;
  return {
    kind: 'refused',
    status: refuse(machine, phrase, 'no-package-json'),
  };
}

/** `npm run name`: runs the script, with its `pre` and `post` scripts. */
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
    // The simulation cannot follow a bundler, and need not: the lesson declares what the build writes.
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

/** Names of files and folders next to a package.json of the project. */
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

/** The folder in which bundlers look for their sources by default. */
const usualSources = 'src';

/** Folders in which the program of a script is searched. */
export const programFolders = (root: string): readonly string[] => [
  `${root}/node_modules/.bin`,
  '/usr/local/bin',
  '/usr/bin',
];

/** Whether a build's program and the project's files that its line names are present; if not, its output is unknown. */
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

/** Runs a script's line in a shell whose PATH begins with the programs of the installed packages. */
function runLine(machine: Machine, { root }: { readonly root: string }, text: string): Status {
  const inner = subshell(machine, { cwd: root, depth: machine.depth + 1, exec: false, direct: false });
  const path = machine.env.get('PATH') ?? '';
  setVariable(inner, 'PATH', `${root}/node_modules/.bin:${path}`);
  return machine.host.runText(inner, text, []);
}

/** Creates the files that the project's build writes according to the lesson. */
function putWritten(machine: Machine, root: string): void {
  for (const path of machine.project.writes)
    machine.stage.files.put(resolvePath(root, path), {
      ...plainFile,
      line: machine.place.line,
      certain: machine.certain,
      ofSource: true,
    });
}

/** Runs the program of a package; what it writes is unknown. */
export function runPackageProgram(machine: Machine, name: string, args: readonly string[]): Status {
  const output = outputFolder(name, args);
  if (output === null) return unfollowed(machine, name);
  const path = resolvePath(machine.cwd, output);
  const { line } = machine.place;
  machine.stage.files.put(path, { ...plainFile, kind: 'folder', executable: true, line, ofSource: true });
  machine.stage.files.blur();
  return 'ok';
}

/** The folders that well-known bundlers write to, unless their configuration changes them. */
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
