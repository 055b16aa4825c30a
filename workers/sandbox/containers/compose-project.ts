import type { MountSettings } from 'dockerode';
import type { ComposeFile } from '../../../src/check/compose/read-compose.ts';
import type { ComposeMount, ComposeService } from '../../../src/check/compose/service.ts';
import { build } from '../build/build.ts';
import type { BuildContextFile } from '../build/context.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineRefused, InfrastructureError } from '../failures.ts';
import type { Limits } from '../limits.ts';
import { type RunningContainer, type StartResult, startFrom } from './container.ts';
import { createOptionsOf } from './service-container.ts';

/** The name of everything that a project creates in its box's engine. */
const prefix = 'dockhand-compose';
/** The volume with the project's files, and where it is mounted while it is filled. */
const projectVolume = `${prefix}-project`;
const fillAt = '/dockhand-project';
const fillMs = 60_000;

interface ProjectOptions {
  readonly file: ComposeFile;
  /** All files of the project, for services that bind-mount some of them. */
  readonly files: readonly BuildContextFile[];
  /** The engine's image id of each service. */
  readonly images: ReadonlyMap<string, string>;
  /** `NAME=value` of each service. */
  readonly environments: ReadonlyMap<string, readonly string[]>;
  /** Ports of the student's machine that the lesson connects to. */
  readonly asked: readonly number[];
  readonly limits: Limits;
  readonly signal: AbortSignal;
}

/** The services of a Compose file in a box: does what `docker compose` would do, by creating each of them from the parsed file. */
export class ComposeProject {
  readonly #engine: Engine;
  readonly #options: ProjectOptions;
  readonly #running = new Map<string, RunningContainer>();
  /** Networks that exist in the engine. */
  readonly #networks: string[] = [];
  /** Volumes and networks that the file names, in order of appearance. */
  readonly #volumes: string[] = [];
  readonly #networkNames: string[] = [];
  #filled = false;

