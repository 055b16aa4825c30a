import type { Machine } from '../../simulation/shell/machine.ts';
import { projectMetadata } from '../python/project.ts';

/** Worker classes bundled with gunicorn: all others need a package. */
export const bundledWorkers = new Set(['sync', 'gthread', 'gunicorn.workers.ggthread.ThreadWorker']);

/** What others need. */
export const workerPackages: Readonly<Record<string, string>> = {
  gevent: 'gevent',
  eventlet: 'eventlet',
  tornado: 'tornado',
  'uvicorn.workers.UvicornWorker': 'uvicorn',
  'uvicorn_worker.UvicornWorker': 'uvicorn-worker',
};

/** Whether a package is in none of the environments, and in no dependencies of the project. */
export function lacksPackage({ stage, project }: Machine, name: string): boolean {
  const dependencies = project.fact(projectMetadata).dependencies;
  if (dependencies === null || dependencies.has(name) || stage.files.isVague) return false;
  return [...stage.environments.values()].every(({ packages }) => !packages.has(name));
}

/** The same port twice, and once for every address: the second finds it taken. */
export function bindsTwice(binds: readonly string[]): boolean {
  const ports = binds.map((bind) => bind.slice(bind.lastIndexOf(':') + 1));
  const isEvery = binds.some((bind) => /^(?:0\.0\.0\.0|0)?:\d+$/.test(bind));
  return (
    isEvery && binds.length === 2 && ports[0] === ports[1] && binds.every((bind) => /^[\d.]*:\d+$/.test(bind))
  );
}
