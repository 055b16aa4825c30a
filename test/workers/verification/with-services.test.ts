import { describe, expect, test } from '@jest/globals';
import { sayReason } from '../../../src/submission/wording/reasons.ts';
import { unlocated } from '../../../workers/phases/explain/build-failure.ts';
import type { PhaseFailure, Work } from '../../../workers/phases/phase.ts';
import type { LessonServices } from '../../../workers/sandbox/containers/lesson-services.ts';
import { InfrastructureError } from '../../../workers/sandbox/failures.ts';
import { PhaseFailed, type PhaseRecorder } from '../../../workers/verification/phase-recorder.ts';
import { withLessonServices } from '../../../workers/verification/with-services.ts';

/** Services of a lesson that are up or not, and whether they were removed. */
class PretendServices implements Pick<LessonServices, 'network' | 'fallen' | 'remove'> {
  readonly network = 'dockhand-services';
  readonly fallen: () => Promise<string | null>;
  removed = false;
  constructor(fallen: () => Promise<string | null> = async () => null) {
    this.fallen = fallen;
  }
  async remove(): Promise<void> {
    // A removal that nobody waits for is not over yet.
    await new Promise((resolve) => setImmediate(resolve));
    this.removed = true;
  }
}

/** The result of phases beside services, whose images and healthchecks are left out. */
function beside(services: PretendServices, carryOut: (work: Work) => Promise<void>): Promise<void> {
  const work = { network: null, manifest: { services: { cache: {}, db: {} } } } as unknown as Work;
  const recorder = { run: async () => services } as unknown as PhaseRecorder;
  return withLessonServices(work, recorder, carryOut);
}

const failing = (reason: PhaseFailure['reason']) => async () => {
  throw new PhaseFailed({ ...unlocated, reason, explanation: sayReason.later('disk-full') });
};
const fallen = async () => 'db';

describe('beside the services of a lesson', () => {
  test('phases are carried out on their network, and the services are gone when they are over', async () => {
    const services = new PretendServices();
    const networks: unknown[] = [];
    await beside(services, async ({ network }) => void networks.push(network));
    expect({ networks, removed: services.removed }).toEqual({
      networks: ['dockhand-services'],
      removed: true,
    });
  });

  test('a failure is ours where a service is down', async () => {
    await expect(beside(new PretendServices(fallen), failing('exited'))).rejects.toMatchObject({
      ...{ name: 'Ours', reason: 'lesson-service-away' },
      message: expect.stringMatching(/^db: /),
    });
  });

  test.each(['out-of-memory', 'disk-full', 'too-many-processes', 'too-much-output'] as const)(
    'a failure by %s is the student’s although a service is down, too',
    async (reason) => {
      await expect(beside(new PretendServices(fallen), failing(reason))).rejects.toMatchObject({
        failure: { reason },
      });
    },
  );

  test('lists the services’ names where a container waits for a database', async () => {
    await expect(beside(new PretendServices(), failing('waits-for-a-database'))).rejects.toMatchObject({
      failure: {
        ...{ reason: 'waits-for-a-database', doubtful: true },
        explanation: { key: 'lesson-service-not-reached', values: { names: '`cache`, `db`' } },
      },
    });
  });

  test('another failure stays as it is where all services are up', async () => {
    await expect(beside(new PretendServices(), failing('exited'))).rejects.toMatchObject({
      failure: { ...unlocated, reason: 'exited', explanation: { key: 'disk-full' } },
    });
  });

  const away = async () => {
    throw new InfrastructureError('engine-away', 'inspect');
  };
  test.each([
    ['a phase failed', new PretendServices(), failing('exited'), 'PhaseFailed'],
    ['an engine fell silent', new PretendServices(), away, 'Ours'],
    ['nobody can tell whether they are up', new PretendServices(away), failing('exited'), 'Ours'],
  ])('services are removed where %s', async (_, services, carryOut, name) => {
    await expect(beside(services, carryOut)).rejects.toMatchObject({ name });
    await new Promise((resolve) => setImmediate(resolve));
    expect(services.removed).toBe(true);
  });
});

test('a lesson without services has its phases carried out as they are', async () => {
  const work = { network: null, manifest: { services: {} } } as unknown as Work;
  const recorder = {
    run: async () => {
      throw new Error('nothing is started');
    },
  } as unknown as PhaseRecorder;
  const seen: Work[] = [];
  await withLessonServices(work, recorder, async (given) => void seen.push(given));
  expect(seen).toEqual([work]);
});
