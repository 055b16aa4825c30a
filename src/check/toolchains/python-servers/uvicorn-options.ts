import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { type CommandLine, lastValue } from './server-arguments.ts';

/** Options whose effect depends on a file or on the environment of the process. */
const ofFiles = ['--uds', '--fd', '--env-file', '--log-config', '--ssl-keyfile'];

/** Implementations that uvicorn imports at start, with the packages that provide them. */
const ofPackages: Readonly<Record<string, string>> = {
  uvloop: 'uvloop',
  zuvloop: 'zuvloop',
  httptools: 'httptools',
  zttp: 'zttp',
  websockets: 'websockets',
  'websockets-sansio': 'websockets',
  wsproto: 'wsproto',
};

/** Whether uvicorn's options make it unknown how it serves. Options that the command line omits can be set by environment variables. */
export function isDoubtful(machine: Machine, line: CommandLine, name: string): boolean {
  const value = (option: string): string | null => lastValue(line, option);
  const fromFiles = ofFiles.some(
    (each) =>
      line.values.has(each) || machine.env.has(`UVICORN_${each.slice(2).replaceAll('-', '_').toUpperCase()}`),
  );
  const isOtherInterface = /^(?:wsgi|asgi2)$/.test(value('--interface') ?? '');
  const wsgi = /(?:^|\.)wsgi:/.test(name) && value('--interface') !== 'wsgi';
  const refusesAll = ['--limit-concurrency', '--backlog'].some((each) =>
    /^\s*(?:-|0+\s*$)/.test(value(each) ?? ''),
  );
  const isMissing = ['--loop', '--http', '--ws'].some((each) => mayLack(machine, value(each) ?? ''));
  const own = isOtherInterface && !/(?:^|\.)wsgi:/.test(name);
  return fromFiles || wsgi || own || refusesAll || isMissing || line.switches.has('--factory');
}

const mayLack = ({ stage }: Machine, implementation: string): boolean => {
  if (!isKnown(implementation)) return true;
  const named = Object.hasOwn(ofPackages, implementation) ? ofPackages[implementation] : undefined;
  return named !== undefined && ![...stage.environments.values()].some(({ packages }) => packages.has(named));
};

/** uvicorn's error for a header without a value; null when every header has one. */
export function refusedHeader(line: CommandLine): string | null {
  const odd = (line.values.get('--header') ?? []).find((each) => isKnown(each) && !each.includes(':'));
  return odd === undefined ? null : 'ValueError: not enough values to unpack (expected 2, got 1)';
}
