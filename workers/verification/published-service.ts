import { publishedPort } from '../../src/check/compose/published.ts';
import type { ComposeService } from '../../src/check/compose/service.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import type { AdmittedCompose } from '../phases/compose/admit-compose.ts';
import { type BuiltServices, inProject } from '../phases/compose/build-services.ts';
import { unlocated } from '../phases/explain/build-failure.ts';
import { readDataAgain } from '../phases/kept-data.ts';
import { failed, type PhaseFailure, type PhaseOutcome, type Work } from '../phases/phase.ts';
import { probePhase } from '../phases/probe.ts';
import { promisesPhase, type ReachedServer } from '../phases/promises.ts';
import { readinessPhase } from '../phases/readiness.ts';
import type { ComposeProject } from '../sandbox/containers/compose-project.ts';
import type { RunningContainer } from '../sandbox/containers/container.ts';

/** The service that publishes the lesson's port. */
export class PublishedService {
  readonly #work: Work;
  readonly #compose: AdmittedCompose;
  readonly #built: BuiltServices;
  readonly #project: Pick<ComposeProject, 'containerOf'>;

  constructor(
    work: Work,
    compose: AdmittedCompose,
    built: BuiltServices,
    project: Pick<ComposeProject, 'containerOf'>,
  ) {
    this.#work = work;
    this.#compose = compose;
    this.#built = built;
    this.#project = project;
  }

  ready = (): Promise<PhaseOutcome<null>> => this.#asked(readinessPhase);
  probe = (): Promise<PhaseOutcome<null>> => this.#asked(probePhase);
  readAgain = (): Promise<PhaseOutcome<null>> => this.#asked(readDataAgain);

  async promises(): Promise<PhaseOutcome<null>> {
    const server = this.#own();
    if ('failure' in server) return server;
    const { name } = server.service;
    return promisesPhase(server, {
      image: this.#built.images.get(name) ?? '',
      megabytes: Math.round(((this.#built.shown.get(name) ?? this.#built.image)?.bytes ?? 0) / 1e6),
      reach: (port) => this.#at(port),
    });
  }

  async #asked(
    phase: (work: Work, running: RunningContainer) => Promise<PhaseOutcome<null>>,
  ): Promise<PhaseOutcome<null>> {
    const server = this.#own();
    if ('failure' in server) return server;
    const outcome = await phase(server.work, server.running);
    return outcome.failure === null ? outcome : failed(server.tell(outcome.failure));
  }

  #own = () => this.#at(this.#work.manifest.port ?? 0);

  /** The service behind a port of the student's machine. */
  #at(
    published: number,
  ): (ReachedServer & { readonly service: ComposeService }) | { readonly failure: PhaseFailure } {
    const { services, file } = this.#compose;
    for (const service of services) {
      const port = publishedPort(service, published);
      const running = this.#project.containerOf(service.name);
      if (port?.target == null || running === null) continue;
      const own = this.#built.works.get(service.name) ?? this.#work;
      const { manifest } = this.#work;
      // Inside the container, the service may listen on another port than the published one.
      const work = { ...own, manifest: { ...manifest, files: own.manifest.files, port: port.target } };
      const tell = (failure: PhaseFailure) => inTheseTerms(failure, service, { path: file.path, published });
      return { work, running: running.at(port.target), tell, service };
    }
    return failed({
      ...unlocated,
      reason: 'never-listened',
      explanation: sayCause.later('port-not-published', { port: published }),
      file: file.path,
    });
  }
}

/**
 * Rewrites sentences that assume a container runs alone. `path`: the Compose file; `published`: the port of the machine that was asked.
 */
export function inTheseTerms(
  failure: PhaseFailure,
  service: ComposeService,
  { path, published }: { readonly path: string; readonly published: number },
): PhaseFailure {
  const located = inProject(failure, service, path);
  const { name } = service;
  if (failure.reason === 'waits-for-a-database')
    return {
      ...located,
      explanation: sayCause.later('service-not-reached', { service: name, code: 1 }),
      ...{ file: path, line: service.line },
    };
  if (failure.reason === 'wrong-port') {
    const { found = '?', port = '?' } = failure.explanation.values;
    return {
      ...located,
      explanation: sayCause.later('service-other-port', { service: name, found, port }),
      ...{ file: path, line: publishedPort(service, published)?.line ?? service.line },
    };
  }
  return located;
}
