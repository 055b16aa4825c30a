import { inspectBoxes, leaseBox } from '../../../workers/sandbox/boxes.ts';
import { build } from '../../../workers/sandbox/build.ts';
import { messageOf } from '../../../workers/sandbox/failures.ts';
import type { Limits } from '../../../workers/sandbox/limits.ts';
import { type DoctorFinding, problem, warning, well } from './finding.ts';

/** The smallest image that shows whether an engine builds: it needs no network and no base image. */
const dockerfile = 'FROM scratch\nCOPY hello /hello\n';
const buildSeconds = 30;

/** Which boxes there are and how they are; where one is free, it really builds something. */
export async function examineBoxes(folder: string, limits: Limits): Promise<readonly DoctorFinding[]> {
  const boxes = await inspectBoxes(folder, limits);
  if (boxes.length === 0)
    return [
      problem(
        'boxes',
        `There is no box in ${folder}`,
        'On a worker’s machine run node setup/main.js up, or correct SANDBOX_BOXES. A machine with the bot alone needs none.',
      ),
    ];
  const each = boxes.map(({ name, status, why }) =>
    status === null
      ? warning(
          'boxes',
          `${name} does not answer (${why ?? 'nobody listens'})`,
          `Look at its container: node setup/main.js compose logs ${name}`,
        )
      : well('boxes', `${name} is ${status.state}`),
  );
  const free = boxes.some(({ status }) => status?.state === 'free');
  return free ? [...each, await buildInOne(folder, limits)] : [...each, nothingFree(boxes)];
}

const nothingFree = (boxes: readonly { readonly status: unknown }[]): DoctorFinding =>
  boxes.every(({ status }) => status === null)
    ? problem('boxes.build', 'No box answers', 'Run node setup/main.js up.')
    : well('boxes.build', 'Every box is at work, so none was asked to build');

async function buildInOne(folder: string, limits: Limits): Promise<DoctorFinding> {
  const check = 'boxes.build';
  const todo = 'Run node setup/main.js up, which makes the boxes anew; .state/log has what was said.';
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
      if (image === null) return problem(check, `${box.name} does not build: ${error ?? 'no reason'}`, todo);
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      return well(check, `${box.name} built a small image in ${seconds} s`);
    } finally {
      await box.release();
    }
  } catch (error) {
    return problem(check, `A free box does not build: ${messageOf(error)}`, todo);
  }
}
