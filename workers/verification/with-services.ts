import { sayCause } from '../../src/submission/wording/causes.ts';
import { exhaustedLimits } from '../phases/explain/exhausted-limit.ts';
import type { StudentReason } from '../phases/explain/known/recognise.ts';
import { lessonServicesPhase } from '../phases/lesson-services.ts';
import type { Work } from '../phases/phase.ts';
import { type LessonServices, serviceAway } from '../sandbox/containers/lesson-services.ts';
import { PhaseFailed, type PhaseRecorder } from './phase-recorder.ts';

/** Carries out phases beside what the lesson's manifest has, if it has something. */
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
    // Nobody waits for it: the box ends.
    void services.remove();
    throw error;
  }
  await services.remove();
}

/** What a box has too little of: a service goes down with the container that uses it up. */
const ofBox: ReadonlySet<StudentReason> = new Set([...exhaustedLimits, 'too-much-output']);

/** A failure as it is meant beside services: one that is down is no student's fault, and the usual sentences say that she has none. */
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
    // That a service is not reached may be the network of a crowded machine.
    doubtful: true,
  });
}
