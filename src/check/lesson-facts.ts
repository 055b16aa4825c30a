import type { Manifest } from '../lesson/manifest/manifest.ts';
import { handsInProject } from '../lesson/manifest/requested-files.ts';
import type { DockerBuildOptions } from './simulation/build/build-options.ts';
import type { ProjectFacts } from './simulation/project.ts';
import { usualProject } from './toolchains/usual-project.ts';

/** Translates a lesson into plain facts for the simulation, which does not know about lessons. */

/** File names when there is no manifest to set them. */
export const usualNames: Manifest['files'] = {
  dockerfile: 'Dockerfile',
  dockerignore: '.dockerignore',
  entrypoint: 'entrypoint.sh',
};

/** The project's facts from the manifest; without one, defaults and the given name of the Dockerfile. */
export function projectFacts(manifest: Manifest | null, dockerfile: string): ProjectFacts {
  const { project = null, build, services = {}, probe = null } = manifest ?? {};
  return {
    ...usualProject,
    ...(project === null ? {} : { directory: project.directory, command: project.manage }),
    dockerfile: manifest?.files.dockerfile ?? dockerfile,
    // The lesson's solution has been verified with its project; about a student's own project nothing is known.
    works: manifest !== null && !handsInProject(manifest),
    dependencyFiles: project?.dependencyFiles ?? [],
    writes: build?.writes ?? [],
    host: probe?.host ?? null,
    requests: manifest === null ? [] : requestsOf(manifest),
    services: new Set(Object.keys(services)),
  };
}

/** The pages that a verification requests from the server. */
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

/** The options of `docker build`. Without a manifest the Dockerfile is read literally, without repairs. */
export const buildOptions = (manifest: Manifest | null): DockerBuildOptions => ({
  arguments: manifest?.build.arguments ?? {},
  target: manifest?.build.target ?? null,
  assumedBase: manifest?.baseImages[0] ?? null,
  asMeant: manifest !== null,
  environment: manifest?.run.environment ?? {},
  script: (manifest?.files ?? usualNames).entrypoint,
});
