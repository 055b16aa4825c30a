import { sayCause } from '../../src/submission/wording/causes.ts';
import { exhaustedLimits } from '../phases/explain/exhausted-limit.ts';
import type { StudentReason } from '../phases/explain/known/recognise.ts';
import { lessonServicesPhase } from '../phases/lesson-services.ts';
import type { Work } from '../phases/phase.ts';
import { type LessonServices, serviceAway } from '../sandbox/containers/lesson-services.ts';
import { PhaseFailed, type PhaseRecorder } from './phase-recorder.ts';

/** Runs phases beside the lesson's services, if its manifest has any. */
export async function withLessonServices(
  work: Work,
  recorder: PhaseRecorder,
  carryOut: (work: Work) => Promise<void>,
): Promise<void> {
  const names = Object.keys(work.manifest.services);
  if (names.length === 0) return carryOut(work);
  const services = await recorder.run('services', () => lessonServicesPhase(work));
  try {
    await carryOut({ ...work, network: services.network }).catch(async (error: unknown) => {
      throw error instanceof PhaseFailed ? await judged(error, services, names) : error;
    });
  } catch (error) {
    // Nothing waits for this: the box is about to end.
    void services.remove();
    throw error;
  }
  await services.remove();
}

/** Resources of a box that a container can use up, which takes its services down too. */
const ofBox: ReadonlySet<StudentReason> = new Set([...exhaustedLimits, 'too-much-output']);

/**
 * Rewrites a failure for a lesson with services: a service that is down is not the student's fault, and the usual sentences say that
 * there are none.
 */
async function judged(
  error: PhaseFailed,
  services: LessonServices,
  names: readonly string[],
): Promise<Error> {
  const { failure } = error;
  if (ofBox.has(failure.reason)) return error;
  const fallen = await services.fallen();
  if (fallen !== null) return serviceAway(fallen, 'it ended while the container ran');
  if (failure.reason !== 'waits-for-a-database') return error;
  const listed = names.map((name) => `\`${name}\``).join(', ');
  return new PhaseFailed({
    ...failure,
    explanation: sayCause.later('lesson-service-not-reached', { names: listed }),
    // An unreachable service may be due to the network of a crowded machine.
    doubtful: true,
  });
}
