import { join } from 'node:path';
import { CheckerPool } from '../../src/checker/checker-pool.ts';
import { CheckerEnded } from '../../src/checker/failures.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { SupervisorClient } from '../sandbox/box/supervisor-client.ts';
import { InfrastructureError, JobCancelled } from '../sandbox/failures.ts';
import { errorVerdict } from '../verdict/error-verdict.ts';
import type { PhaseProgress } from './phase-recorder.ts';
import type { VerificationListener, VerificationSettings, VerificationTask } from './run-verification.ts';

interface LeasedMessage {
  readonly kind: 'leased';
  readonly name: string;
  readonly token: string;
}

export type FromVerifierMessage =
  | { readonly kind: 'read' }
  | { readonly kind: 'box-waited'; readonly ms: number }
  | LeasedMessage
  | { readonly kind: 'progress'; readonly step: PhaseProgress };
export interface CancelMessageToVerifier {
  readonly cancel: JobCancelled['why'];
}

/** Runs verifications. */
export interface VerifierPool {
  /** Never throws. If the files end the process, that becomes a verdict, too. */
  readonly verify: (
    task: VerificationTask,
    listener: Omit<VerificationListener, 'leased'>,
    signal: AbortSignal,
  ) => Promise<Verdict>;
  readonly close: () => Promise<void>;
}

/**
 * One idle process waits for the next job; more are not needed, because a job takes longer than a start. Reading an image's configuration
 * and packing a context block the event loop, so this limit is longer than the check's.
 */
const bounds = {
  ready: 1,
  spare: 0,
  most: 64,
  processorMs: 2_000,
  suspectMs: 0,
  killedAgain: 0,
} as const;

export interface ProcessVerifierPoolOptions {
  /** The module that the processes run; tests use their own. */
  readonly module?: URL;
  /** Where the output of the processes goes: to this process's output. */
  readonly talks?: boolean;
}

/** Runs each verification in a process of its own, which a student's files may kill. */
export class ProcessVerifierPool implements VerifierPool {
  readonly #lessonsDir: string;
  readonly #settings: VerificationSettings;
  readonly #processes: CheckerPool;

  constructor(
    lessonsDir: string,
    settings: VerificationSettings,
    { module = verifierProcess, talks = true }: ProcessVerifierPoolOptions = {},
  ) {
    this.#lessonsDir = lessonsDir;
    this.#settings = settings;
    this.#processes = new CheckerPool(module, { bounds, talks });
  }

  async verify(
    task: VerificationTask,
    listener: Omit<VerificationListener, 'leased'>,
    signal: AbortSignal,
  ): Promise<Verdict> {
    let leased: LeasedMessage | null = null;
    const onMessage = (message: FromVerifierMessage): void => {
      if (message.kind === 'leased') leased = message;
      else passOn(message, listener);
    };
    try {
      return await this.#call(task, onMessage, signal);
    } catch (error) {
      if (leased !== null) await this.#release(leased);
      const digests = { lesson: task.lesson.digest, checker: this.#settings.checker, box: '' };
      const why = signal.aborted ? new JobCancelled(cancelReasonOf(signal)) : processFailure(error);
      return errorVerdict(why, digests);
    }
  }

  async #call(
    task: VerificationTask,
    onMessage: (message: FromVerifierMessage) => void,
    signal: AbortSignal,
  ): Promise<Verdict> {
    const call = {
      name: 'verify',
      args: [task, this.#settings, task.lesson.dir ?? this.#lessonsDir],
      onMessage: onMessage as (message: unknown) => void,
      cancel: { signal, message: (): CancelMessageToVerifier => ({ cancel: cancelReasonOf(signal) }) },
    };
    return (await this.#processes.call(call, task.holder)) as Verdict;
  }

  /** The box ends when its lease expires: the process that held it can no longer release it. */
  async #release(box: LeasedMessage): Promise<void> {
    const { boxesDir, limits } = this.#settings;
    const socket = join(boxesDir, box.name, 'supervisor.sock');
    const supervisor = new SupervisorClient(socket, limits.callSeconds * 1_000);
    await supervisor.release(box.token).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.#processes.close();
  }
}

const verifierProcess = new URL('verifier-process.ts', import.meta.url);

const cancelReasonOf = ({ reason }: AbortSignal): JobCancelled['why'] =>
  reason instanceof JobCancelled ? reason.why : 'stopped';

/** If nothing else killed the process, the student's files or their output did: they would kill the next one, too. */
function processFailure(error: unknown): InfrastructureError {
  const why = error instanceof CheckerEnded ? error.why : 'killed';
  return why === 'killed'
    ? new InfrastructureError('unexpected', `the verification's process ended: ${String(error)}`)
    : new InfrastructureError('unreadable', `reading ended the verification's process: ${why}`);
}

function passOn(
  message: Exclude<FromVerifierMessage, LeasedMessage>,
  listener: Omit<VerificationListener, 'leased'>,
): void {
  if (message.kind === 'read') void Promise.resolve(listener.read()).catch(() => undefined);
  else if (message.kind === 'box-waited') listener.boxWaited(message.ms);
  else listener.progress(message.step);
}
