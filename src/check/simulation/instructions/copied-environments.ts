import { cleanPath } from '../../dockerfile/clean-path.ts';
import { resolvePath } from '../image/files.ts';
import { type Stage, systemEnvironment } from '../image/stage.ts';
import { within } from '../image/within.ts';
import type { CopyItem } from './copy-sources.ts';

/** Files of the context that land in a virtual environment, from another machine, may break it. */
export function spoilEnvironments(stage: Stage, destination: string, items: readonly CopyItem[]): void {
  for (const [folder, environment] of stage.environments) {
    const isInside = within(folder, destination);
    if (!isInside && !within(destination, folder)) continue;
    // Below the destination, where the environment is; a context has hundreds of files, and their paths are clean.
    const place = isInside ? '' : folder.slice(destination === '/' ? 1 : destination.length + 1);
    const isSpoiled = items.some(
      ({ below, contextPath }) => contextPath !== null && (isInside || within(place, below)),
    );
    if (isSpoiled) stage.environments.set(folder, { ...environment, project: 'unknown' });
  }
}

/** Environments among the files come along; one that lands in another folder has programs that look for their Python in the old one. */
export function bringEnvironments(from: Stage, to: Stage, source: string, destination: string): void {
  const root = resolvePath('/', source);
  for (const [folder, environment] of from.environments) {
    if (folder.startsWith('/') && within(root, folder)) {
      const target = cleanPath(`${destination}${folder.slice(root === '/' ? 0 : root.length)}`);
      const isMoved = environment.interpreter && target !== folder;
      to.environments.set(target, {
        ...environment,
        madeAt: environment.madeAt ?? (isMoved ? folder : null),
      });
    }
  }
  // The packages of the system's Python lie below its lib folder; a tool may have been told to install there (`/usr/local`).
  const packages = `/usr/local/lib/python${/python(3\.\d+)/.exec(root)?.[1] ?? '3.0'}/site-packages`;
  const installed = [systemEnvironment, '/usr/local'].flatMap((each) => from.environments.get(each) ?? []);
  const system = installed.find(({ project }) => project === true) ?? installed[0];
  if (system !== undefined && resolvePath(to.workdir, destination) === root && within(root, packages))
    to.environments.set(systemEnvironment, system);
}
