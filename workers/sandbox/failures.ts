import type { CancelReason, ourReasons } from '../../src/submission/verdict.ts';

export type InfrastructureReason = (typeof ourReasons)[number];

/** Something of ours failed, not of the student's: the job is tried again, and never held against anybody. */
export class InfrastructureError extends Error {
  override readonly name = 'Ours';
  readonly reason: InfrastructureReason;
  constructor(reason: InfrastructureReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The engine answered, and said no. `status` is that of the HTTP answer. */
export class EngineRefused extends Error {
  override readonly name = 'EngineRefused';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The engine had more to say than is read; of a student's image, that is the student's. `most` in bytes. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
  constructor(most: number) {
    super(`the engine answered with more than ${most} bytes`);
  }
}

/** Why a job was cancelled: the `reason` of the AbortSignal that stops a verification. */
export class JobCancelled extends Error {
  override readonly name = 'CalledOff';
  readonly why: CancelReason;
  constructor(why: CancelReason) {
    super(`called off ${why}`);
    this.why = why;
  }
}
