import { isRecord, listOf, recordOf, textOf } from '../../yaml/plain.ts';
import { composeBounds } from './bounds.ts';
import { folderOf, isInline, projectPath } from './project-path.ts';
import type { ComposeFile } from './read-compose.ts';
import type { ComposeService } from './service.ts';

/** A part of a Compose file that a sandbox refuses. */
export interface RefusedPart {
  /** `key`: a key of a service or of the file; `outside`: a folder outside the project; `too-many`: too many of `what`. */
  readonly kind: 'key' | 'outside' | 'too-many';
  /** The key, path or kind of object, as written. */
  readonly what: string;
  readonly line: number;
}

type Keys = readonly string[];

/**
 * The allowed keys for each part of a file: those that a sandbox supports, and those that have no effect in it. All other keys are refused,
 * so that a key of a later Compose version, or one that nobody considered, never reaches an engine.
 */
const known: Readonly<
  Record<
    'file' | 'service' | 'build' | 'port' | 'mount' | 'volume' | 'network' | 'join' | 'source' | 'given',
    Keys
  >
> = {
  file: ['services', 'volumes', 'networks', 'secrets', 'configs', 'name', 'version'],
  service: [
    ...['image', 'build', 'command', 'entrypoint', 'environment', 'env_file', 'depends_on', 'ports'],
    ...[
      'volumes',
      'secrets',
      'configs',
      'networks',
      'healthcheck',
      'user',
      'working_dir',
      'restart',
      'init',
      'hostname',
    ],
    ...['read_only', 'tmpfs', 'stop_signal', 'stop_grace_period', 'profiles'],
    // These have no effect that is visible from outside, and the sandbox's own limits apply in any case.
    ...['container_name', 'labels', 'logging', 'expose', 'pull_policy', 'stdin_open', 'tty', 'platform'],
    ...[
      'annotations',
      'deploy',
      'scale',
      'mem_limit',
      'mem_reservation',
      'memswap_limit',
      'cpus',
      'cpu_shares',
    ],
    ...['pids_limit', 'shm_size', 'ulimits', 'cap_drop', 'attach', 'develop'],
  ],
  build: ['context', 'dockerfile', 'target', 'args', 'labels', 'no_cache', 'pull', 'tags', 'cache_from'],
  port: ['target', 'published', 'protocol', 'host_ip', 'mode', 'name', 'app_protocol'],
  mount: ['type', 'source', 'target', 'read_only', 'bind', 'volume', 'tmpfs', 'consistency'],
  volume: ['driver', 'name', 'labels'],
  network: ['driver', 'name', 'labels', 'internal', 'attachable'],
  join: ['aliases', 'priority', 'gw_priority'],
  // A secret or config: its declaration, and its use in a service.
  source: ['file', 'name', 'labels'],
  given: ['source', 'target', 'uid', 'gid', 'mode'],
};

/** Keys that may only have a harmless value. */
const harmless: Readonly<Record<string, (value: unknown) => boolean>> = {
  privileged: (value) => value === false,
  security_opt: (value) =>
    listOf(value).every((each) => /^no-new-privileges(?:[:=]true)?$/.test(String(each))),
  // Services in the same network find each other by name even without links.
  links: (value) => listOf(value).every((each) => /^[\w.-]+$/.test(String(each))),
  external: (value) => value === false,
  // These are the defaults.
  enable_ipv4: (value) => value === true,
  enable_ipv6: (value) => value === false,
};

/**
 * Build arguments that BuildKit itself interprets. One of them selects the frontend that parses the Dockerfile, before the Dockerfile can
 * do so.
 */
const forBuildKit = /^BUILDKIT_/i;

/** The parts of a Compose file that every sandbox refuses, in the order of the file. Called before any part of it is started. */
export function refusedParts(file: ComposeFile): readonly RefusedPart[] {
  const reader = new RefusalReader(file);
  reader.read();
  return reader.found;
}

class RefusalReader {
  readonly found: RefusedPart[] = [];
  readonly #file: ComposeFile;

  constructor(file: ComposeFile) {
    this.#file = file;
  }

