import { readSettings } from '../../src/config/settings.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import type { verify } from '../../workers/verification/verification.ts';
import { VerifyWorker } from '../../workers/worker.ts';
import { type PretendBox, pretendBox } from '../workers/support/pretend-box.ts';
import { silent } from './redis.ts';
import { verifyHere } from './verify-here.ts';

/** The real worker with simulated boxes: the test decides the outcome of a verification. */
export interface TestWorker {
  readonly boxes: readonly PretendBox[];
  readonly close: () => Promise<void>;
}

/** `verdictFor` decides the verdict from the submitted files. A box is leased and released as usual. */
export async function startTestWorker(
  at: { readonly redisUrl: string; readonly prefix: string },
  id: string,
  verdictFor: (files: Readonly<Record<string, string | Uint8Array>>) => Promise<Verdict>,
  { boxes: count = 2 }: { readonly boxes?: number } = {},
): Promise<TestWorker> {
  const first = await pretendBox({ name: 'box-0' });
  const boxes = [first];
  for (let n = 1; n < count; n += 1) boxes.push(await pretendBox({ folder: first.folder, name: `box-${n}` }));
  const simulated: typeof verify = ({ student }) => verdictFor(student);
  const lessonsDir = readSettings({}).LESSONS_DIR;
  const limits = { ...readLimits({}), callSeconds: 1 };
  const means = { boxesDir: first.folder, proxy: null, checker: 'played', limits };
  const worker = new VerifyWorker({
    id,
    ...at,
    ...means,
    lessonsDir,
    log: silent,
    signEveryMs: 500,
    boxPatienceMs: 1_000,
    graceMs: 500,
    verifiers: verifyHere(lessonsDir, means, simulated),
  });
  await worker.ready;
  return {
    boxes,
    close: async () => {
      await worker.close();
      for (const box of boxes.toReversed()) await box.close();
    },
  };
}
