import { parentPort } from 'node:worker_threads';
import { type CheckInput, openChecker } from '../check/check.ts';

/** The thread of `check-aside.ts`: checks what it is sent, one after the other. */
const checker = openChecker();

parentPort?.on('message', async ({ id, input }: { readonly id: number; readonly input: CheckInput }) => {
  try {
    const report = (await checker)(input);
    parentPort?.postMessage({ id, report });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
