import type { Machine } from '../../simulation/shell/machine.ts';
import { projectMetadata } from '../python/project.ts';

/** Worker classes that gunicorn includes; all others need a package. */
export const bundledWorkers = new Set(['sync', 'gthread', 'gunicorn.workers.ggthread.ThreadWorker']);

/** The package that each of the other worker classes needs. */
export const workerPackages: Readonly<Record<string, string>> = {
  gevent: 'gevent',
  eventlet: 'eventlet',
  tornado: 'tornado',
  'uvicorn.workers.UvicornWorker': 'uvicorn',
  'uvicorn_worker.UvicornWorker': 'uvicorn-worker',
};

/** Whether a package is missing from all environments and from the project's dependencies. */
export function lacksPackage({ stage, project }: Machine, name: string): boolean {
  const dependencies = project.fact(projectMetadata).dependencies;
  if (dependencies === null || dependencies.has(name) || stage.files.isVague) return false;
  return [...stage.environments.values()].every(({ packages }) => !packages.has(name));
}

/** Whether a port is bound twice, with one of them on all addresses: the second bind fails. */
export function bindsTwice(binds: readonly string[]): boolean {
  const ports = binds.map((bind) => bind.slice(bind.lastIndexOf(':') + 1));
  const isEvery = binds.some((bind) => /^(?:0\.0\.0\.0|0)?:\d+$/.test(bind));
  return (
    isEvery && binds.length === 2 && ports[0] === ports[1] && binds.every((bind) => /^[\d.]*:\d+$/.test(bind))
  );
}