  read(): void {
    const file = recordOf(this.#file.value);
    this.#keys([], file, known.file);
    for (const [name, service] of Object.entries(recordOf(file.services)))
      this.#service(['services', name], recordOf(service));
    for (const [name, volume] of Object.entries(recordOf(file.volumes)))
      this.#declared(['volumes', name], recordOf(volume), known.volume, ['local']);
    for (const [name, network] of Object.entries(recordOf(file.networks)))
      this.#declared(['networks', name], recordOf(network), known.network, ['bridge', 'default']);
    for (const key of ['secrets', 'configs'])
      for (const [name, source] of Object.entries(recordOf(file[key])))
        this.#source([key, name], recordOf(source));
    this.#counts(file);
  }

  #refuse(kind: RefusedPart['kind'], what: string, path: readonly PropertyKey[]): void {
    this.found.push({ kind, what, line: this.#file.lineOf(path) });
  }

  #keys(path: readonly PropertyKey[], part: Readonly<Record<string, unknown>>, keys: Keys): void {
    for (const [key, value] of Object.entries(part)) {
      if (keys.includes(key) || key.startsWith('x-')) continue;
      if (Object.hasOwn(harmless, key) && harmless[key]?.(value) === true) continue;
      this.#refuse('key', key, [...path, key]);
    }
  }

  #service(path: readonly PropertyKey[], service: Readonly<Record<string, unknown>>): void {
    this.#keys(path, service, known.service);
    if (isRecord(service.build)) this.#keys([...path, 'build'], service.build, known.build);
    const build = this.#serviceOf(path)?.build ?? null;
    if (build !== null && isInline(build) && !build.inline)
      this.found.push({ kind: 'outside', what: build.context, line: build.line });
    for (const name of Object.keys(build?.arguments ?? {}))
      if (forBuildKit.test(name)) this.#refuse('key', name, [...path, 'build', 'args']);
    for (const [at, port] of listOf(service.ports).entries())
      if (isRecord(port)) this.#keys([...path, 'ports', at], port, known.port);
    for (const [name, network] of Object.entries(recordOf(service.networks)))
      this.#keys([...path, 'networks', name], recordOf(network), known.join);
    for (const [at, mount] of listOf(service.volumes).entries())
      if (isRecord(mount)) this.#longMount([...path, 'volumes', at], mount);
    for (const key of ['secrets', 'configs'])
      for (const [at, given] of listOf(service[key]).entries())
        if (isRecord(given)) this.#keys([...path, key, at], given, known.given);
    for (const { source, kind, place, line } of this.#serviceOf(path)?.mounts ?? [])
      if (kind === 'bind' && place === null) this.found.push({ kind: 'outside', what: source, line });
  }

  #serviceOf(path: readonly PropertyKey[]): ComposeService | undefined {
    return this.#file.services.find(({ name }) => name === path[1]);
  }

  #longMount(path: readonly PropertyKey[], mount: Readonly<Record<string, unknown>>): void {
    this.#keys(path, mount, known.mount);
    if (!['bind', 'volume', 'tmpfs'].includes(String(mount.type)))
      this.#refuse('key', textOf(mount.type) ?? 'type', [...path, 'type']);
    this.#keys([...path, 'bind'], recordOf(mount.bind), ['create_host_path', 'selinux']);
    this.#keys([...path, 'volume'], recordOf(mount.volume), ['nocopy']);
    this.#keys([...path, 'tmpfs'], recordOf(mount.tmpfs), ['size', 'mode']);
  }

  /** The source of a secret or config: has to be a file of the project, whether or not a service uses it. */
  #source(path: readonly PropertyKey[], source: Readonly<Record<string, unknown>>): void {
    this.#keys(path, source, known.source);
    const file = textOf(source.file);
    if (file !== null && projectPath(file, folderOf(this.#file.path)) === null)
      this.#refuse('outside', file, [...path, 'file']);
  }

  #declared(
    path: readonly PropertyKey[],
    part: Readonly<Record<string, unknown>>,
    keys: Keys,
    drivers: Keys,
  ): void {
    this.#keys(path, part, keys);
    const { driver } = part;
    if (driver !== undefined && driver !== null && !drivers.includes(String(driver)))
      this.#refuse('key', String(driver), [...path, 'driver']);
  }

  #counts(file: Readonly<Record<string, unknown>>): void {
    const { services } = this.#file;
    const mounts = services.flatMap((service) => [...service.mounts, ...service.givenFiles]);
    const ports = services.flatMap((service) => service.ports);
    const most = composeBounds;
    const over = (what: string, path: readonly PropertyKey[], count: number, limit: number): void => {
      if (count > limit) this.#refuse('too-many', what, path);
    };
    const joined = services.flatMap((service) => service.networks.map(({ name }) => name));
    const networks = new Set([...Object.keys(recordOf(file.networks)), ...joined]);
    over('networks', ['networks'], networks.size, most.networks);
    over('volumes', ['services'], mounts.length, most.mounts);
    over('ports', ['services'], ports.length, most.ports);
  }
}
