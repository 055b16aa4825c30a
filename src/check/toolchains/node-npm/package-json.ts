/** What package.json says, as far as npm's commands ask. */
export interface PackageJson {
  readonly scripts: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlyMap<string, string>;
  readonly devDependencies: ReadonlyMap<string, string>;
  /** It has workspaces, whose packages are files of their own. */
  readonly hasWorkspaces: boolean;
}

/** A package as a lock file has it. */
export interface LockedPackage {
  /** The folder that it lies in, such as `node_modules/vite`. */
  readonly path: string;
  readonly name: string;
  readonly dev: boolean;
  readonly programs: readonly string[];
  /** The folder of the project that it is linked to; null for one that is downloaded. */
  readonly linkedTo: string | null;
}

export interface PackageLock {
  /** What the lock file believes package.json to ask for, with the versions as they are written there. */
  readonly asked: ReadonlyMap<string, string>;
  readonly packages: readonly LockedPackage[];
}

/** Packages of a lock file that are followed. */
const mostPackages = 3_000;

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? // An object of JSON has text keys, and what lies below them is looked at before it is used.
      (value as Readonly<Record<string, unknown>>)
    : {};

const textsOf = (value: unknown): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(recordOf(value)).flatMap(([name, text]) =>
      typeof text === 'string' ? [[name, text] as const] : [],
    ),
  );

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Null for a text that is not JSON. */
export function readPackageJson(text: string): PackageJson | null {
  const json = parsed(text);
  if (json === null) return null;
  return {
    scripts: textsOf(json.scripts),
    dependencies: new Map([...textsOf(json.dependencies), ...textsOf(json.optionalDependencies)]),
    devDependencies: textsOf(json.devDependencies),
    hasWorkspaces: json.workspaces !== undefined,
  };
}

/** Null for a lock file that is not JSON, or is of npm 6 and older, which names packages otherwise. */
export function readPackageLock(text: string): PackageLock | null {
  const json = parsed(text);
  if (json === null || json.packages === undefined) return null;
  const entries = recordOf(json.packages);
  const all = Object.entries(entries).slice(0, mostPackages);
  const root = recordOf(all.find(([path]) => path === '')?.[1]);
  return {
    asked: new Map([
      ...textsOf(root.dependencies),
      ...textsOf(root.optionalDependencies),
      ...textsOf(root.devDependencies),
    ]),
    packages: all.flatMap(([path, value]) => {
      const at = path.lastIndexOf('node_modules/');
      if (at < 0) return [];
      const written = recordOf(value);
      const linkedTo =
        written.link === true && typeof written.resolved === 'string' ? written.resolved : null;
      // A link's own entry says nothing but where it leads.
      const entry = linkedTo === null ? written : recordOf(entries[linkedTo]);
      const name = path.slice(at + 'node_modules/'.length);
      return [{ path, name, dev: entry.dev === true, programs: programsOf(entry.bin, name), linkedTo }];
    }),
  };
}

const programsOf = (bin: unknown, name: string): readonly string[] =>
  typeof bin === 'string' ? [name.slice(name.lastIndexOf('/') + 1)] : [...textsOf(bin).keys()];

/** What package.json asks for, and the lock file knows nothing of, or otherwise. */
export interface LockDifference {
  /** Packages that the lock file does not have. */
  readonly missing: readonly string[];
  /** Packages whose version is asked for otherwise: the one in the lock file may fit all the same. */
  readonly changed: readonly string[];
}

export function compareLock(
  { dependencies, devDependencies }: PackageJson,
  lock: PackageLock,
): LockDifference {
  const locked = new Set(
    lock.packages.filter(({ path }) => path.indexOf('node_modules/') === 0).map(({ path }) => path),
  );
  const asked = [...dependencies, ...devDependencies];
  return {
    missing: asked.map(([name]) => name).filter((name) => !locked.has(`node_modules/${name}`)),
    changed: asked.filter(([name, version]) => lock.asked.get(name) !== version).map(([name]) => name),
  };
}
