import { readDataAgain } from './kept-data.ts';
import type { PhaseOutcome, Work } from './phase.ts';
import { probePhase } from './probe.ts';
import { readinessPhase } from './readiness.ts';
import { runPhase } from './run.ts';

/** A second container of the same image starts from a clean state and works too, as the lesson's note on its database says. */
export async function secondStartPhase(work: Work, image: string): Promise<PhaseOutcome<null>> {
  const run = await runPhase(work, image);
  if (run.failure !== null) return run;
  const running = run.result;
  try {
    const ready = await readinessPhase(work, running);
    if (ready.failure !== null) return ready;
    const probe = await probePhase(work, running);
    return probe.failure !== null ? probe : await readDataAgain(work, running);
  } finally {
    await running.remove();
  }
}
