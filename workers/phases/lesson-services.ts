import { sayDetail } from '../../src/submission/wording/phases.ts';
import { sleep } from '../../src/timing/sleep.ts';
import type { RunningContainer } from '../sandbox/containers/container.ts';
import { LessonServices, serviceAway } from '../sandbox/containers/lesson-services.ts';
import { cleanLine } from '../sandbox/excerpt.ts';
import { InfrastructureError } from '../sandbox/failures.ts';
import { type PhaseOutcome, passed, type Work } from './phase.ts';
import { pullAside } from './pull.ts';
import { runnableMsSince } from './readiness.ts';

const pollIntervalMs = 300;
/** How long a service without a healthcheck has to keep running before it counts as ready. */
const settledMs = 1_000;

/**
 * Starts the services in the lesson's manifest beside the student's container, and waits until all are ready. A failure here is the
 * manifest's or ours, so it is thrown as an {@link InfrastructureError}.
 */
export async function lessonServicesPhase(work: Work): Promise<PhaseOutcome<LessonServices>> {
  const { box, limits, signal, manifest } = work;
  await pullAside(
    work,
    Object.values(manifest.services).map(({ image }) => image),
  );
  const services = await LessonServices.start(box.engine, { services: manifest.services, limits, signal });
  try {
    await sleep(settledMs, signal);
    for (const [name, container] of services.containers) await ready(work, name, container);
    return passed(services, sayDetail.later('services-up', { count: services.containers.size }));
  } catch (error) {
    await services.remove();
    throw error;
  }
}

async function ready(
  { box, limits, signal }: Work,
  name: string,
  container: RunningContainer,
): Promise<void> {
  const runnableMs = runnableMsSince(box, await box.counters());
  const mostMs = limits.readySeconds * 1000;
  const began = performance.now();
  const away = (why: string): InfrastructureError => {
    const [said = ''] = container.log.tail(1);
    return serviceAway(name, cleanLine(said === '' ? why : `${why}: ${said}`, 300));
  };
  for (;;) {
    signal.throwIfAborted();
    const { running, exitCode, health } = await container.state();
    if (!running) throw away(`it ended with exit code ${exitCode ?? 0}`);
    if (health === null || health === 'healthy') return;
    const passedMs = performance.now() - began;
    if (passedMs > mostMs && (await runnableMs()) > mostMs)
      throw away(`it was not healthy after ${limits.readySeconds} s`);
    if (passedMs > mostMs * limits.busyTimes)
      throw new InfrastructureError('machine-busy', `${name} had no chance to start`);
    await sleep(pollIntervalMs, signal);
  }
}
