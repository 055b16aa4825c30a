import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { Engine } from '../engine/engine.ts';
import { EngineRefused } from '../failures.ts';

/** A file or folder of an image. */
export interface ImageEntry {
  readonly folder: boolean;
  /** Its permission bits, as for `chmod`. */
  readonly mode: number;
}

/** The engine's answer about a path, in a header; `mode` is encoded as in Go. */
const statSchema = z.looseObject({ mode: z.number(), linkTarget: z.string().optional() });
const goFolder = 2 ** 31;
const goLink = 2 ** 27;

/** The entries at some paths of an image, in their order; null for paths that do not exist. Links are resolved. */
export function entriesInImage(
  engine: Engine,
  image: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly (ImageEntry | null)[]> {
  return withUnstarted(engine, image, signal, async (stat) => {
    const follow = async (path: string): Promise<ImageEntry | null> => {
      const found = await stat(path);
      if (found === null) return null;
      const { mode, linkTarget } = found;
      if (Math.floor(mode / goLink) % 2 === 1 && linkTarget !== undefined && linkTarget !== path)
        return follow(linkTarget);
      return { folder: mode >= goFolder, mode: mode % 0o1000 };
    };
    const entries: (ImageEntry | null)[] = [];
    for (const path of paths) entries.push(await follow(path));
    return entries;
  });
}

/** Which of some paths exist in an image; a link exists wherever it leads. */
export function pathsInImage(
  engine: Engine,
  image: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  return withUnstarted(engine, image, signal, async (stat) => {
    const there: string[] = [];
    for (const path of paths) if ((await stat(path)) !== null) there.push(path);
    return there;
  });
}

type EntryStat = z.output<typeof statSchema>;

/** Creates a container that is never started, so nothing in the image runs, looks into it and removes it. */
async function withUnstarted<T>(
  engine: Engine,
  image: string,
  signal: AbortSignal,
  look: (stat: (path: string) => Promise<EntryStat | null>) => Promise<T>,
): Promise<T> {
  // The command lets an image without one be inspected as well.
  const options = { Image: image, Cmd: ['-'] };
  const { id } = await engine.call('create', (docker) => docker.createContainer(options), { signal });
  try {
    return await look(async (path) => {
      const found = await engine
        .call('stat', (docker) => docker.getContainer(id).infoArchive({ path }), { signal })
        .catch(absent);
      const header: unknown = found?.headers?.['x-docker-container-path-stat'];
      if (typeof header !== 'string') return null;
      return statSchema.parse(JSON.parse(Buffer.from(header, 'base64').toString('utf8')));
    });
  } finally {
    await engine
      .call('remove', (docker) => docker.getContainer(id).remove({ force: true }))
      .catch(() => undefined);
  }
}

function absent(error: unknown): null {
  if (error instanceof EngineRefused && error.status === 404) return null;
  throw error;
}