  constructor(engine: Engine, options: ProjectOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  /** The container of a service; null when it does not run. */
  containerOf(service: string): RunningContainer | null {
    return this.#running.get(service) ?? null;
  }

  /** Creates the networks, as the first step of `docker compose up` does. Existing volumes stay as they are. */
  async prepare(): Promise<void> {
    const { file, signal } = this.#options;
    for (const name of networksOf(file)) {
      const options = { Name: this.#networkOf(name), Internal: file.internalNetworks.has(name) };
      await this.#engine.call('network', (docker) => docker.createNetwork(options), { signal });
      this.#networks.push(options.Name);
    }
    const mountsProject = file.services.some(
      ({ mounts, givenFiles }) => givenFiles.length > 0 || mounts.some(({ kind }) => kind === 'bind'),
    );
    if (mountsProject && !this.#filled) await this.#fillProject();
  }

  /** Starts one service; the caller takes care of its dependencies. */
  async start(service: ComposeService): Promise<StartResult> {
    const { limits, signal, images, environments, asked } = this.#options;
    const publishes = [
      ...new Set(
        service.ports.flatMap(({ published, target, protocol }) =>
          published !== null && target !== null && protocol === 'tcp' && asked.includes(published)
            ? [target]
            : [],
        ),
      ),
    ];
    const setUp = {
      service,
      image: images.get(service.name) ?? '',
      environment: environments.get(service.name) ?? [],
      mounts: [
        ...service.mounts.flatMap((mount) => this.#mountOf(mount) ?? []),
        ...service.givenFiles.flatMap(({ place, target }) =>
          place === null ? [] : [ofProject(place, target, true)],
        ),
      ],
      networks: networksOfService(service).map(({ name, aliases }) => ({
        name: this.#networkOf(name),
        aliases: [service.name, ...[service.containerName ?? []].flat(), ...aliases],
      })),
      publishes,
    };
    const [port = null] = publishes;
    const started = await startFrom(this.#engine, createOptionsOf(setUp, limits), { port, limits, signal });
    if (started.running !== null) this.#running.set(service.name, started.running);
    return started;
  }

  /** `docker compose down`: stops the containers and removes them with the networks. Named volumes stay. */
  async down(): Promise<void> {
    const { stopSeconds } = this.#options.limits;
    const stop = (container: RunningContainer): Promise<unknown> =>
      container.stop(stopSeconds).catch((error: unknown) => {
        // A container that the engine cannot stop is killed when it is removed.
        if (!(error instanceof EngineRefused)) throw error;
      });
    await Promise.all([...this.#running.values()].map(stop));
    await this.remove();
  }

  /** Kills and removes containers and networks; never throws. */
  async remove(): Promise<void> {
    await Promise.all([...this.#running.values()].map((container) => container.remove()));
    this.#running.clear();
    for (const name of this.#networks.splice(0))
      await this.#engine
        .call('remove network', (docker) => docker.getNetwork(name).remove())
        .catch(() => undefined);
  }

  #mountOf({ kind, source, place, target, readOnly }: ComposeMount): MountSettings | null {
    const base = { Target: target, ReadOnly: readOnly };
    switch (kind) {
      case 'tmpfs':
        return { ...base, Type: 'tmpfs', Source: '' };
      case 'bind': {
        return place === null ? null : ofProject(place, target, readOnly);
      }
      case 'anonymous':
        return { ...base, Type: 'volume', Source: '' };
      case 'named':
        return { ...base, Type: 'volume', Source: this.#volumeOf(source) };
      default:
        return null;
    }
  }

  /** Names in the file never reach the engine: objects get generated names, so none can have a special meaning there. */
  #volumeOf(name: string): string {
    return `${prefix}-volume-${numberIn(this.#volumes, name)}`;
  }

  #networkOf(name: string): string {
    return `${prefix}-network-${numberIn(this.#networkNames, name)}`;
  }

  /**
   * The project's files in a volume, for a service's `./folder:/path` mounts. No folder of the box or of the machine is mounted. The
   * files get there as the content of an image, which a new volume copies; nothing in that image is ever started.
   */
  async #fillProject(): Promise<void> {
    const { files, limits, signal } = this.#options;
    const inside = [...files, ...this.#foldersToMake()].map((file) => ({
      ...file,
      path: `files/${file.path}`,
    }));
    const source = `FROM scratch\nCOPY files ${fillAt}\n`;
    const dockerfile = { path: 'Dockerfile', bytes: Buffer.from(source), executable: false };
    const { image, error } = await build(this.#engine, {
      ...{ context: [...inside, dockerfile], dockerfile: 'Dockerfile', source, tag: projectVolume },
      ...{ proxy: null, limits, signal, allows: () => false },
    });
    if (image === null) throw new InfrastructureError('unexpected', `the project's volume: ${error}`);
    const options = {
      Image: image,
      Cmd: ['-'],
      HostConfig: { Mounts: [{ Type: 'volume' as const, Source: projectVolume, Target: fillAt }] },
    };
    const { id } = await this.#engine.call('create', (docker) => docker.createContainer(options), {
      signal,
      ms: fillMs,
    });
    await this.#engine.call('remove', (docker) => docker.getContainer(id).remove({ force: true }), {
      signal,
    });
    this.#filled = true;
  }

  /** Docker creates a folder that is bind-mounted but does not exist. */
  #foldersToMake(): readonly BuildContextFile[] {
    const { file, files } = this.#options;
    const wanted = file.services.flatMap(({ mounts }) => mounts.flatMap(({ place }) => place ?? []));
    const isThere = (path: string): boolean =>
      path === '' || files.some((each) => each.path === path || each.path.startsWith(`${path}/`));
    const absent = [...new Set(wanted)].filter((path) => !isThere(path));
    return absent.map((path) => ({ path: `${path}/.dockhand`, bytes: new Uint8Array(), executable: false }));
  }
}

/** A file or folder of the project, as a subpath of the volume that holds it. */
function ofProject(place: string, target: string, readOnly: boolean): MountSettings {
  // The mount hides what the image has there, as a bind mount would: nothing is copied from it.
  const options = { NoCopy: true, ...(place === '' ? {} : { Subpath: place }) };
  return {
    ...{ Type: 'volume', Source: projectVolume, Target: target, ReadOnly: readOnly },
    VolumeOptions: options,
  } as MountSettings;
}

/** The networks that services join; Compose creates `default` by itself. */
const networksOf = ({ services }: ComposeFile): readonly string[] => [
  ...new Set(services.flatMap((service) => networksOfService(service).map(({ name }) => name))),
];

const networksOfService = ({ networks }: ComposeService): ComposeService['networks'] =>
  networks.length === 0 ? [{ name: 'default', aliases: [] }] : networks;

function numberIn(names: string[], name: string): number {
  if (!names.includes(name)) names.push(name);
  return names.indexOf(name) + 1;
}
