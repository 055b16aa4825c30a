import { TooMuchAtOnce, UnreadableText } from '../../checker/failures.ts';
import type { StudentFile } from '../../lesson/wanted-files.ts';
import { RecordsAway } from '../../records/away.ts';
import type { RememberedFile } from '../../records/records.ts';
import type { SubmittedFiles } from '../../submission/files.ts';
import type { StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import type { GatheredFiles } from '../render/check-result.ts';
import { describeError } from '../rest/discord-errors.ts';

/**
 * Whether something was recorded that an answer can do without: the answer is given all the same while the records are
 * away, or when a text cannot be read.
 */
export async function recordedOrSkipped(
  recording: Promise<unknown>,
  { log }: Pick<Services, 'log'>,
): Promise<boolean> {
  try {
    await recording;
    return true;
  } catch (error) {
    if (error instanceof UnreadableText || error instanceof TooMuchAtOnce) return false;
    if (!(error instanceof RecordsAway)) throw error;
    log.error(
      { event: 'records.skipped', reason: error.reason, err: describeError(error) },
      'something was not recorded',
    );
    return false;
  }
}

/** Lays what was just sent over what is remembered. */
export function gatherFiles(
  sent: SubmittedFiles,
  remembered: readonly RememberedFile[],
  wanted: readonly StudentFile[],
  now: number,
): GatheredFiles {
  const others = remembered.filter((file) => !Object.hasOwn(sent, file.path));
  const files = { ...Object.fromEntries(others.map((file) => [file.path, file.text])), ...sent };
  return {
    files,
    used: [
      ...Object.keys(sent).map((path) => ({ path, ageMs: null })),
      ...others.map((file) => ({ path: file.path, ageMs: Math.max(0, now - file.receivedAt) })),
    ],
    absent: wanted.map(({ path }) => path).filter((path) => !Object.hasOwn(files, path)),
  };
}

/** All of a student's files for the lesson, those that she just sent among them. */
export interface RememberedFiles extends GatheredFiles {
  /** False when the records are away and could not remember what was sent. */
  readonly isRemembered: boolean;
  /** What changed in the files that are remembered, by its id in the records. */
  readonly change: string | null;
}

/** Remembers what a student sent, and gathers all her files for the lesson. */
export async function rememberAndGather(
  { student, lesson, wantedFiles }: StudentRequest,
  sent: SubmittedFiles,
  services: Services,
): Promise<RememberedFiles> {
  const now = services.now();
  const remembered = await services.records.workspaces.files(student, lesson.slug);
  let change: string | null = null;
  const remember = async (): Promise<void> => {
    change = await services.records.workspaces.remember(student, lesson.slug, sent, now);
  };
  const isRemembered = Object.keys(sent).length === 0 || (await recordedOrSkipped(remember(), services));
  return { ...gatherFiles(sent, remembered, wantedFiles, now), isRemembered, change };
}
