import { inspectBoxes, leaseBox } from '../../../workers/sandbox/box/boxes.ts';
import { build } from '../../../workers/sandbox/build/build.ts';
import { InfrastructureError } from '../../../workers/sandbox/failures.ts';
import type { Limits } from '../../../workers/sandbox/limits.ts';
import { decimal, operatorLocale, words } from '../../wording/wording.ts';
import { boxTrouble, engineTrouble } from './box-trouble.ts';
import { type DoctorFinding, problem, warning, well } from './finding.ts';

const say = words('doctor-boxes', {
  en: {
    none: 'There is no box in {{folder}}',
    noneTodo:
      'On a worker’s machine run node setup/main.js up, or correct SANDBOX_BOXES. A machine with the bot alone needs none.',
    silent: '{{name}} does not answer ({{why}})',
    silentTodo: 'Look at its container: node setup/main.js compose logs {{name}}',
    starting: '{{name}} is starting',
    free: '{{name}} is free',
    leased: '{{name}} is at work',
    ending: '{{name}} is ending',
    noAnswer: 'No box answers',
    up: 'Run node setup/main.js up.',
    busy: 'Every box is at work, so none was asked to build',
    broken: '{{name}} does not build: {{why}}',
    noReason: 'it gave no reason',
    built: '{{name}} built a small image in {{seconds}} s',
    failed: 'A free box does not build: {{why}}',
    anew: 'Run node setup/main.js up, which makes the boxes again; .state/log has what was said.',
  },
});

/** A minimal image to test an engine with: it needs no network and no base image. */
const dockerfile = 'FROM scratch\nCOPY hello /hello\n';
const buildSeconds = 30;

/** Reports the boxes and their state. If one is free, it builds an image as a test. */
export async function examineBoxes(folder: string, limits: Limits): Promise<readonly DoctorFinding[]> {
  const boxes = await inspectBoxes(folder, limits);
  if (boxes.length === 0)
    return [problem('boxes', say(operatorLocale, 'none', { folder }), say(operatorLocale, 'noneTodo'))];
  const each = boxes.map(({ name, status, error }) =>
    status === null
      ? warning(
          'boxes',
          say(operatorLocale, 'silent', { name, why: boxTrouble(error) }),
          say(operatorLocale, 'silentTodo', { name }),
        )
      : well('boxes', say(operatorLocale, status.state, { name })),
  );
  return [...each, anyFree(boxes) ? await buildInOne(folder, limits) : nothingFree(boxes)];
}

type InspectedBoxes = Awaited<ReturnType<typeof inspectBoxes>>;

const anyFree = (boxes: InspectedBoxes): boolean => boxes.some(({ status }) => status?.state === 'free');

const nothingFree = (boxes: InspectedBoxes): DoctorFinding =>
  boxes.every(({ status }) => status === null)
    ? problem('boxes.build', say(operatorLocale, 'noAnswer'), say(operatorLocale, 'up'))
    : well('boxes.build', say(operatorLocale, 'busy'));

async function buildInOne(folder: string, limits: Limits): Promise<DoctorFinding> {
  const check = 'boxes.build';
  const todo = say(operatorLocale, 'anew');
  const signal = AbortSignal.timeout(buildSeconds * 2_000);
  try {
    const box = await leaseBox(folder, 'doctor', { ...limits, boxWaitSeconds: 5 }, signal);
    try {
      const began = performance.now();
      const { image, error } = await build(box.engine, {
        context: [
          { path: 'Dockerfile', bytes: Buffer.from(dockerfile), executable: false },
          { path: 'hello', bytes: Buffer.from('hello\n'), executable: false },
        ],
        ...{ dockerfile: 'Dockerfile', source: dockerfile, tag: 'dockhand-doctor', proxy: null },
        ...{ limits: { ...limits, buildSeconds }, signal, allows: () => true },
      });
      const { name } = box;
      if (image === null) {
        const why = error === null ? say(operatorLocale, 'noReason') : engineTrouble(error);
        return problem(check, say(operatorLocale, 'broken', { name, why }), todo);
      }
      const seconds = decimal(operatorLocale, (performance.now() - began) / 1_000, 1);
      return well(check, say(operatorLocale, 'built', { name, seconds }));
    } finally {
      await box.release();
    }
  } catch (error) {
    // A worker may have leased the free box in the meantime.
    if (isNoBox(error)) {
      const boxes = await inspectBoxes(folder, limits);
      if (!anyFree(boxes)) return nothingFree(boxes);
    }
    return problem(check, say(operatorLocale, 'failed', { why: boxTrouble(error) }), todo);
  }
}

const isNoBox = (error: unknown): boolean =>
  error instanceof InfrastructureError && error.reason === 'no-box';
