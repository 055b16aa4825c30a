import { isRecord, listOf, recordOf, textOf } from '../../yaml/plain.ts';
import { projectPath } from './project-path.ts';
import type { ComposeGivenFile } from './service.ts';

interface GivenSources {
  /** The parsed Compose file, and one of its services. */
  readonly file: Readonly<Record<string, unknown>>;
  readonly service: Readonly<Record<string, unknown>>;
  /** The folder of the Compose file. */
  readonly folder: string;
  readonly at: (...path: readonly PropertyKey[]) => number;
}

/** The files that a service gets through `secrets` and `configs`. */
export const readGivenFiles = (sources: GivenSources): readonly ComposeGivenFile[] => [
  ...readList('secret', 'secrets', sources),
  ...readList('config', 'configs', sources),
];

function readList(
  kind: ComposeGivenFile['kind'],
  key: 'secrets' | 'configs',
  { file, service, folder, at }: GivenSources,
): readonly ComposeGivenFile[] {
  const declared = recordOf(file[key]);
  return listOf(service[key]).flatMap((given, index) => {
    const long = isRecord(given) ? given : {};
    const name = textOf(given) ?? textOf(long.source);
    if (name === null) return [];
    const path = Object.hasOwn(declared, name) ? textOf(recordOf(declared[name]).file) : null;
    const place = path === null ? null : projectPath(path, folder);
    const target = targetOf(kind, textOf(long.target) ?? name);
    return [{ kind, name, file: path, place, target, line: at(key, index) }];
  });
}

/** Secrets are mounted in /run/secrets unless their target is absolute; configs are mounted in the root folder. */
function targetOf(kind: ComposeGivenFile['kind'], target: string): string {
  if (target.startsWith('/')) return target;
  return kind === 'secret' ? `/run/secrets/${target}` : `/${target}`;
}
