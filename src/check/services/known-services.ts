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

/** The known facts about a project with a Compose file. */
export interface ForecastSources {
  readonly compose: ComposeFile;
  readonly project: Project;
  /** The simulated build of the project's own Dockerfile. */
  readonly simulation: Simulation;
  /** Whether the Dockerfile and .dockerignore come from the project, and not from the author of the Compose file. */
  readonly ownDockerfile: boolean;
  readonly textOf: (path: string) => string | null;
}

interface OfService {
  readonly service: ComposeService;
  readonly environment: ReadonlyMap<string, string>;
}

/** A database server, as its variables configure it. */
export interface DatabaseService extends OfService {
  readonly kind: 'database';
  readonly server: PostgresServer;
}

/** The project's own program. */
export interface ProgramService extends OfService {
  readonly kind: 'program';
  readonly server: PythonServer;
  /** The final stage of its image. */
  readonly stage: Stage;
}

export type KnownService =
  | DatabaseService
  | ProgramService
  | { readonly kind: 'ends'; readonly fault: ServiceFault; readonly line: number }
  | { readonly kind: 'unknown' };

const unknown = { kind: 'unknown' } as const;

/** What a service runs, as far as its image and its variables determine it. */
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

/**
 * The variables of a service; null when a required file is missing or invalid, or when a value would come from the `.env` next to the
 * Compose file.
 */
function environmentOf(
  { envFiles, environment }: ComposeService,
  { textOf, compose }: ForecastSources,
): ReadonlyMap<string, string> | null {
  const values = new Map<string, string>();
  for (const { place, required } of envFiles) {
    const text = place === null ? null : textOf(place);
    if (text === null && !required) continue;
    // Compose refuses a file that is not a list of variables.
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

/** Whether settings other than the image, the command and the variables may change what a service does. */
const changesProgram = (service: ComposeService): boolean =>
  [service.entrypoint, service.user, service.workingDirectory, service.stopSignal].some(
    (each) => each !== null,
  ) ||
  service.readOnly ||
  service.extendsOther ||
  service.profiles.length + service.givenFiles.length + service.tmpfs.length > 0;

/** The server that is built from the project's own Dockerfile; null when it is unknown. */
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
  // A command in the Compose file replaces the one of the image.
  const words = command ?? start?.words ?? null;
  const isFollowed = words !== null && (command === null || final.entrypoint === null);
  const server = isFollowed ? startedServer(final, project, words) : null;
  return server === null ? null : { server, stage: final };
}
