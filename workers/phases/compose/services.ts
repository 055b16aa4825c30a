import type { ComposeService } from '../../../src/check/compose/service.ts';
import { sayCause } from '../../../src/submission/wording/causes.ts';
import { sayDetail } from '../../../src/submission/wording/phases.ts';
import { sleep } from '../../../src/timing/sleep.ts';
import type { ComposeProject } from '../../sandbox/containers/compose-project.ts';
import type { RunningContainer } from '../../sandbox/containers/container.ts';
import { excerptOf } from '../../sandbox/excerpt.ts';
import { InfrastructureError } from '../../sandbox/failures.ts';
import { unlocated } from '../explain/build-failure.ts';
import { findExhausted, sayExhausted } from '../explain/exhausted-limit.ts';
import { failed, type PhaseFailure, type PhaseOutcome, passed, type Work } from '../phase.ts';
import { runnableMsSince } from '../readiness.ts';
import { explainRefusal } from '../run.ts';
import type { AdmittedCompose } from './admit-compose.ts';
import { inProject } from './build-services.ts';

const pollIntervalMs = 300;
/** A service may be unhealthy only because the machine is crowded: it gets this long to recover. */
const recoveryMs = 15_000;
/** How long a service without a healthcheck has to keep running before it counts as up. */
const settledMs = 1_000;

type Condition = ComposeService['dependsOn'][number]['condition'];

/**
 * Starts the services as `docker compose up` does, each once its `depends_on` conditions hold, and waits until all are healthy. From here
 * on nothing in the box can reach the network.
 */
export async function servicesPhase(
  work: Work,
  compose: AdmittedCompose,
  project: ComposeProject,
  works: ReadonlyMap<string, Work>,
): Promise<PhaseOutcome<null>> {
  const { services, file } = compose;
  await work.box.egress(false);
  await project.prepare();
  const startUp = new StartUp(work, project, file.path);
  for (const service of services) {
    for (const { service: name, condition } of service.dependsOn) {
      const other = services.find((each) => each.name === name);
      const failure = other === undefined ? null : await startUp.reached(other, condition);
      if (failure !== null) return failed(failure);
    }
    const started = await project.start(service);
    if (started.running === null) {
      const own = works.get(service.name) ?? work;
      return failed(inProject(explainRefusal(own, started.refused), service, file.path));
    }
  }
  await sleep(settledMs, work.signal);
  for (const service of services) {
    const failure = await startUp.reached(service, 'service_healthy');
    if (failure !== null) return failed(failure);
  }
  return passed(null, sayDetail.later('services-up', { count: services.length }));
}

/** Services that are starting, and why one of them fails to. */
class StartUp {
  readonly #work: Work;
  readonly #project: ComposeProject;
  readonly #composePath: string;

  constructor(work: Work, project: ComposeProject, composePath: string) {
    this.#work = work;
    this.#project = project;
    this.#composePath = composePath;
  }

  /** Waits until a service meets a `depends_on` condition; one without a healthcheck meets it once it runs. */
  async reached(service: ComposeService, condition: Condition): Promise<PhaseFailure | null> {
    const container = this.#project.containerOf(service.name);
    if (container === null || condition === 'service_started') return null;
    const { box, limits, signal } = this.#work;
    const before = await box.counters();
    const runnableMs = runnableMsSince(box, before);
    const began = performance.now();
    let sickSince: number | null = null;
    for (;;) {
      signal.throwIfAborted();
      const { running, exitCode, health } = await container.state();
      if (!running) {
        // A service that does its work and ends, such as a migration, counts as healthy.
        if (exitCode === 0) return null;
        return this.#ended(service, container, exitCode ?? 0, before);
      }
      if (condition === 'service_healthy' && (health === null || health === 'healthy')) return null;
      if (container.flooded.aborted) return this.#ended(service, container, 0, before);
      const had = await runnableMs();
      if (health !== 'unhealthy') sickSince = null;
      else if (sickSince === null) sickSince = had;
      const isSick = sickSince !== null && had - sickSince > recoveryMs;
      if (isSick || had > limits.readySeconds * 1000)
        return this.#never(service, container, condition, performance.now() - began);
      if (performance.now() - began > limits.readySeconds * 1000 * limits.busyTimes)
        throw new InfrastructureError('machine-busy', `${service.name} had no chance to start`);
      await sleep(pollIntervalMs, signal);
    }
  }

  #never(
    service: ComposeService,
    container: RunningContainer,
    condition: Condition,
    ms: number,
  ): PhaseFailure {
    const { name, healthcheck, line } = service;
    const values = { service: name, seconds: Math.round(ms / 1000) };
    return {
      ...unlocated,
      reason: 'service-unhealthy',
      explanation: sayCause.later(
        condition === 'service_healthy' ? 'service-unhealthy' : 'service-never-done',
        values,
      ),
      file: this.#composePath,
      line: healthcheck?.line ?? line,
      excerpt: excerptOf(container.log.tail(80), 12),
    };
  }

  async #ended(
    service: ComposeService,
    container: RunningContainer,
    code: number,
    before: Parameters<typeof findExhausted>[0],
  ): Promise<PhaseFailure> {
    const { box, limits } = this.#work;
    const lines = container.log.tail(80);
    const text = lines.join('\n');
    const base = { ...unlocated, excerpt: excerptOf(lines, 12), file: this.#composePath, line: service.line };
    const after = await box.counters();
    const spent = findExhausted(before, after, text, code);
    if (spent !== null) return { ...base, reason: spent, explanation: sayExhausted(spent, after, limits) };
    if (container.flooded.aborted)
      return {
        ...base,
        reason: 'too-much-output',
        explanation: sayCause.later('service-flooded', { service: service.name }),
      };
    const cause = notReached.test(text) ? 'service-not-reached' : 'service-ended';
    return {
      ...base,
      reason: 'exited',
      explanation: sayCause.later(cause, { service: service.name, code }),
    };
  }
}

/** What programs print when they cannot reach a server. */
const notReached =
  /connection refused|could not connect to server|could not translate host name|name or service not known|temporary failure in name resolution|ECONNREFUSED|ENOTFOUND|no such host|the database system is starting up/i;
