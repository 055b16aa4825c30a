import type { ServiceFault } from '../compose/forecast.ts';
import { readEnvFile } from '../compose/interpolate.ts';
import { folderOf } from '../compose/project-path.ts';
import type { ComposeFile } from '../compose/read-compose.ts';
import type { ComposeService } from '../compose/service.ts';
import { isUnderstood } from '../compose/understood.ts';
import type { Stage } from '../simulation/image/stage.ts';
import type { Project } from '../simulation/project.ts';
import type { Simulation } from '../simulation/simulate.ts';
import { type PostgresServer, postgresStart } from '../toolchains/postgres/server.ts';
import { type PythonServer, startedServer } from '../toolchains/python/own-server.ts';

/** What is known of a project whose services a Compose file describes. */
export interface ForecastSources {
  readonly compose: ComposeFile;
  readonly project: Project;
  /** The build of the project's own Dockerfile. */
  readonly simulation: Simulation;
  /** Whether that Dockerfile, and what keeps files from it, belongs to the project and not to who wrote the Compose file. */
  readonly ownDockerfile: boolean;
  readonly textOf: (path: string) => string | null;
}

interface OfService {
  readonly service: ComposeService;
  readonly environment: ReadonlyMap<string, string>;
}

/** A database server, as its variables set it up. */
export interface DatabaseService extends OfService {
  readonly kind: 'database';
  readonly server: PostgresServer;
}

/** The project's own program. */
export interface ProgramService extends OfService {
  readonly kind: 'program';
  readonly server: PythonServer;
  /** The image that it runs in. */
  readonly stage: Stage;
}

export type KnownService =
  | DatabaseService
  | ProgramService
  | { readonly kind: 'ends'; readonly fault: ServiceFault; readonly line: number }
  | { readonly kind: 'unknown' };

const unknown = { kind: 'unknown' } as const;

/** What a service is, as far as its image and its variables say. */
export function knowService(service: ComposeService, sources: ForecastSources): KnownService {
  const environment = environmentOf(service, sources);
  const isRead = isUnderstood(sources.compose.value, service.name);
  if (environment === null || !isRead || changesProgram(service)) return unknown;
  if (service.build !== null) {
    const built = builtServer(service, sources);
    return built === null ? unknown : { kind: 'program', service, environment, ...built };
  }
  if (service.command !== null) return unknown;
  const start = postgresStart(service.image?.name ?? '', environment);
  switch (start?.kind) {
    case 'serves':
      return { kind: 'database', service, environment, server: start.server };
    case 'no-password': {
      const said = service.environment.find(({ name }) => name === start.variable);
      return { kind: 'ends', fault: { kind: 'no-password' }, line: said?.line ?? service.line };
    }
    default:
      return unknown;
  }
}

/** Null where a variable comes from a file that is not there, or from the file beside this one. */
function environmentOf(
  { envFiles, environment }: ComposeService,
  { textOf, compose }: ForecastSources,
): ReadonlyMap<string, string> | null {
  const values = new Map<string, string>();
  for (const { place, required } of envFiles) {
    const text = place === null ? null : textOf(place);
    if (text === null && !required) continue;
    // Compose refuses what is no list of variables.
    if (text === null || !text.split('\n').every((line) => /^\s*(?:#.*|[A-Za-z_]\w*=.*)?$/.test(line)))
      return null;
    for (const [name, value] of Object.entries(readEnvFile(text))) values.set(name, value);
  }
  for (const { name, value } of environment) {
    if (value !== null) values.set(name, value);
    else if (textOf(`${folderOf(compose.path)}.env`) !== null) return null;
  }
  return values;
}

/** What a service says of how it is run, besides its image and its variables, may change what it does. */
const changesProgram = (service: ComposeService): boolean =>
  [service.entrypoint, service.user, service.workingDirectory, service.stopSignal].some(
    (each) => each !== null,
  ) ||
  service.readOnly ||
  service.extendsOther ||
  service.profiles.length + service.givenFiles.length + service.tmpfs.length > 0;

/** The server that is built of the project's own Dockerfile; null where that is not known. */
function builtServer(
  { build, command }: ComposeService,
  { simulation, project, ownDockerfile }: ForecastSources,
): Pick<ProgramService, 'server' | 'stage'> | null {
  const { final, start, failures, events } = simulation;
  const isOwn =
    ownDockerfile &&
    build?.place?.folder === '' &&
    build.place.dockerfile === project.dockerfile &&
    build.target === null &&
    Object.keys(build.arguments).length === 0;
  const isBuilt =
    !failures.some(({ phase }) => phase === 'build') &&
    !events.some((each) => each.kind === 'unknown' && each.phase === 'build');
  if (!isOwn || !isBuilt || final === null) return null;
  // A command of the file's own takes the place of the image's.
  const words = command ?? start?.words ?? null;
  const isFollowed = words !== null && (command === null || final.entrypoint === null);
  const server = isFollowed ? startedServer(final, project, words) : null;
  return server === null ? null : { server, stage: final };
}
