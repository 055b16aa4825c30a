import { isInline } from '../../../src/check/compose/project-path.ts';
import type { ComposeBuild, ComposeService } from '../../../src/check/compose/service.ts';
import type { Verdict } from '../../../src/submission/verdict.ts';
import { sayCause } from '../../../src/submission/wording/causes.ts';
import { sayDetail } from '../../../src/submission/wording/phases.ts';
import type { BuildStep } from '../../sandbox/build/build-progress.ts';
import { prepare, type Verification } from '../../verification/prepare.ts';
import { buildPhase } from '../build.ts';
import { unlocated } from '../explain/build-failure.ts';
import { inspectPhase } from '../inspect.ts';
import { failed, type PhaseFailure, type PhaseOutcome, passed, type Work } from '../phase.ts';
import { pullMissing } from '../pull.ts';
import type { AdmittedCompose } from './admit-compose.ts';

/** The image of each service, and how it was built. */
export interface BuiltServices {
  /** The engine's image id of each service. */
  readonly images: ReadonlyMap<string, string>;
  /** What each service was built from; absent for a service that runs an existing image. */
  readonly works: ReadonlyMap<string, Work>;
  /** What the verdict shows of each image that was built. */
  readonly shown: ReadonlyMap<string, BuiltImage['shown']>;
  /** Details of the first image that was built; null when none was. */
  readonly image: Verdict['image'];
}

export interface ServiceBuildListeners {
  readonly onStep: (step: BuildStep) => void;
  readonly onFetched: () => void;
}

/** Builds the services' images, as `docker compose build` does, and pulls the images of the other services. */
export async function buildServicesPhase(
  verification: Verification,
  work: Work,
  { services, file }: AdmittedCompose,
  listeners: ServiceBuildListeners,
): Promise<PhaseOutcome<BuiltServices>> {
  const images = new Map<string, string>();
  const works = new Map<string, Work>();
  const shown = new Map<string, BuiltImage['shown']>();
  const made = new Map<string, BuiltImage>();
  const fetched = await pullMissing(
    work,
    services.flatMap(({ image, build }) => (build === null && image !== null ? [image.name] : [])),
  );
  if (fetched) listeners.onFetched();
  for (const service of services) {
    const { build, image } = service;
    if (build === null) {
      if (image !== null) images.set(service.name, image.name);
      continue;
    }
    const key = JSON.stringify([build.place, build.target, build.arguments]);
    let built = made.get(key);
    if (built === undefined) {
      const outcome = await buildOne(verification, work, build, listeners);
      if (outcome.failure !== null) return failed(inProject(outcome.failure, service, file.path));
      built = outcome.result;
      made.set(key, built);
    }
    images.set(service.name, built.image);
    works.set(service.name, built.work);
    shown.set(service.name, built.shown);
  }
  const found = sayDetail.later('services-built', { built: made.size, services: services.length });
  const [first] = made.values();
  return passed({ images, works, shown, image: first?.shown ?? null }, found);
}

interface BuiltImage {
  readonly image: string;
  readonly work: Work;
  readonly shown: NonNullable<Verdict['image']>;
}

async function buildOne(
  verification: Verification,
  { box, limits, signal, unclocked }: Work,
  build: ComposeBuild,
  { onStep, onFetched }: ServiceBuildListeners,
): Promise<PhaseOutcome<BuiltImage>> {
  const { place } = build;
  if (place === null || isInline(build))
    return failed({
      ...unlocated,
      reason: 'compose-unusable',
      explanation: sayCause.later('compose-unreadable'),
    });
  const prepared = prepare(inFolder(verification, build, place), box, { limits, signal, unclocked });
  if ('failure' in prepared) return prepared;
  const built = await buildPhase(prepared, onStep, onFetched);
  if (built.failure !== null) return built;
  const inspected = await inspectPhase(prepared, built.result);
  if (inspected.failure !== null) return inspected;
  const { facts, image: shown } = inspected.result;
  const work = { ...prepared, image: facts };
  return passed({ image: built.result.image, work, shown }, inspected.found.detail);
}

/** The name in the context of a Dockerfile that lies outside of it; the docker command uses a name of its own, too. */
const dockerfileBeside = '.dockerfile.dockhand';

type BuildPlace = NonNullable<ComposeBuild['place']>;

/** The path of a project file inside a build's context; null for a file outside the context. */
function inContext(path: string, { folder, dockerfile }: BuildPlace): string | null {
  const prefix = folder === '' ? '' : `${folder}/`;
  if (path.startsWith(prefix)) return path.slice(prefix.length);
  if (path === dockerfile) return dockerfileBeside;
  return path === `${dockerfile}.dockerignore` ? `${dockerfileBeside}.dockerignore` : null;
}

/** The same verification seen from a subfolder of the project, which is the whole context of that build. */
function inFolder(verification: Verification, build: ComposeBuild, place: BuildPlace): Verification {
  const { lesson, backend, student } = verification;
  const { manifest } = lesson;
  return {
    ...verification,
    backend: backend.flatMap((file) => {
      const path = inContext(file.path, place);
      return path === null ? [] : [{ ...file, path }];
    }),
    student: Object.fromEntries(
      Object.entries(student).flatMap(([given, content]) => {
        const path = inContext(given, place);
        return path === null ? [] : [[path, content]];
      }),
    ),
    lesson: {
      ...lesson,
      manifest: {
        ...manifest,
        files: { ...manifest.files, dockerfile: inContext(place.dockerfile, place) ?? build.dockerfile },
        build: {
          ...manifest.build,
          arguments: { ...manifest.build.arguments, ...build.arguments },
          target: build.target,
        },
      },
    },
  };
}

/** A build failure, with the file's path in the project rather than in the context. */
export function inProject(
  failure: PhaseFailure,
  { build, line }: ComposeService,
  composePath: string,
): PhaseFailure {
  if (build === null || failure.file === null)
    return failure.line === null ? { ...failure, file: composePath, line } : failure;
  const { folder, dockerfile } = build.place ?? { folder: '', dockerfile: build.dockerfile };
  if (failure.file === dockerfileBeside) return { ...failure, file: dockerfile };
  return folder === '' ? failure : { ...failure, file: `${folder}/${failure.file}` };
}
