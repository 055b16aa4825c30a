import type { Manifest } from '../lesson/manifest/manifest.ts';
import { handsInProject } from '../lesson/manifest/requested-files.ts';
import type { DockerBuildOptions } from './simulation/build/build-options.ts';
import type { ProjectFacts } from './simulation/project.ts';
import { usualProject } from './toolchains/usual-project.ts';

/** What the simulation gets of a lesson: plain facts, none of which says that there is a lesson. */

/** The names of files where no manifest says others. */
export const usualNames: Manifest['files'] = {
  dockerfile: 'Dockerfile',
  dockerignore: '.dockerignore',
  entrypoint: 'entrypoint.sh',
};

/** What is said of the project; nothing but the Dockerfile's name without a manifest. */
export function projectFacts(manifest: Manifest | null, dockerfile: string): ProjectFacts {
  const { project = null, build, services = {}, probe = null } = manifest ?? {};
  return {
    ...usualProject,
    ...(project === null ? {} : { directory: project.directory, command: project.manage }),
    dockerfile: manifest?.files.dockerfile ?? dockerfile,
    // A lesson's own project is what its answer is tried with; of a student's own nothing is assumed.
    works: manifest !== null && !handsInProject(manifest),
    dependencyFiles: project?.dependencyFiles ?? [],
    writes: build?.writes ?? [],
    host: probe?.host ?? null,
    requests: manifest === null ? [] : requestsOf(manifest),
    services: new Set(Object.keys(services)),
  };
}

/** The pages that a verification asks the server for. */
function requestsOf({ probe, promises, port: own }: Manifest): ProjectFacts['requests'] {
  const promised = promises.flatMap((each) =>
    each.assert === 'answers' ? [{ ...each, port: each.port ?? own }] : [],
  );
  return [...(probe === null ? [] : [{ ...probe, port: own }]), ...promised].flatMap(
    ({ path, host, status, method, port }) =>
      port === null || method !== 'GET'
        ? []
        : [{ path: path.split(/[?#]/, 1)[0] ?? path, host, port, status }],
  );
}

/** What `docker build` is given. Without a manifest the Dockerfile is read as it stands. */
export const buildOptions = (manifest: Manifest | null): DockerBuildOptions => ({
  arguments: manifest?.build.arguments ?? {},
  target: manifest?.build.target ?? null,
  assumedBase: manifest?.baseImages[0] ?? null,
  asMeant: manifest !== null,
  environment: manifest?.run.environment ?? {},
  script: (manifest?.files ?? usualNames).entrypoint,
});
