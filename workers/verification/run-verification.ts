import { messageOf } from '../../src/errors/message-of.ts';
import { studentFilesSchema } from '../../src/submission/files.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import type { BoxClaimant } from '../sandbox/box/box-claims.ts';
import { type Box, leaseBox } from '../sandbox/box/boxes.ts';
import { InfrastructureError, JobCancelled } from '../sandbox/failures.ts';
import type { Limits } from '../sandbox/limits.ts';
import { parsedJson } from '../sandbox/parsed-json.ts';
import { errorVerdict } from '../verdict/error-verdict.ts';
import { assembleVerification, type InstantCheck, NotVerifiable } from './assemble.ts';
import type { LessonVersion } from './kept-lessons.ts';
import type { LessonSource } from './lesson-source.ts';
import type { PhaseProgress } from './phase-recorder.ts';
import { verify } from './verification.ts';

/** A verification, as the worker passes it to another process. */
export interface VerificationTask {
  /** The holder that the box's lease names. */
  readonly holder: string;
  readonly lesson: LessonVersion & {
    /** The folder to read the lesson from; the worker's own by default. */
    readonly dir?: string;
  };
  /** The student's files as stored in Redis: JSON that has not been parsed yet. */
  readonly files: string;
}

/** The settings of all verifications. */
export interface VerificationSettings {
  readonly boxesDir: string;
  /** The worker whose boxes may be used; any box of the folder by default. */
  readonly claimant?: BoxClaimant;
  readonly proxy: string | null;
  readonly checker: string;
  readonly limits: Limits;
}

/** Events that a running task reports to the process that started it. */
export interface VerificationListener {
  /** The student's files have been read. */
  readonly read: () => void | Promise<void>;
  /** How long the task waited for its box (milliseconds). */
  readonly boxWaited: (ms: number) => void;
  /** The task holds a box; the other process releases it if this one dies. */
  readonly leased: (box: Pick<Box, 'name' | 'token'>) => void;
  readonly progress: (step: PhaseProgress) => void;
}

/** Reads the files, leases a box and verifies in it. Never throws: errors become verdicts, too. `signal`: see {@link JobCancelled}. */
export async function runVerification(
  task: VerificationTask,
  settings: VerificationSettings & {
    readonly lessons: Pick<LessonSource, 'find'>;
    readonly check: InstantCheck | null;
    readonly verify?: typeof verify;
  },
  listener: VerificationListener,
  signal: AbortSignal,
): Promise<Verdict> {
  const { lesson, holder } = task;
  const { limits } = settings;
  const digests = { lesson: lesson.digest, checker: settings.checker, box: '' };
  try {
    const installed = await settings.lessons.find(lesson);
    if (installed === null)
      throw new InfrastructureError('lesson-not-here', `no worker has ${lesson.slug} at ${lesson.digest}`);
    const verification = await assembleVerification(installed, filesIn(task), settings);
    await listener.read();
    const waitingSince = performance.now();
    const { boxesDir, claimant } = settings;
    const box = await leaseBox(boxesDir, holder, limits, signal, { claimant }).finally(() =>
      listener.boxWaited(performance.now() - waitingSince),
    );
    listener.leased(box);
    try {
      return await (settings.verify ?? verify)(verification, box, {
        limits,
        signal,
        onProgress: listener.progress,
      });
    } finally {
      await box.release();
    }
  } catch (error) {
    if (signal.aborted && signal.reason instanceof JobCancelled) return errorVerdict(signal.reason, digests);
    if (error instanceof InfrastructureError) return errorVerdict(error, digests);
    const reason = error instanceof NotVerifiable ? 'lesson-not-here' : 'unexpected';
    return errorVerdict(new InfrastructureError(reason, messageOf(error)), digests);
  }
}

function filesIn({ files, holder }: VerificationTask) {
  const read = studentFilesSchema.safeParse(parsedJson(files));
  if (!read.success) throw new InfrastructureError('unexpected', `the files of ${holder} are not in Redis`);
  return read.data;
}
