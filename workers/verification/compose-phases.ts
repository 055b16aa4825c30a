import { portOfService } from '../../src/check/compose/published.ts';
import type { ComposeService } from '../../src/check/compose/service.ts';
import { askedPorts } from '../../src/lesson/promised.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { type AdmittedCompose, admitCompose } from '../phases/compose/admit-compose.ts';
import {
  type BuiltServices,
  buildServicesPhase,
  inProject,
  type ServiceBuildListeners,
} from '../phases/compose/build-services.ts';
import { servicesPhase } from '../phases/compose/services.ts';
import { unlocated } from '../phases/explain/build-failure.ts';
import { readDataAgain } from '../phases/kept-data.ts';
import { failed, type PhaseFailure, type PhaseOutcome, passed, type Work } from '../phases/phase.ts';
import { probePhase } from '../phases/probe.ts';
import { promisesPhase, type ReachedServer } from '../phases/promises.ts';
import { readinessPhase } from '../phases/readiness.ts';
import { ComposeProject } from '../sandbox/compose-project.ts';
import type { RunningContainer } from '../sandbox/container.ts';
import type { VerdictBuilder } from '../verdict/verdict-builder.ts';
import type { PhaseRecorder } from './phase-recorder.ts';
import { phasesOf } from './phases-of.ts';
import type { Verification } from './prepare.ts';

/**
 * All phases of a lesson with a Compose file: images are built, services come up, the one behind the lesson's port is asked, and all
 * of it once more after `docker compose down` and `up`, in which volumes with a name stay.
 */
export async function composePhases(
  verification: Verification,
  work: Work,
  recorder: PhaseRecorder,
  verdict: VerdictBuilder,
  listeners: ServiceBuildListeners,
): Promise<void> {
  const { compose, built } = await recorder.run('build', async () => {
    const admitted = admitCompose(verification);
    if ('failure' in admitted) return admitted;
    const outcome = await buildServicesPhase(verification, work, admitted, listeners);
    return outcome.failure !== null
      ? outcome
      : { ...outcome, result: { compose: admitted, built: outcome.result } };
  });
  verdict.image = built.image;
  const { limits, signal, manifest } = work;
  const asked = askedPorts(manifest);
  const { images } = built;
  const project = new ComposeProject(work.box.engine, { ...compose, images, asked, limits, signal });
  const wanted = new Set(phasesOf(manifest));
  try {
    await recorder.run('services', () => servicesPhase(work, compose, project, built.works));
    const server = new AskedService(work, compose, built, project);
    if (wanted.has('ready')) await recorder.run('ready', () => server.ready());
    if (wanted.has('probe')) await recorder.run('probe', () => server.probe());
    if (wanted.has('promises')) await recorder.run('promises', () => server.promises());
    if (wanted.has('again'))
      await recorder.run('again', () => downAndUp(work, compose, project, built, server));
  } finally {
    void project.remove();
  }
}

/** `docker compose down` and `up`: what answered has to answer again, and what was written is there as the lesson says. */
async function downAndUp(
  work: Work,
  compose: AdmittedCompose,
  project: ComposeProject,
  built: BuiltServices,
  server: AskedService,
): Promise<PhaseOutcome<null>> {
  await project.down();
  const up = await servicesPhase(work, compose, project, built.works);
  if (up.failure !== null) return up;
  for (const phase of [() => server.ready(), () => server.probe(), () => server.readAgain()]) {
    const outcome = await phase();
    if (outcome.failure !== null) return outcome;
  }
  return passed(null, sayDetail.later('services-again'));
}

/** The service behind the port that a lesson asks. */
class AskedService {
  readonly #work: Work;
  readonly #compose: AdmittedCompose;
  readonly #built: BuiltServices;
  readonly #project: ComposeProject;

  constructor(work: Work, compose: AdmittedCompose, built: BuiltServices, project: ComposeProject) {
    this.#work = work;
    this.#compose = compose;
    this.#built = built;
    this.#project = project;
  }

  ready = (): Promise<PhaseOutcome<null>> => this.#with(readinessPhase);
  probe = (): Promise<PhaseOutcome<null>> => this.#with(probePhase);
  readAgain = (): Promise<PhaseOutcome<null>> => this.#with(readDataAgain);

  promises(): Promise<PhaseOutcome<null>> {
    return this.#with((work, running, service) =>
      promisesPhase(work, {
        image: this.#built.images.get(service.name) ?? '',
        megabytes: Math.round(((this.#built.shown.get(service.name) ?? this.#built.image)?.bytes ?? 0) / 1e6),
        running,
        reach: (port) => this.#at(port),
      }),
    );
  }

  async #with(
    phase: (work: Work, running: RunningContainer, service: ComposeService) => Promise<PhaseOutcome<null>>,
  ): Promise<PhaseOutcome<null>> {
    const reached = this.#at(this.#work.manifest.port ?? 0);
    if ('failure' in reached) return failed(reached.failure);
    const { work, running, service } = reached;
    const outcome = await phase(work, running, service);
    return outcome.failure === null
      ? outcome
      : failed(inTheseTerms(outcome.failure, service, this.#compose.file.path));
  }

  /** The service behind a port of the student's machine. */
  #at(
    published: number,
  ): (ReachedServer & { readonly service: ComposeService }) | { readonly failure: PhaseFailure } {
    const { services, file } = this.#compose;
    for (const service of services) {
      const port = portOfService(service, published);
      const running = port === null ? null : this.#project.containerOf(service.name);
      if (port === null || running === null) continue;
      const own = this.#built.works.get(service.name) ?? this.#work;
      const { manifest } = this.#work;
      // Inside, it listens on a port that may be another than the one that it is published as.
      const work = { ...own, manifest: { ...manifest, files: own.manifest.files, port } };
      return { work, running: running.at(port), service };
    }
    return failed({
      ...unlocated,
      reason: 'never-listened',
      explanation: sayCause.later('port-not-published', { port: published }),
      file: file.path,
    });
  }
}

/** The usual sentences say that a container runs alone. */
function inTheseTerms(failure: PhaseFailure, service: ComposeService, composePath: string): PhaseFailure {
  const located = inProject(failure, service, composePath);
  const { name } = service;
  if (failure.reason === 'waits-for-a-database')
    return {
      ...located,
      explanation: sayCause.later('service-not-reached', { service: name, code: 1 }),
      ...{ file: composePath, line: service.line },
    };
  if (failure.reason === 'wrong-port') {
    const { found = '?', port = '?' } = failure.explanation.values;
    return {
      ...located,
      explanation: sayCause.later('service-other-port', { service: name, found, port }),
      ...{ file: composePath, line: service.ports[0]?.line ?? service.line },
    };
  }
  return located;
}
