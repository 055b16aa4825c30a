import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { Engine } from './engine.ts';
import { EngineRefused } from './failures.ts';

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

/** What lies at some paths of an image, in their order; null for what is not there. Nothing of the image runs for it. */
export async function entriesInImage(
  engine: Engine,
  image: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly (ImageEntry | null)[]> {
  // An image without any command is looked into as well.
  const options = { Image: image, Cmd: ['-'] };
  const { id } = await engine.call('create', (docker) => docker.createContainer(options), { signal });
  const stat = async (path: string): Promise<ImageEntry | null> => {
    const found = await engine
      .call('stat', (docker) => docker.getContainer(id).infoArchive({ path }), { signal })
      .catch(absent);
    const header: unknown = found?.headers?.['x-docker-container-path-stat'];
    if (typeof header !== 'string') return null;
    const { mode, linkTarget } = statSchema.parse(JSON.parse(Buffer.from(header, 'base64').toString('utf8')));
    if (Math.floor(mode / goLink) % 2 === 1 && linkTarget !== undefined && linkTarget !== path)
      return stat(linkTarget);
    return { folder: mode >= goFolder, mode: mode % 0o1000 };
  };
  try {
    const entries: (ImageEntry | null)[] = [];
    for (const path of paths) entries.push(await stat(path));
    return entries;
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
