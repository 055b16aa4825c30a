import type { Box } from '../../../workers/sandbox/box/boxes.ts';

/** What a box holds. */
export interface Inventory {
  readonly things: {
    readonly containers: readonly string[];
    readonly images: readonly string[];
    readonly tags: readonly string[];
    readonly volumes: readonly string[];
    readonly networks: readonly string[];
    readonly cache: readonly string[];
  };
  readonly processes: number;
  readonly diskBytes: number;
}

/** Counts everything that one job could leave behind for the next. */
export async function inventory(box: Box): Promise<Inventory> {
  const things = await box.engine.call(
    'inventory',
    async (docker) => {
      const [images, containers, volumes, networks, usage] = await Promise.all([
        docker.listImages({ all: true }),
        docker.listContainers({ all: true }),
        docker.listVolumes(),
        docker.listNetworks(),
        docker.df({ type: ['build-cache'] } as never),
      ]);
      const { BuildCache: cache = [] } = usage as unknown as {
        readonly BuildCache?: readonly { readonly Description: string }[] | null;
      };
      return {
        containers: containers.map(({ Id }) => Id).sort(),
        images: images.map(({ Id }) => Id).sort(),
        tags: images.flatMap(({ RepoTags }) => RepoTags ?? []).sort(),
        volumes: volumes.Volumes.map(({ Name }) => Name).sort(),
        networks: networks.map(({ Name }) => Name).sort(),
        // Not compared by id: BuildKit shows a record under one of two, that of the folder it was made in or that of its result.
        cache: (cache ?? []).map(({ Description }) => Description).sort(),
      };
    },
    { ms: 60_000 },
  );
  const { processes, diskBytes } = await box.counters();
  return { things, processes, diskBytes };
}
