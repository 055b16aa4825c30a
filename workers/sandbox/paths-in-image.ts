import type { Engine } from './engine.ts';
import { EngineRefused } from './failures.ts';

/** Which of some paths are in an image: asked of a container that is never started, so nothing of it runs. */
export async function pathsInImage(
  engine: Engine,
  image: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { id } = await engine.call('create', (docker) => docker.createContainer({ Image: image }), {
    signal,
  });
  const there: string[] = [];
  try {
    for (const path of paths) {
      const stat = engine.call('stat', (docker) => docker.getContainer(id).infoArchive({ path }), { signal });
      if (await stat.then(() => true, absent)) there.push(path);
    }
  } finally {
    await engine
      .call('remove', (docker) => docker.getContainer(id).remove({ force: true }))
      .catch(() => undefined);
  }
  return there;
}

function absent(error: unknown): false {
  if (error instanceof EngineRefused && error.status === 404) return false;
  throw error;
}
