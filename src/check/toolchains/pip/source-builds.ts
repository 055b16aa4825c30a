import type { Machine } from '../../simulation/shell/machine.ts';

/** Packages that come as source alone: what their build looks for first, and what it says where that is not there. */
const builtFromSource: Readonly<
  Record<string, { readonly needs: readonly string[]; readonly says: string }>
> = {
  psycopg2: { needs: ['pg_config', 'gcc'], says: 'Error: pg_config executable not found.' },
  mysqlclient: { needs: ['pkg-config', 'gcc'], says: 'Exception: Can not find valid pkg-config name.' },
  uwsgi: { needs: ['gcc'], says: 'Exception: you need a C compiler to build uWSGI' },
};

/** How an installation of a package goes that has to be compiled first; null for one that comes built. */
export function sourceBuild(
  machine: Machine,
  name: string,
): { readonly kind: 'fails'; readonly says: string } | { readonly kind: 'unknown' } | null {
  const build = Object.hasOwn(builtFromSource, name) ? builtFromSource[name] : undefined;
  if (build === undefined) return null;
  const lacks = build.needs.some((program) => machine.host.resolve(machine, program).kind === 'absent');
  return lacks ? { kind: 'fails', says: build.says } : { kind: 'unknown' };
}
