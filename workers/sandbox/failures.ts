import type { CancelReason, ourReasons } from '../../src/submission/verdict.ts';

export type InfrastructureReason = (typeof ourReasons)[number];

/** Something of ours failed, not of the student's: the job is retried, and never counts against anybody. */
export class InfrastructureError extends Error {
  override readonly name = 'Ours';
  readonly reason: InfrastructureReason;
  constructor(reason: InfrastructureReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The engine refused a call. `status` is that of its HTTP response. */
export class EngineRefused extends Error {
  override readonly name = 'EngineRefused';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The engine's answer is larger than what is read; for a student's image, the image is the cause. `most` in bytes. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
  constructor(most: number) {
    super(`the engine answered with more than ${most} bytes`);
  }
}

/** Why a job was cancelled: the `reason` of the AbortSignal that stops its verification. */
export class JobCancelled extends Error {
  override readonly name = 'CalledOff';
  readonly why: CancelReason;
  constructor(why: CancelReason) {
    super(`called off ${why}`);
    this.why = why;
  }
}
