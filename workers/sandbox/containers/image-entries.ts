import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { Engine } from '../engine/engine.ts';
import { EngineRefused } from '../failures.ts';

/** A file or folder of an image. */
export interface ImageEntry {
  readonly folder: boolean;
  /** Its permissions, as `chmod` takes them. */
  readonly mode: number;
}

/** What the engine says of a path, in a header; `mode` as Go has it. */
const statSchema = z.looseObject({ mode: z.number(), linkTarget: z.string().optional() });
const goFolder = 2 ** 31;
const goLink = 2 ** 27;

/** What lies at some paths of an image, in their order; null for what is not there. A link stands for what it leads to. */
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

/** Which of some paths are in an image; a link is there wherever it leads. */
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

/** Looks into a container of an image that is never started, so nothing of it runs, and removes it. */
async function withUnstarted<T>(
  engine: Engine,
  image: string,
  signal: AbortSignal,
  look: (stat: (path: string) => Promise<EntryStat | null>) => Promise<T>,
): Promise<T> {
  // An image without a command can be inspected as well.
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
