import type { LineOf } from '../../yaml/document.ts';
import { isRecord, listOf, pairsOf, recordOf, textOf, wordsOf } from '../../yaml/plain.ts';
import { readGivenFiles } from './given-files.ts';
import { placeOfBuild, projectPath } from './project-path.ts';
import type {
  ComposeBuild,
  ComposeDependency,
  ComposeHealthcheck,
  ComposeService,
  ComposeVariable,
} from './service.ts';
import { readDuration, readMount, readPort } from './short-syntax.ts';

/** The services in a parsed file; anything in an invalid form is left out. `folder` is the folder of the file. */
export function readServices(value: unknown, lineOf: LineOf, folder: string): readonly ComposeService[] {
  const file = recordOf(value);
  return Object.entries(recordOf(file.services)).flatMap(([name, service]) =>
    isRecord(service) || service === null
      ? [readService(name, recordOf(service), { lineOf, folder, file })]
      : [],
  );
}

interface ServiceSources {
  readonly lineOf: LineOf;
  readonly folder: string;
  /** The whole parsed file. */
  readonly file: Readonly<Record<string, unknown>>;
}

function readService(
  name: string,
  service: Readonly<Record<string, unknown>>,
  { lineOf, folder, file }: ServiceSources,
): ComposeService {
  const at = (...path: readonly PropertyKey[]): number => lineOf(['services', name, ...path]);
  const image = textOf(service.image);
  return {
    name,
    line: at(),
    extendsOther: service.extends !== undefined,
    image: image === null ? null : { name: image, line: at('image') },
    build: readBuild(service.build, at('build'), folder),
    ports: listOf(service.ports).map((each, index) => readPort(each, at('ports', index))),
    environment: pairsOf(service.environment).map(
      ({ key, value, at: place }): ComposeVariable => ({ name: key, value, line: at('environment', place) }),
    ),
    envFiles: readEnvFiles(service.env_file, at, folder),
    dependsOn: withLinks(readDependencies(service.depends_on, at), service.links, at),
    mounts: listOf(service.volumes).map((each, index) => readMount(each, at('volumes', index), folder)),
    givenFiles: readGivenFiles({ file, service, folder, at }),
    healthcheck: readHealthcheck(service.healthcheck, at('healthcheck')),
    command: wordsOf(service.command),
    entrypoint: wordsOf(service.entrypoint),
    user: textOf(service.user),
    workingDirectory: textOf(service.working_dir),
    networks: readNetworks(service.networks),
    containerName: textOf(service.container_name),
    hostname: textOf(service.hostname),
    restarts: /^(?:always|unless-stopped|on-failure)/.test(textOf(service.restart) ?? ''),
    init: service.init === true,
    readOnly: service.read_only === true,
    tmpfs: [service.tmpfs].flat().flatMap((each) => textOf(each)?.split(':')[0] ?? []),
    stopSignal: textOf(service.stop_signal),
    profiles: listOf(service.profiles).map(String),
  };
}

function readNetworks(value: unknown): ComposeService['networks'] {
  if (Array.isArray(value)) return value.map((each) => ({ name: String(each), aliases: [] }));
  return Object.entries(recordOf(value)).map(([name, network]) => ({
    name,
    aliases: listOf(recordOf(network).aliases).map(String),
  }));
}

function readBuild(value: unknown, line: number, folder: string): ComposeBuild | null {
  const short = textOf(value);
  if (short === null && !isRecord(value)) return null;
  const build = recordOf(value);
  const context = short ?? textOf(build.context) ?? '.';
  const dockerfile = textOf(build.dockerfile) ?? 'Dockerfile';
  return {
    context,
    dockerfile,
    place: placeOfBuild({ context, dockerfile }, folder),
    inline: build.dockerfile_inline !== undefined,
    target: textOf(build.target),
    arguments: Object.fromEntries(
      pairsOf(build.args).flatMap(({ key, value: each }) => (each === null ? [] : [[key, each] as const])),
    ),
    line,
  };
}

type At = (...path: readonly PropertyKey[]) => number;

function readEnvFiles(value: unknown, at: At, folder: string): ComposeService['envFiles'] {
  const all = Array.isArray(value) ? value : [value];
  return all.flatMap((each, index) => {
    const path = textOf(each) ?? textOf(recordOf(each).path);
    const line = at('env_file', ...(Array.isArray(value) ? [index] : []));
    const required = recordOf(each).required !== false;
    return path === null ? [] : [{ path, place: projectPath(path, folder), required, line }];
  });
}

function readDependencies(value: unknown, at: At): readonly ComposeDependency[] {
  if (Array.isArray(value))
    return value.flatMap((each, index) => {
      const service = textOf(each);
      const line = at('depends_on', index);
      return service === null ? [] : [{ service, condition: 'service_started' as const, said: false, line }];
    });
  return Object.entries(recordOf(value)).map(([service, each]) => {
    const { condition } = recordOf(each);
    const known = condition === 'service_healthy' || condition === 'service_completed_successfully';
    return {
      service,
      condition: known ? condition : 'service_started',
      said: condition !== undefined,
      line: at('depends_on', service),
    };
  });
}

/** A service starts after those that it links to. */
function withLinks(
  dependencies: readonly ComposeDependency[],
  links: unknown,
  at: At,
): readonly ComposeDependency[] {
  const linked = listOf(links).flatMap((each, index): readonly ComposeDependency[] => {
    const service = textOf(each)?.split(':')[0] ?? '';
    if (service === '' || dependencies.some((other) => other.service === service)) return [];
    return [{ service, condition: 'service_started', said: false, line: at('links', index) }];
  });
  return [...dependencies, ...linked];
}

function readHealthcheck(value: unknown, line: number): ComposeHealthcheck | null {
  if (!isRecord(value)) return null;
  const test = Array.isArray(value.test) ? value.test.map((each) => textOf(each) ?? '') : textOf(value.test);
  const retries = Number(textOf(value.retries) ?? Number.NaN);
  return {
    test: typeof test === 'string' ? ['CMD-SHELL', test] : test,
    disabled: value.disable === true || (Array.isArray(test) && test[0] === 'NONE'),
    interval: readDuration(value.interval),
    timeout: readDuration(value.timeout),
    startPeriod: readDuration(value.start_period),
    retries: Number.isInteger(retries) ? retries : null,
    line,
  };
}
