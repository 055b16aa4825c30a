import { askedPorts } from '../../src/lesson/manifest/lesson-assertions.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { type AdmittedCompose, admitCompose } from '../phases/compose/admit-compose.ts';
import {
  type BuiltServices,
  buildServicesPhase,
  type ServiceBuildListeners,
} from '../phases/compose/build-services.ts';
import { servicesPhase } from '../phases/compose/services.ts';
import { type PhaseOutcome, passed, type Work } from '../phases/phase.ts';
import { ComposeProject } from '../sandbox/containers/compose-project.ts';
import type { VerdictBuilder } from '../verdict/verdict-builder.ts';
import type { PhaseRecorder } from './phase-recorder.ts';
import { phasesOf } from './phases-of.ts';
import type { Verification } from './prepare.ts';
import { PublishedService } from './published-service.ts';

/**
 * All phases of a lesson with a Compose file: images are built, services started and the one behind the lesson's port probed, and once
 * more after `docker compose down` and `up`, across which named volumes persist.
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
    const server = new PublishedService(work, compose, built, project);
    if (wanted.has('ready')) await recorder.run('ready', () => server.ready());
    if (wanted.has('probe')) await recorder.run('probe', () => server.probe());
    if (wanted.has('promises')) await recorder.run('promises', () => server.promises());
    if (wanted.has('again'))
      await recorder.run('again', () => downAndUp(work, compose, project, built, server));
  } finally {
    void project.remove();
  }
}

/** `docker compose down` and `up`: the server has to answer again, with the data that was written, as the lesson says. */
async function downAndUp(
  work: Work,
  compose: AdmittedCompose,
  project: ComposeProject,
  built: BuiltServices,
  server: PublishedService,
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
