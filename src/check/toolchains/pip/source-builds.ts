import type { SimulatedFailureCause } from '../../simulation/failures.ts';
import type { Machine } from '../../simulation/shell/machine.ts';

interface SourceBuild {
  /** Programs that its build looks for. */
  readonly needs: readonly string[];
  /** What it says where the first of them is not there. */
  readonly phrase: string;
  /** A package that does the same and comes built. */
  readonly instead: string;
}

/** Packages that come as source alone. */
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

/** Why a package that has to be compiled is not installed; null for one that comes built. */
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
