import { cleanPath } from '../../dockerfile/clean-path.ts';
import { resolvePath } from '../image/files.ts';
import { type Stage, systemEnvironment } from '../image/stage.ts';
import { within } from '../image/within.ts';
import type { CopyItem } from './copy-sources.ts';

/** Marks environments as uncertain if context files are copied into them: files of another machine may break an environment. */
export function spoilEnvironments(stage: Stage, destination: string, items: readonly CopyItem[]): void {
  for (const [folder, environment] of stage.environments) {
    const isInside = within(folder, destination);
    if (!isInside && !within(destination, folder)) continue;
    // The environment's path relative to the destination. Context paths are normalized and number in the hundreds, so they are compared
    // without resolving each.
    const place = isInside ? '' : folder.slice(destination === '/' ? 1 : destination.length + 1);
    const isSpoiled = items.some(
      ({ below, contextPath }) => contextPath !== null && (isInside || within(place, below)),
    );
    if (isSpoiled) stage.environments.set(folder, { ...environment, project: 'unknown' });
  }
}

/**
 * Copies the environments among the files along with them. In another folder, an environment's scripts still look for Python in the old
 * one.
 */
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
  // The system Python's packages are in its lib folder. A tool may also have been told to install to `/usr/local`.
  const packages = `/usr/local/lib/python${/python(3\.\d+)/.exec(root)?.[1] ?? '3.0'}/site-packages`;
  const installed = [systemEnvironment, '/usr/local'].flatMap((each) => from.environments.get(each) ?? []);
  const system = installed.find(({ project }) => project === true) ?? installed[0];
  if (system !== undefined && resolvePath(to.workdir, destination) === root && within(root, packages))
    to.environments.set(systemEnvironment, system);
}
