import { join } from 'node:path';
import { openPool } from '../../src/checker/checker-pool.ts';
import { CheckerEnded } from '../../src/checker/failures.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { InfrastructureError, JobCancelled } from '../sandbox/failures.ts';
import { openSupervisor } from '../sandbox/supervisor.ts';
import { errorVerdict } from '../verdict/error-verdict.ts';
import type { PhaseProgress } from './phase-recorder.ts';
import type { VerificationListener, VerificationSettings, VerificationTask } from './run-verification.ts';

export type FromVerifierMessage =
  | { readonly kind: 'read' }
  | { readonly kind: 'box-waited'; readonly ms: number }
  | { readonly kind: 'leased'; readonly name: string; readonly token: string }
  | { readonly kind: 'progress'; readonly step: PhaseProgress };
export interface CancelMessageToVerifier {
  readonly off: JobCancelled['why'];
}

/** Verifications, each in a process of its own. */
export interface VerifierPool {
  /** Never throws. A text that ended the process is a verdict, too. */
  readonly verify: (
    task: VerificationTask,
    hearing: Omit<VerificationListener, 'leased'>,
    signal: AbortSignal,
  ) => Promise<Verdict>;
  readonly close: () => Promise<void>;
}

/**
 * One process waits for the next job; none is spare, because a job takes longer than a start. Reading an image's configuration and
 * packing a context take their time at a stretch, so the clock is longer than a check's.
 */
const bounds = {
  ready: 1,
  spare: 0,
  most: 64,
  processorMs: 2_000,
  suspectMs: 0,
  killedAgain: 0,
} as const;

export function openVerifierPool(
  lessonsDir: string,
  means: VerificationSettings,
  { module = verifierProcess, talks = true }: { readonly module?: URL; readonly talks?: boolean } = {},
): VerifierPool {
  const pool = openPool(module, { bounds, talks });
  return {
    verify: async (task, hearing, signal) => {
      let leased: { readonly name: string; readonly token: string } | null = null;
      const heard = (word: FromVerifierMessage): void => {
        if (word.kind === 'read') void Promise.resolve(hearing.read()).catch(() => undefined);
        else if (word.kind === 'box-waited') hearing.boxWaited(word.ms);
        else if (word.kind === 'progress') hearing.progress(word.step);
        else leased = word;
      };
      const off = { signal, word: (): CancelMessageToVerifier => ({ off: whyOff(signal) }) };
      const digests = { lesson: task.lesson.digest, checker: means.checker, box: '' };
      try {
        const call = {
          name: 'verify',
          args: [task, means, lessonsDir],
          heard: heard as (word: unknown) => void,
          off,
        };
        return (await pool.call(call, task.holder)) as Verdict;
      } catch (error) {
        if (leased !== null) await giveBack(leased, means);
        if (signal.aborted) return errorVerdict(new JobCancelled(whyOff(signal)), digests);
        return errorVerdict(ours(error), digests);
      }
    },
    close: pool.close,
  };
}

const verifierProcess = new URL('verifier-process.ts', import.meta.url);

const whyOff = ({ reason }: AbortSignal): JobCancelled['why'] =>
  reason instanceof JobCancelled ? reason.why : 'stopped';

/** What ended a process that nobody else killed is in the student's files, or in what they print: it would end the next one, too. */
function ours(error: unknown): InfrastructureError {
  const why = error instanceof CheckerEnded ? error.why : 'killed';
  return why === 'killed'
    ? new InfrastructureError('unexpected', `the verification's process ended: ${String(error)}`)
    : new InfrastructureError('unreadable', `reading ended the verification's process: ${why}`);
}

/** The box ends with its lease; whoever held it cannot say so any more. */
async function giveBack(
  box: { readonly name: string; readonly token: string },
  { boxesDir, limits }: VerificationSettings,
) {
  const supervisor = openSupervisor(join(boxesDir, box.name, 'supervisor.sock'), limits.callSeconds * 1_000);
  await supervisor.release(box.token).catch(() => undefined);
}
