/** The parts of package.json that npm's commands need. */
export interface PackageJson {
  readonly scripts: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlyMap<string, string>;
  readonly devDependencies: ReadonlyMap<string, string>;
  /** Whether it has workspaces, whose packages have a package.json of their own. */
  readonly hasWorkspaces: boolean;
}

/** A package in a lock file. */
export interface LockedPackage {
  /** The folder in which it is installed, such as `node_modules/vite`. */
  readonly path: string;
  readonly name: string;
  readonly dev: boolean;
  readonly programs: readonly string[];
  /** The folder of the project that it links to; null for a downloaded package. */
  readonly linkedTo: string | null;
}

export interface PackageLock {
  /** The dependencies of package.json when the lock file was written, with their version ranges. */
  readonly asked: ReadonlyMap<string, string>;
  readonly packages: readonly LockedPackage[];
}

/** Limit on the packages of a lock file that are read. */
const mostPackages = 3_000;

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? // A JSON object has string keys, and its values are checked before use.
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

/** Null for a lock file that is not JSON, or that npm 6 or older wrote, which lists packages differently. */
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
      // The entry of a link only contains its target.
      const entry = linkedTo === null ? written : recordOf(entries[linkedTo]);
      const name = path.slice(at + 'node_modules/'.length);
      return [{ path, name, dev: entry.dev === true, programs: programsOf(entry.bin, name), linkedTo }];
    }),
  };
}

const programsOf = (bin: unknown, name: string): readonly string[] =>
  typeof bin === 'string' ? [name.slice(name.lastIndexOf('/') + 1)] : [...textsOf(bin).keys()];

/** How the dependencies of package.json differ from those in the lock file. */
export interface LockDifference {
  /** Packages that are missing from the lock file. */
  readonly missing: readonly string[];
  /** Packages with a different version range than when the lock file was written. The locked version may still satisfy it. */
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
