import type { SimulatedFailureCause } from '../../simulation/failures.ts';
import type { Machine } from '../../simulation/shell/machine.ts';

interface SourceBuild {
  /** Programs that the build needs. */
  readonly needs: readonly string[];
  /** The build's error when the first of them is missing. */
  readonly phrase: string;
  /** A package with the same purpose that is published as a wheel. */
  readonly instead: string;
}

/** Packages that are published as source only. */
const builtFromSource: Readonly<Record<string, SourceBuild>> = {
  psycopg2: {
    needs: ['pg_config', 'gcc'],
    phrase: 'Error: pg_config executable not found.',
    instead: 'psycopg2-binary',
  },
  mysqlclient: {
    needs: ['pkg-config', 'gcc'],
    phrase: 'Exception: Can not find valid pkg-config name.',
    instead: 'pymysql',
  },
  uwsgi: { needs: ['gcc'], phrase: 'Exception: you need a C compiler to build uWSGI', instead: 'gunicorn' },
};

/**
 * Why a package that has to be compiled cannot be installed; `unknown` when the programs for its build are there, null when it needs no
 * build.
 */
export function sourceBuild(
  machine: Machine,
  name: string,
): SimulatedFailureCause<'package-not-built'> | 'unknown' | null {
  const build = Object.hasOwn(builtFromSource, name) ? builtFromSource[name] : undefined;
  if (build === undefined) return null;
  const { needs, phrase, instead } = build;
  const lacks = needs.some((program) => machine.host.resolve(machine, program).kind === 'absent');
  return lacks ? { kind: 'package-not-built', package: name, phrase, instead } : 'unknown';
}
