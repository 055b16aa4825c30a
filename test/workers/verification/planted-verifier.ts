import { type ServedCall, serve } from '../../../src/checker/serve.ts';
import type { Verdict } from '../../../src/submission/verdict.ts';
import { leaseBox } from '../../../workers/sandbox/box/boxes.ts';
import type {
  VerificationSettings,
  VerificationTask,
} from '../../../workers/verification/run-verification.ts';
import type { FromVerifierMessage } from '../../../workers/verification/verifier-pool.ts';
import { verdictOf } from '../../support/verdicts.ts';

/** A verifier whose phases are faults: text in the files determines which one, and where. */
const says = (task: VerificationTask, word: string): boolean => task.files.includes(word);

serve({
  verify: async (
    task: VerificationTask,
    means: VerificationSettings,
    _lessons: string,
    serving: ServedCall,
  ): Promise<Verdict> => {
    const send = (message: FromVerifierMessage): void => serving.send(message);
    if (says(task, 'PLANTED-HANG-IN-FILES')) for (;;);
    send({ kind: 'read' });
    const box = await leaseBox(means.boxesDir, task.holder, means.limits, new AbortController().signal);
    send({ kind: 'leased', name: box.name, token: box.token });
    if (says(task, 'PLANTED-HANG-IN-OUTPUT')) for (;;);
    if (says(task, 'PLANTED-MEMORY')) {
      const all = new Map<number, number>();
      for (let at = 0; ; at += 1) all.set(at, at);
    }
    if (says(task, 'PLANTED-WAIT')) {
      send({
        kind: 'progress',
        step: { phase: 'build', step: { n: 1, of: 1, instruction: String(process.pid) }, done: [] },
      });
      await new Promise((resolve) => setTimeout(resolve, 3_000));
    }
    await box.release();
    return verdictOf('passed');
  },
});
